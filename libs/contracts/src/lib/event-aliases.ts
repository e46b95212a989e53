type Source = Readonly<Record<string, unknown>>;

/** Canonical name ← flat names a sender may use instead, best first. */
const flatAliases: Readonly<Record<string, readonly string[]>> = {
  eventType: ['event_type'],
  severity: ['level'],
  sourceIp: ['source_ip', 'src_ip', 'sourceIP'],
  destinationIp: ['destination_ip', 'dest_ip', 'dst_ip'],
  user: ['username', 'user_name'],
  asset: ['asset_id', 'hostname'],
  timestamp: ['@timestamp', 'event_time', 'eventTime', 'time'],
  externalId: ['id', 'event_id'],
  message: ['msg'],
};

/** Canonical name ← ECS paths (Elastic Common Schema 8), dotted or nested. */
const ecsAliases: Readonly<Record<string, readonly string[]>> = {
  eventType: ['event.action', 'event.code'],
  action: ['event.action'],
  severity: ['event.severity', 'log.level'],
  outcome: ['event.outcome'],
  externalId: ['event.id'],
  sourceIp: ['source.ip', 'client.ip'],
  destinationIp: ['destination.ip', 'server.ip'],
  user: ['user.name'],
  asset: ['host.name', 'host.hostname'],
  raw: ['event.original'],
};

/** Top-level names whose presence means that a copy under canonical names is needed. */
const aliasTriggers: readonly string[] = [
  ...new Set([
    ...Object.values(flatAliases).flat(),
    ...Object.values(ecsAliases).flat(),
    'timestamp',
    'event',
    'source',
    'destination',
    'client',
    'server',
    'host',
    'log',
  ]),
];
const triggerSet: ReadonlySet<string> = new Set(aliasTriggers);
/** `timestamp` stands for a time in any unit or text; `eventTimeMs` is always in ms. */
const copiedNames = [
  ...['eventType', 'severity', 'sourceIp', 'destinationIp', 'user', 'asset', 'action', 'outcome', 'eventTimeMs'],
  'timestamp',
  ...['message', 'tags', 'payload', 'raw', 'rawBase64', 'externalId'],
];

/** Cheap test that lets canonical events (and those built by the gateway) skip the copy. */
export function hasAlias(source: Source): boolean {
  for (const name in source) if (triggerSet.has(name)) return true;
  return typeof source.user === 'object' && source.user !== null;
}

/**
 * Copies a sender's object under canonical names. A canonical name wins over a flat alias, that over an ECS path.
 * The copy has no prototype, so a sender's `__proto__` key is a plain key that nothing reads.
 */
export function fromAliases(source: Source): Source {
  const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const name of copiedNames) {
    const value = pick(source, name);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

function pick(source: Source, name: string): unknown {
  const own = ownValue(source, name);
  if (own !== undefined && !(name === 'user' && typeof own === 'object' && own !== null)) return own;
  for (const alias of flatAliases[name] ?? []) {
    const value = ownValue(source, alias);
    if (value !== undefined) return value;
  }
  for (const path of ecsAliases[name] ?? []) {
    const value = ownValue(source, path) ?? nested(source, path);
    if (value !== undefined) return Array.isArray(value) ? (value[0] as unknown) : value;
  }
  return undefined;
}

function nested(source: Source, path: string): unknown {
  const dot = path.indexOf('.');
  const outer = ownValue(source, path.slice(0, dot));
  if (typeof outer !== 'object' || outer === null) return undefined;
  return ownValue(outer as Source, path.slice(dot + 1));
}

function ownValue(source: Source, name: string): unknown {
  return Object.hasOwn(source, name) && source[name] !== null ? source[name] : undefined;
}
