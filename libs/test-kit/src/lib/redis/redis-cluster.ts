import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeRedisPorts, isFreeForRedis } from '../process/free-port.ts';
import { createTempDir, type TempDir } from '../process/temp-dir.ts';
import type { CertificateFiles, CertificateIssuer } from '../tls/certificate-files.ts';
import { waitFor } from '../wait-for.ts';
import { formCluster, untilOk } from './form-cluster.ts';
import type { RedisAdmin } from './acl-file.ts';
import { RedisNode } from './redis-node.ts';
import { beginSlotMove, finishSlotMove, migrateKeys } from './slot-move.ts';

export interface RedisClusterOptions {
  /** Default 3, the least a cluster can have. */
  masters?: number;
  /** Replicas of each master, default 0. */
  replicas?: 0 | 1;
  /** Append-only files, fsync every second; default off. */
  isAppendOnly?: boolean;
  clusterNodeTimeoutMs?: number;
  /** Keep data here and start from what is there; without it a temporary folder is used and removed at `stop`. */
  dir?: string;
  /** Fixed ports, one per node; chosen if left out. */
  ports?: readonly number[];
  /** Further redis-server arguments for every node, e.g. `['--maxmemory', '64mb']`. */
  extraArgs?: readonly string[];
  /** Further arguments of the node on a port, called before that node starts. */
  argsOf?: (port: number) => Promise<readonly string[]>;
  /** Who may set the nodes up, while `default` is shut out; without one everybody may do everything. */
  admin?: RedisAdmin;
  /** Makes a certificate for each node and one for clients; the plain port is off then. */
  tls?: CertificateIssuer;
}

/** A running cluster of local redis-server processes. */
export class RedisCluster {
  readonly nodes: readonly RedisNode[];
  /** What a client shows and trusts, where the cluster speaks TLS. */
  readonly clientTls: CertificateFiles | undefined;
  readonly #temp: TempDir | undefined;

  constructor(nodes: readonly RedisNode[], temp: TempDir | undefined, clientTls?: CertificateFiles) {
    this.nodes = nodes;
    this.clientTls = clientTls;
    this.#temp = temp;
  }

  /** Value for REDIS_NODES: `host:port` of every node. */
  get addresses(): string {
    return this.nodes.map((node) => node.address).join(',');
  }

  get pids(): readonly number[] {
    return this.nodes.filter((node) => node.isRunning).map((node) => node.pid);
  }

  /** The node at `host:port`. */
  nodeAt(address: string): RedisNode {
    const found = this.nodes.find((node) => node.address === address);
    if (found === undefined) throw new Error(`no node at ${address}`);
    return found;
  }

  /** The running node that serves `slot` as most of the cluster sees it now. */
  async masterFor(slot: number): Promise<RedisNode> {
    for (const [first, last, master] of await this.#slots()) {
      if (slot >= first && slot <= last) return this.nodeAt(`127.0.0.1:${master[1]}`);
    }
    throw new Error(`slot ${slot} is served by no node`);
  }

  async masterOfKey(key: string): Promise<RedisNode> {
    return this.masterFor(Number(await this.#anyRunning().admin.call('CLUSTER', 'KEYSLOT', key)));
  }

  /** The first running replica of `master`. */
  async replicaOf(master: RedisNode): Promise<RedisNode> {
    const lines = (await this.#anyRunning().admin.call('CLUSTER', 'REPLICAS', await master.nodeId())) as string[];
    const ports = lines.map((line) => Number(/ 127\.0\.0\.1:(\d+)@/.exec(line)?.[1]));
    const found = this.nodes.find((node) => node.isRunning && ports.includes(node.port));
    if (found === undefined) throw new Error(`${master.address} has no running replica`);
    return found;
  }

  /** Kills a node the hard way; resolves when the process is gone. */
  kill9(node: RedisNode): Promise<void> {
    return node.kill9();
  }

  /** Starts a stopped node again in its folder and waits until the cluster is whole. */
  async restart(node: RedisNode): Promise<void> {
    await node.start();
    await this.untilOk();
  }

  /** Graceful failover: `replica` takes over its master's slots without losing a write. */
  async clusterFailover(replica: RedisNode, mode?: 'FORCE' | 'TAKEOVER'): Promise<void> {
    // Masters refuse their vote while the replica's view of a moved slot is behind theirs, so it asks again.
    await waitFor(
      async () => {
        await replica.admin.call('CLUSTER', 'FAILOVER', ...(mode === undefined ? [] : [mode]));
        return waitFor(() => isMaster(replica), { timeoutMs: 1_500, intervalMs: 10 });
      },
      { timeoutMs: 20_000, what: `failover to ${replica.address}` },
    );
  }

  /** All nodes are lost with their data; new and empty ones form a cluster at the same addresses. */
  async loseAll(): Promise<void> {
    const masters = await this.masters();
    await Promise.all(this.nodes.map((node) => node.lose()));
    await Promise.all(this.nodes.map((node) => node.start()));
    await formCluster(
      masters,
      this.nodes.filter((node) => !masters.includes(node)),
    );
  }

  /** Moves one slot with its keys to another master, as a rebalance does. */
  async moveSlot(slot: number, from: RedisNode, to: RedisNode): Promise<void> {
    const move = { slot, from, to };
    await beginSlotMove(move);
    while ((await migrateKeys(move)) > 0);
    await finishSlotMove(move, await this.masters());
  }

  /** Running nodes that are masters now. */
  async masters(): Promise<RedisNode[]> {
    const ports = new Set((await this.#slots()).map(([, , master]) => master[1]));
    return this.nodes.filter((node) => node.isRunning && ports.has(node.port));
  }

  /** Waits until all running nodes agree that the cluster is whole. */
  untilOk(timeoutMs?: number): Promise<void> {
    return untilOk(
      this.nodes.filter((node) => node.isRunning),
      timeoutMs,
    );
  }

  /** Ends every node and removes the temporary folder; safe to call twice. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    this.#temp?.remove();
  }

  async #slots(): Promise<[number, number, [string, number]][]> {
    return (await this.#anyRunning().admin.call('CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
  }

  #anyRunning(): RedisNode {
    const node = this.nodes.find((candidate) => candidate.isRunning);
    if (node === undefined) throw new Error('no node of the cluster is running');
    return node;
  }
}

async function isMaster(node: RedisNode): Promise<boolean> {
  return (await node.admin.info('replication')).includes('role:master');
}

/** The ports of the last run in this folder if all are free, so that nodes find each other where they remember. */
async function choosePorts(root: string, count: number): Promise<readonly number[]> {
  const file = join(root, 'ports.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as number[]) : [];
  const isUsable = known.length === count && (await Promise.all(known.map(isFreeForRedis))).every(Boolean);
  const ports = isUsable ? known : await freeRedisPorts(count);
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

/**
 * Starts a Redis cluster of local processes and waits until it serves every slot (about 2 s).
 *
 * The processes end with this one, even when it is killed.
 *
 * @throws Error  redis-server is missing or does not start; the message holds the end of its log
 */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  const {
    masters = 3,
    replicas = 0,
    isAppendOnly = false,
    clusterNodeTimeoutMs = 3_000,
    extraArgs = [],
    admin,
  } = options;
  const count = masters * (1 + replicas);
  const temp = options.dir === undefined ? createTempDir('redis') : undefined;
  const root = options.dir ?? (temp as TempDir).path;
  mkdirSync(root, { recursive: true });
  const ports = options.ports ?? (await choosePorts(root, count));
  const nodes: RedisNode[] = [];
  for (const [index, port] of ports.slice(0, count).entries()) {
    const dir = join(root, `node-${index}`);
    mkdirSync(dir, { recursive: true });
    const tls = await options.tls?.writeFiles(dir, 'node');
    const own = await options.argsOf?.(port);
    // Else the list itself: whoever gave it may change it between two starts.
    const args = own === undefined ? extraArgs : [...extraArgs, ...own];
    nodes.push(new RedisNode({ port, dir, isAppendOnly, clusterNodeTimeoutMs, extraArgs: args, tls, admin }));
  }
  const cluster = new RedisCluster(nodes, temp, await options.tls?.writeFiles(join(root, 'client'), 'client'));
  try {
    await Promise.all(nodes.map((node) => node.start()));
    await formCluster(nodes.slice(0, masters), nodes.slice(masters));
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
