import { parseClientList, settingsOf, type AclCluster, type AclNode, type ClientConnection } from '@redoubt/acl';
import type { Clock, LatencyEvent, MonitoringLevel, SlowCommand } from '@redoubt/contracts';
import type { Reply } from '@redoubt/redis';
import { ACL_LOG_LENGTH, parseAclLog, type DeniedEntry } from './acl-log.ts';
import { InfoText } from './info.ts';

/** What one node said at one look. */
export interface NodeReading {
  node: AclNode;
  info: InfoText;
  /** CONFIG GET; a name that the server does not know is not there, which is no answer. */
  settings: ReadonlyMap<string, string>;
  denied: readonly DeniedEntry[];
  clients: readonly ReadClient[];
  /** CLUSTER INFO. */
  cluster: InfoText;
  /** One PING. */
  latencyMs: number;
  /** Its clock against ours; from level `standard` on. */
  skewMs?: number;
  slowLogLength?: number;
  slowLog: readonly SlowCommand[];
  /** What stalled it lately, as its latency monitor keeps it; from level `standard` on. */
  latencyEvents: readonly LatencyEvent[];
  /** From how long on its latency monitor notes a stall, ms; 0 when it is off. */
  latencyThresholdMs?: number;
}

export interface ReadClient extends ClientConnection {
  isTls: boolean;
}

const SECTIONS = [
  ...['server', 'clients', 'memory', 'persistence', 'stats', 'replication', 'commandstats', 'errorstats'],
] as const;

const SETTINGS = [
  ...['port', 'tls-port', 'tls-cluster', 'tls-replication', 'tls-auth-clients', 'bind', 'protected-mode'],
  ...['maxclients', 'tcp-keepalive', 'maxmemory', 'maxmemory-policy', 'appendonly', 'appendfsync'],
  ...['acllog-max-len', 'acl-pubsub-default', 'aclfile', 'latency-monitor-threshold'],
  ...['enable-debug-command', 'enable-module-command', 'enable-protected-configs'],
] as const;

const SLOW_LOG_ROWS = 16;

/**
 * Asks one node for all that a level looks at: with `basic` six commands, with `standard` and `high` ten. MONITOR is
 * never used: it takes most of a server's speed and shows data.
 *
 * @throws what the connection or the node answered
 */
export async function readNode(
  { cluster, clock }: { cluster: AclCluster; clock: Clock },
  node: AclNode,
  level: MonitoringLevel,
): Promise<NodeReading> {
  const ask = (name: string, ...args: (string | number)[]): Promise<Reply> => cluster.call(node.address, name, ...args);
  const startedMs = clock.monotonicMs();
  await ask('PING');
  const latencyMs = Math.round((clock.monotonicMs() - startedMs) * 100) / 100;
  const [info, settings, log, clients, state] = await Promise.all([
    ask('INFO', ...SECTIONS),
    ask('CONFIG', 'GET', ...SETTINGS),
    ask('ACL', 'LOG', ACL_LOG_LENGTH),
    ask('CLIENT', 'LIST', 'TYPE', 'normal'),
    ask('CLUSTER', 'INFO'),
  ]);
  const values = settingsOf(settings);
  const reading = {
    ...{ node, info: new InfoText(String(info)), settings: values, denied: parseAclLog(log, clock.now()) },
    clients: readClients(node.address, String(clients), values.get('tls-port') ?? '0'),
    ...{ cluster: new InfoText(String(state)), latencyMs, slowLog: [], latencyEvents: [] },
    ...thresholdOf(values),
  };
  if (level === 'basic') return reading;
  const askedAtMs = clock.now();
  const [time, slowLog, slowLogLength, latency] = await Promise.all([
    ask('TIME'),
    ask('SLOWLOG', 'GET', SLOW_LOG_ROWS),
    ask('SLOWLOG', 'LEN'),
    ask('LATENCY', 'LATEST'),
  ]);
  return {
    ...reading,
    skewMs: skewOf(time as string[], (askedAtMs + clock.now()) / 2),
    slowLogLength: Number(slowLogLength),
    slowLog: slowCommands(node.address, slowLog),
    latencyEvents: latencyEvents(node.address, latency),
  };
}

function thresholdOf(settings: ReadonlyMap<string, string>): Pick<NodeReading, 'latencyThresholdMs'> {
  const threshold = settings.get('latency-monitor-threshold');
  return threshold === undefined ? {} : { latencyThresholdMs: Number(threshold) };
}

/** `laddr` tells by its port which way a client came. */
function readClients(address: string, text: string, tlsPort: string): ReadClient[] {
  const ports = new Map([...text.matchAll(/^id=(\d+) .*? laddr=\S*:(\d+) /gm)].map(([, id, port]) => [id, port]));
  return parseClientList(address, text).map((client) => ({
    ...client,
    isTls: tlsPort !== '0' && ports.get(String(client.id)) === tlsPort,
  }));
}

function skewOf([seconds, micros]: readonly string[], nowMs: number): number {
  return Math.round(Number(seconds) * 1_000 + Number(micros) / 1_000 - nowMs);
}

/** `[id, time, µs, [command, argument …], …]`: the command alone is kept. */
function slowCommands(node: string, reply: Reply): SlowCommand[] {
  return (reply as [number, number, number, string[]][]).map(([, atSeconds, durationUs, words]) => ({
    atMs: Number(atSeconds) * 1_000,
    node,
    durationUs: Number(durationUs),
    command: commandName(words),
  }));
}

/** `[event, time, latest ms, longest ms, …]`. */
function latencyEvents(node: string, reply: Reply): LatencyEvent[] {
  return (reply as [string, number, number, number][]).map(([event, atSeconds, latestMs, longestMs]) => ({
    ...{ atMs: Number(atSeconds) * 1_000, node, event },
    ...{ latestMs: Number(latestMs), longestMs: Number(longestMs) },
  }));
}

const containers = new Set(['acl', 'client', 'cluster', 'config', 'xinfo', 'xgroup', 'script', 'memory', 'object']);

function commandName([name = '', sub = '']: readonly string[]): string {
  const word = name.toLowerCase();
  return containers.has(word) && /^[a-z-]+$/i.test(sub) ? `${word}|${sub.toLowerCase()}` : word.slice(0, 64);
}
