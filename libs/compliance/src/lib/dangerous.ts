/** Commands that no service needs and whose misuse costs data, the cluster or other users. */
export const DANGEROUS: readonly string[] = [
  ...['flushall', 'flushdb', 'shutdown', 'debug', 'keys', 'monitor', 'replicaof', 'failover', 'migrate', 'swapdb'],
  ...['config|set', 'config|rewrite', 'module|load', 'acl|setuser', 'acl|deluser', 'acl|load', 'cluster|reset'],
  ...['cluster|forget', 'cluster|failover', 'cluster|meet', 'psync', 'sync'],
];

/** Commands that bring code into a server. */
export const CODE_LOADING: readonly string[] = [
  ...['function|load', 'function|restore', 'script|load', 'module|load', 'module|loadex'],
];
