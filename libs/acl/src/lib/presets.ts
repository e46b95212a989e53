import { EVENT_APPEND_KEYS, EVERY_ACL_KEY, EVERY_BELL, EVERY_ORG_KEY } from '@redoubt/key-schema';
import type { Access, Grant, Role } from './role.ts';

/** What any cluster client sends before its first command of use. */
const connection = [
  ...['ping', 'info', 'readonly', 'command', 'command|info'],
  ...[
    'client|setname',
    'client|id',
    'client|setinfo',
    'cluster|slots',
    'cluster|info',
    'cluster|shards',
    'cluster|nodes',
  ],
];
const stringReads = ['get', 'mget', 'exists', 'ttl', 'pttl', 'strlen', 'type'];
const stringWrites = ['set', 'del', 'unlink', 'expire', 'pexpire', 'persist', 'incr', 'incrby'];
const hashReads = ['hget', 'hmget', 'hgetall', 'hexists', 'hlen', 'hscan'];
const hashWrites = ['hset', 'hdel', 'hincrby'];
const otherReads = [
  ...['lrange', 'llen', 'lindex', 'smembers', 'sismember', 'scard', 'sscan', 'pfcount'],
  ...['zrange', 'zscore', 'zcard', 'zcount', 'zrank', 'zscan'],
  ...['xrange', 'xrevrange', 'xlen', 'xread', 'xpending', 'xinfo|stream', 'xinfo|groups', 'xinfo|consumers'],
];
const reads = [...stringReads, ...hashReads, ...otherReads];

/**
 * Roles for set-ups without generated ones, under the names of the requirements. Each begins with nothing and names its
 * commands: categories grow with each release of Redis, and `-@all` or `-@dangerous` after a grant takes it back.
 */
export const PRESETS = {
  ai_cache: preset('ai_cache', 'cache of answers', {
    commands: [...connection, ...stringReads, ...stringWrites, ...hashReads, ...hashWrites],
    keys: ['ai_cache:*', 'ai_response:*', 'text_hash:*'],
  }),
  health_monitor: preset('health_monitor', 'health checks, without any key', {
    commands: [
      ...['ping', 'info', 'client|setname', 'client|setinfo', 'cluster|info', 'cluster|slots'],
      ...['latency|latest', 'memory|doctor', 'memory|stats', 'slowlog|len'],
    ],
  }),
  session_store: preset('session_store', 'sessions of users', {
    commands: [...connection, ...stringReads, ...stringWrites, ...hashReads, ...hashWrites],
    keys: ['session:*', 'user:*'],
  }),
  security_dashboard: preset('security_dashboard', 'reads everything of every organisation; follows live channels', {
    commands: [...connection, ...reads, 'ssubscribe', 'sunsubscribe'],
    keys: [EVERY_ORG_KEY],
    access: 'R',
    channels: [EVERY_ORG_KEY],
  }),
  security_readonly: preset('security_readonly', 'reads everything of every organisation', {
    commands: [...connection, ...reads],
    keys: [EVERY_ORG_KEY],
    access: 'R',
  }),
} as const satisfies Record<string, Role>;

/** Appends incidents to the platform organisation, and reads nothing there: what its script does with its keys. */
const appendsEvents: Grant = {
  commands: ['eval', 'evalsha', 'expire', 'get', 'hincrby', 'pexpire', 'set', 'spublish', 'xadd'],
  keys: EVENT_APPEND_KEYS.map((pattern) => ({ pattern, access: 'RW' })),
  channels: [EVERY_BELL],
};

/** Roles of the platform that are not made from a trace: administration leaves none. */
export const SYSTEM_ROLES = {
  'acl-manager': preset('acl-manager', 'manages users on every node; reads what servers say of their security', {
    commands: [
      ...[
        'ping',
        'info',
        'client|setname',
        'client|setinfo',
        'asking',
        'cluster|slots',
        'cluster|nodes',
        'cluster|myid',
      ],
      ...['acl|setuser', 'acl|deluser', 'acl|getuser', 'acl|list', 'acl|users', 'acl|whoami', 'acl|save', 'acl|cat'],
      ...['acl|log', 'acl|dryrun', 'client|list', 'client|kill', 'command|info', 'module|list', 'time'],
      ...['config|get', 'config|set', 'config|rewrite', 'latency|latest', 'slowlog|get', 'slowlog|len'],
      ...['eval', 'evalsha', 'get', 'set', 'del', 'hmget', 'hset', 'hgetall', 'hincrby', 'hdel'],
      ...['sadd', 'srem', 'smembers', 'xadd', 'xdel', 'xrange', 'xrevrange', 'xlen', 'cluster|info', 'wait'],
    ],
    keys: [EVERY_ACL_KEY],
    selectors: [appendsEvents],
  }),
  'cluster-keeper': preset('cluster-keeper', 'keeps the nodes of the charts together and probes them', {
    commands: [
      ...['ping', 'info', 'role', 'cluster|info', 'cluster|nodes', 'cluster|meet', 'cluster|forget'],
      ...['cluster|failover', 'cluster|replicate', 'cluster|addslotsrange'],
    ],
  }),
  replication: preset('replication', 'what a replica needs of its master', { commands: ['psync', 'replconf', 'ping'] }),
} as const satisfies Record<string, Role>;

interface PresetRules {
  commands: readonly string[];
  keys?: readonly string[];
  access?: Access;
  channels?: readonly string[];
  selectors?: readonly Grant[];
}

function preset(name: string, description: string, rules: PresetRules): Role {
  const { commands, keys = [], access = 'RW', channels = [], selectors = [] } = rules;
  const root: Grant = {
    commands: [...new Set(commands)].sort(),
    keys: keys.map((pattern) => ({ pattern, access })),
    channels,
  };
  return { name, description, root, selectors };
}
