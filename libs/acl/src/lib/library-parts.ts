import { LANES, parseOrgId, type Lane } from '@redoubt/contracts';
import { clusterKeys, GROUPS, LANES_OF_GROUP, orgKeys, shapeOfKey, type BaseGroup } from '@redoubt/key-schema';
import { usageLine, type CommandTrace, type ScriptTrace } from './command-trace.ts';
import type { Access } from './role.ts';

/**
 * What a library does in the name of the app that uses it. A recording shows only what came to pass while specs ran:
 * a service that dead-letters from one lane there does so from each lane one day, and nobody wants to learn of a
 * missing right then.
 */
export type TracePart = Pick<CommandTrace, 'commands' | 'scripts'>;

const keys = orgKeys(parseOrgId('6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11'));
const shape = (key: string): string => {
  const found = shapeOfKey(key);
  if (!found) throw new TypeError(`no key is declared for ${key}`);
  return found.shape;
};

/** Lines for commands on each of these keys: `['xack W', 'xpending R']`. */
function on(places: readonly string[], ...uses: readonly string[]): string[] {
  return uses.flatMap((use) => {
    const [command = '', access] = use.split(' ') as [string, Access];
    return places.map((key) => usageLine({ command, key: { shape: shape(key), access } }));
  });
}

function script(keysOf: readonly string[], commands: readonly string[]): ScriptTrace {
  return { keys: keysOf.map(shape), commands, unseen: [] };
}

const lanes = (all: readonly Lane[]): string[] => all.map((lane) => keys.lane(lane));
const ledger = keys.ledger(0);
const config = keys.config();

/** What every client of libs/redis does, when the cluster changes under it or has replicas to wait for, too. */
export const clientPart: TracePart = {
  // A server before 7.2 does not know CLIENT SETINFO: the role there goes without it.
  commands: ['asking', 'client|setinfo', 'client|setname', 'cluster|slots', 'info', 'wait'],
  scripts: {},
};

/** What a worker of the group does with its leases and lanes (libs/stream). */
export function consumerPart(group: BaseGroup): TracePart {
  const streams = lanes(LANES_OF_GROUP[group]);
  // Further sinks are groups of their own.
  const name = group === 'siem_forwarder' ? 'siem_forwarder:x1' : group;
  const [fence, attempts, dead] = [keys.fence(name), keys.attempts(name), keys.deadLetters(name)];
  const [members, leases] = [clusterKeys.members(name), clusterKeys.leases(name)];
  const rebalance = shape(clusterKeys.rebalance(name));
  return {
    commands: [
      ...on(streams, 'xinfo|groups R', 'xread R', 'xautoclaim W'),
      ...on([attempts], 'hdel W'),
      ...on([clusterKeys.orgRegistry(0)], 'smembers R'),
      ...on([clusterKeys.orgRegistryVersion(0)], 'get R'),
      `ssubscribe & ${rebalance}`,
      `ssubscribe & ${shape(clusterKeys.bell(0))}`,
    ],
    scripts: {
      visit: script([fence, ...streams], [...on([fence], 'get R', 'set W'), ...on(streams, 'xack W', 'xreadgroup R')]),
      'begin-attempts': script(
        [fence, attempts],
        [...on([fence], 'get R'), ...on([attempts], 'hlen R', 'del W', 'hincrby RW', 'expire W')],
      ),
      'dead-letter': script(
        [fence, ...streams, dead, ledger],
        [
          ...on([fence], 'get R'),
          ...on(streams, 'xpending R', 'xack W'),
          ...on([dead], 'xlen R', 'xadd W'),
          ...on([ledger], 'hincrby RW', 'expire W'),
        ],
      ),
      'ensure-groups': script(
        [config, ...streams],
        [...on([config], 'hget R'), ...on(streams, 'xinfo|groups R', 'xgroup|create W')],
      ),
      'lease-claim': script(
        [members, leases],
        ['time', ...on([members], 'zscore R'), ...on([leases], 'hget R', 'hset W')],
      ),
      'lease-heartbeat': script(
        [members, leases],
        [
          'time',
          ...on([members], 'zremrangebyscore W', 'zscore R', 'zadd W', 'zrange R'),
          ...on([leases], 'hgetall R'),
          `spublish & ${rebalance}`,
        ],
      ),
      'lease-release': script(
        [members, leases],
        [...on([members], 'zrem W'), ...on([leases], 'hget R', 'hset W'), `spublish & ${rebalance}`],
      ),
    },
  };
}

/** What trims every stream that some group reads, and judges groups that hold it back (libs/stream). */
export function trimmerPart(): TracePart {
  const read = LANES.filter((lane) => GROUPS.some((group) => LANES_OF_GROUP[group].includes(lane)));
  const streams = lanes(read);
  return {
    commands: on(streams, 'memory|usage R'),
    scripts: {
      trim: script(
        [config, ...lanes(LANES)],
        [
          ...on([config], 'hget R'),
          ...on(lanes(LANES), 'exists R'),
          ...on(streams, 'xinfo|groups R', 'xpending R', 'xlen R', 'xrange R', 'xtrim W'),
        ],
      ),
    },
  };
}

/** What brings settings, rules and channels from PostgreSQL to Redis (libs/rulebook). */
export function relayPart(): TracePart {
  const [features, rules, suppressions] = [keys.features(), keys.rules(), keys.suppressions()];
  const channel = keys.sensitive('x1');
  const forwarded = lanes(LANES_OF_GROUP.siem_forwarder);
  return {
    commands: [
      ...on([clusterKeys.rulePack('x1', '1')], 'exists R', 'persist W', 'pexpire W', 'set W'),
      ...on([config], 'hmget R'),
    ],
    scripts: {
      'project-settings': script(
        [config, features, rules, suppressions],
        [
          ...on([config, rules], 'hget R'),
          ...on([features, rules, suppressions], 'del W'),
          ...on([config, features, rules, suppressions], 'hset W'),
        ],
      ),
      'project-channel': script([config, channel], [...on([config], 'hget R'), ...on([channel], 'del W', 'set W')]),
      'project-sinks': script(
        [config, ...forwarded],
        [
          ...on([config], 'hget R', 'hexists R', 'hset W', 'hdel W'),
          ...on(forwarded, 'xgroup|create W', 'xgroup|destroy W', 'exists R'),
        ],
      ),
      'detach-group': script(
        [config, ...forwarded],
        [
          ...on([config], 'hget R', 'hset W'),
          ...on(forwarded, 'xinfo|groups R', 'xinfo|stream R', 'xpending R', 'exists R', 'xgroup|destroy W'),
        ],
      ),
      'attach-group': script(
        [config, ...forwarded],
        [
          ...on([config], 'hget R', 'hset W', 'hdel W', 'hincrby RW'),
          ...on(forwarded, 'exists R', 'xinfo|stream R', 'xrange R', 'xgroup|create W'),
        ],
      ),
      'append-records': commandsAppend(),
    },
  };
}

/** What hands a group the stored events that it missed (libs/stream). */
export function backfillPart(): TracePart {
  return {
    commands: on([config], 'hget R', 'hset W'),
    scripts: { 'advance-backfill': script([config], on([config], 'hget R', 'hset W', 'hdel W')) },
  };
}

/** Commands of people to alert-engine, each once by its id (libs/stream, libs/commands). */
function commandsAppend(): ScriptTrace {
  const [stream, known] = [keys.commandsStream(), keys.idempotency('x1')];
  return script([stream, known], [...on([stream], 'xadd W', 'xlen R'), ...on([known], 'get R', 'set W', 'pexpire W')]);
}

/** What looks at dead letters of every group and puts them back on the lane they came from (libs/stream). */
export function deadLettersPart(): TracePart {
  const dead = [...GROUPS, 'siem_forwarder:x1' as const].map((group) => keys.deadLetters(group));
  const streams = lanes(LANES.filter((lane) => GROUPS.some((group) => LANES_OF_GROUP[group].includes(lane))));
  return {
    commands: on(dead, 'xlen R', 'xrange R'),
    scripts: {
      'replay-dead-letter': script(
        [...dead, ...streams, ledger],
        [
          ...on(dead, 'xrange R', 'xdel W'),
          ...on(streams, 'xinfo|groups R', 'xadd W'),
          ...on([ledger], 'hget R', 'hincrby RW'),
        ],
      ),
    },
  };
}

/**
 * What asks acl-manager for something and reads what it has said and recorded (libs/commands, the audit chain).
 *
 * @param requests the stream of who asks: whoever could write to another's could undo what that one asked for
 */
export function securityPart(requests: string): TracePart {
  const [posture, reply] = [clusterKeys.aclPosture(), clusterKeys.aclReply('x1')];
  const chain = clusterKeys.aclAudit();
  return {
    commands: [
      ...on([posture, reply], 'get R'),
      ...on([requests], 'xadd W'),
      ...on([clusterKeys.aclAuditHead()], 'hmget R'),
      ...on([chain], 'xrange R', 'xrevrange R'),
    ],
    scripts: {},
  };
}

/** What a service with secrets reports of them (libs/rulebook). */
export function encryptionPart(): TracePart {
  return { commands: on([clusterKeys.aclEncryption(0)], 'hincrby RW', 'hset W', 'expire W'), scripts: {} };
}

/** What looks at every node for evidence: nothing of it shows in MONITOR, and nothing of it changes a node. */
export function evidencePart(): TracePart {
  const commands = [
    ...['acl|cat', 'acl|dryrun', 'acl|list', 'acl|log', 'client|list', 'cluster|info', 'cluster|nodes', 'command|info'],
    ...['config|get', 'function|list', 'info', 'module|list', 'ping', 'time'],
    ...on([clusterKeys.complianceHead()], 'get R', 'set W'),
  ];
  return { commands, scripts: {} };
}

/** What asks how sinks are doing (libs/rulebook): where their cursors stand and what the forwarder notes. */
export function sinkHealthPart(): TracePart {
  const dead = keys.deadLetters('siem_forwarder:x1');
  return {
    commands: [
      ...on(lanes(LANES_OF_GROUP.siem_forwarder), 'xinfo|groups R', 'xpending R'),
      ...on([config], 'hmget R'),
      ...on([keys.sinkState('x1')], 'hgetall R'),
      ...on([keys.deadLetters('siem_forwarder'), dead], 'xlen R'),
    ],
    scripts: {},
  };
}

/** What waits for the alert of a synthetic event (libs/canary). */
export function canaryPart(): TracePart {
  return { commands: on([keys.alertsStream()], 'xrevrange R'), scripts: {} };
}

/** What adds to the audit chain (the chain of libs/acl). */
export function auditPart(): TracePart {
  const [head, chain] = [clusterKeys.aclAuditHead(), clusterKeys.aclAudit()];
  const append = script([head, chain], [...on([head], 'hmget R', 'hset W'), ...on([chain], 'xadd W')]);
  return { commands: [], scripts: { 'append-audit': append } };
}

/** What the notifier notes of messages that belong to no group of alerts (libs/notifications). */
export function outcomesPart(): TracePart {
  const outcomes = keys.notificationOutcomes('0123456789abcdef0123456789abcdef');
  return {
    commands: [],
    scripts: { 'note-outcome': script([outcomes], on([outcomes], 'lpush W', 'ltrim W', 'expire W')) },
  };
}

/** One trace of what was recorded and of parts; every line once. */
export function joinParts(recorded: CommandTrace, parts: readonly TracePart[]): CommandTrace {
  const scripts = new Map<string, ScriptTrace>(Object.entries(recorded.scripts));
  for (const [name, part] of parts.flatMap((one) => Object.entries(one.scripts))) {
    const held = scripts.get(name);
    scripts.set(name, held === undefined ? part : joinScripts(held, part));
  }
  return {
    app: recorded.app,
    commands: unique([recorded.commands, ...parts.map(({ commands }) => commands)]),
    scripts: Object.fromEntries([...scripts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** What a part says of a script is all that it may do, so that nothing of its text is left to guess. */
function joinScripts(recorded: ScriptTrace, part: ScriptTrace): ScriptTrace {
  const named = new Set(part.commands.map((line) => line.split(' ')[0]));
  return {
    keys: unique([recorded.keys, part.keys]),
    commands: unique([recorded.commands, part.commands]),
    unseen: recorded.unseen.filter((command) => !named.has(command)),
  };
}

function unique(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}
