import { AclCluster, parseClientList, settingsOf, type AclNode, type ClientConnection } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { RedisReplyError, type Reply } from '@redoubt/redis';
import type { Context } from '../command/context.ts';
import { deniedRows, type DeniedRow } from './denied-rows.ts';

/** Whether the user that this command comes as may run a command, by its name as roles have it. */
export type MayRun = (command: string) => boolean;

/** A way to nodes, and those that the settings name. */
export interface NodesAtHand {
  cluster: AclCluster;
  configured: readonly string[];
}

/** What one node said of itself; what the user may not ask is left out. */
export interface NodeReading {
  address: string;
  role: 'master' | 'replica' | 'unknown';
  /** Address of its master. */
  master: string | undefined;
  /** What the other nodes say of it. */
  health: AclNode['health'] | 'unknown';
  /** Why it was not measured. */
  failure: string | undefined;
  latencyMs: number | undefined;
  /** Fields of INFO. */
  info: ReadonlyMap<string, string> | undefined;
  /** Fields of CLUSTER INFO. */
  cluster: ReadonlyMap<string, string> | undefined;
  settings: ReadonlyMap<string, string> | undefined;
  denied: readonly DeniedRow[] | undefined;
  clients: readonly ClientConnection[] | undefined;
}

/** Every node of the cluster, or those of the settings where nobody at hand may ask for the others. */
export async function readNodes(cluster: AclCluster, pings: Pings, may: MayRun): Promise<NodeReading[]> {
  return Promise.all(
    pings.map(async ({ node, latencyMs, failure }): Promise<NodeReading> => {
      const { address, role, masterId, health } = node;
      const master = pings.find((other) => other.node.id === masterId)?.node.address;
      const head = { address, role, health, master, latencyMs };
      if (failure !== undefined) return { ...head, ...unread, failure };
      try {
        return { ...head, failure: undefined, ...(await readNode(cluster, address, may)) };
      } catch (error) {
        return { ...head, ...unread, failure: toError(error).message };
      }
    }),
  );
}

type Pings = readonly { node: KnownNode; latencyMs: number | undefined; failure: string | undefined }[];
const pingsEach = 3;

/**
 * Finds the nodes and how fast each answers: the best of three, one node after the other and before anything else is
 * asked, so that what is measured is the node and not this command.
 *
 * @throws RedisUnavailableError when none answers
 */
export async function pingNodes(context: Context, { cluster, configured }: NodesAtHand, may: MayRun): Promise<Pings> {
  const nodes = await knownNodes({ cluster, configured }, may);
  const ping = may('ping') ? 'PING' : 'INFO';
  // Opens the connections, which is no latency of a node.
  const opened = await Promise.all(nodes.map(({ address }) => answerOrFailure(cluster, address, ping)));
  const pings: { node: KnownNode; latencyMs: number | undefined; failure: string | undefined }[] = [];
  for (const [index, node] of nodes.entries()) {
    const failure = opened[index]?.failure;
    const isPinged = failure === undefined && ping === 'PING';
    pings.push({ node, failure, latencyMs: isPinged ? await bestPing(context, cluster, node.address) : undefined });
  }
  return pings;
}

async function answerOrFailure(cluster: AclCluster, address: string, command: string): Promise<{ failure?: string }> {
  try {
    await cluster.call(address, command);
    return {};
  } catch (error) {
    return { failure: toError(error).message };
  }
}

async function bestPing(context: Context, cluster: AclCluster, address: string): Promise<number | undefined> {
  let bestMs: number | undefined;
  for (let tries = 0; tries < pingsEach; tries++) {
    const startedMs = context.clock.monotonicMs();
    if ((await answerOrFailure(cluster, address, 'PING')).failure === undefined) {
      bestMs = Math.min(bestMs ?? Infinity, Math.round((context.clock.monotonicMs() - startedMs) * 100) / 100);
    }
  }
  return bestMs;
}

const unread = {
  ...{ info: undefined, cluster: undefined },
  ...{ settings: undefined, denied: undefined, clients: undefined },
} as const;

interface KnownNode {
  id: string;
  address: string;
  role: NodeReading['role'];
  masterId?: string;
  health: NodeReading['health'];
}

/** @throws RedisUnavailableError when none answers */
async function knownNodes({ cluster, configured }: NodesAtHand, may: MayRun): Promise<KnownNode[]> {
  if (may('cluster|nodes')) return cluster.nodes();
  return configured.map((address) => ({ id: address, address, role: 'unknown', health: 'unknown' }));
}

const SECTIONS = ['server', 'clients', 'memory', 'persistence', 'stats', 'replication', 'errorstats'];
const SETTINGS = [
  ...['port', 'tls-port', 'tls-cluster', 'tls-replication', 'bind', 'protected-mode', 'aclfile', 'maxmemory-policy'],
];
const LOG_ROWS = 128;

type Read = Pick<NodeReading, keyof typeof unread>;

async function readNode(cluster: AclCluster, address: string, may: MayRun): Promise<Read> {
  const ask = (command: string, ...args: (string | number)[]): Promise<Reply | undefined> => {
    const [name = '', ...words] = command.split('|');
    if (!may(command)) return Promise.resolve(undefined);
    return unlessRefused(cluster.call(address, name, ...words, ...args));
  };
  const [info, state, settings, log, clients] = await Promise.all([
    ask('info', ...SECTIONS),
    ask('cluster|info'),
    ask('config|get', ...SETTINGS),
    ask('acl|log', LOG_ROWS),
    ask('client|list'),
  ]);
  return {
    info: info === undefined ? undefined : fields(String(info)),
    cluster: state === undefined ? undefined : fields(String(state)),
    settings: settings === undefined ? undefined : settingsOf(settings),
    denied: log === undefined ? undefined : deniedRows(log),
    clients: clients === undefined ? undefined : parseClientList(address, String(clients)),
  };
}

/** Users of a node may be those of another release: nothing for what they may not ask. */
async function unlessRefused(answer: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RedisReplyError && error.kind === 'noperm') return undefined;
    throw error;
  }
}

function fields(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^([^#:\r\n]+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));
}

/** A number among fields; undefined where it is not there. */
export function numberOf(values: ReadonlyMap<string, string> | undefined, name: string): number | undefined {
  const value = Number(values?.get(name) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
