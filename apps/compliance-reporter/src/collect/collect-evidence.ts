import { readFile } from 'node:fs/promises';
import { AclCluster } from '@redoubt/acl';
import { readSecurityPosture } from '@redoubt/commands';
import type { DownNode, Evidence, NodeEvidence, Policy } from '@redoubt/compliance';
import { toError, type SecurityPosture } from '@redoubt/contracts';
import { NodePool, type RedisOptions } from '@redoubt/redis';
import type { ComplianceFacts } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { CanaryReader } from './canary-reader.ts';
import { isPortOpen, probeNodes, type Probed } from './probe-nodes.ts';
import { readNode } from './read-node.ts';
import { readPrometheus } from './read-prometheus.ts';
import { readSinks } from './read-sinks.ts';
import { readRecords, type RecordsDeps, type RecordsOptions } from './read-records.ts';

export interface EvidenceDeps extends RecordsDeps {
  /** How nodes are reached, as the collector's user. */
  redisOptions: RedisOptions;
  policy: Policy;
  /** Prometheus that watches the platform; undefined where none is named. */
  prometheusUrl?: string | undefined;
  /** Of this process; undefined where none runs. */
  canary?: CanaryReader | undefined;
  log: Logger;
}

/** All that checks are made on, and the numbers of the records beside. */
export interface Collected {
  evidence: Evidence;
  /** Null when acl-manager is silent. */
  posture: SecurityPosture | null;
  facts: ComplianceFacts | null;
}

/** Looks at every node, at acl-manager and at the records. What does not answer is left out and named. */
export async function collectEvidence(deps: EvidenceDeps, options: RecordsOptions): Promise<Collected> {
  const { redis, clock, policy, log, prometheusUrl, canary } = deps;
  const nowMs = clock.now();
  const [{ nodes, down }, posture, records, monitoring, seenCanary] = await Promise.all([
    readNodes(deps),
    readSecurityPosture(redis).catch((error: unknown) => silent(log, 'posture_unreadable', error)),
    readRecords(deps, options).catch((error: unknown) => silent(log, 'records_unreadable', error)),
    readPrometheus(prometheusUrl, nowMs),
    canary?.read() ?? null,
  ]);
  const sinks =
    records &&
    (await readSinks(redis, records.facts.sinks).catch((error: unknown) => silent(log, 'sinks_unreadable', error)));
  return {
    evidence: {
      ...{ nowMs, nodes, down, policy },
      posture,
      // What is not copied to PostgreSQL cannot show there that something is missing.
      logGaps: isCopied(posture) ? (records?.facts.logGaps ?? null) : null,
      records: records?.records ?? null,
      ...{ sinks, monitoring, canary: seenCanary },
    },
    ...{ posture, facts: records?.facts ?? null },
  };
}

function isCopied(posture: SecurityPosture | null): boolean {
  return posture?.checks.some(({ checkId, status }) => checkId === 'log.archive' && status === 'pass') ?? false;
}

function silent(log: Logger, event: string, error: unknown): null {
  log.warn({ err: toError(error) }, event);
  return null;
}

async function readNodes({
  redisOptions,
  clock,
  policy,
  log,
}: EvidenceDeps): Promise<Pick<Evidence, 'nodes' | 'down'>> {
  // Opened for one run: the password may be another one at the next.
  const pool = new NodePool(await withPasswordNow(redisOptions));
  const cluster = new AclCluster(pool);
  const { nodes: places, tls, clientName = 'compliance-reporter' } = redisOptions;
  const probe = (addresses: readonly string[]) =>
    probeNodes(addresses, { nodes: places, clientName, ...(tls ? { tls } : {}) });
  try {
    const known = await cluster.nodes();
    const probed = await probe(known.map(({ address }) => address));
    const ends = await Promise.allSettled(known.map((node) => readNode({ cluster, clock, policy }, node)));
    const down = ends.flatMap((end, i) =>
      end.status === 'rejected' ? [downNode(known[i]?.address ?? '', end.reason, probed)] : [],
    );
    for (const { address, reason } of down) log.warn({ address, reason }, 'node_not_read');
    const read = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    const nodes = await Promise.all(
      read.map(async (node): Promise<NodeEvidence> => ({
        ...{ ...node, ...{ anonymous: null, tls: null }, ...probed.get(node.address) },
        plainPort: await plainPortOf(node),
      })),
    );
    return { nodes, down };
  } catch (error) {
    const start = places.map(({ host, port }) => `${host}:${port}`);
    const probed = await probe(start);
    return { nodes: [], down: start.map((address) => downNode(address, error, probed)) };
  } finally {
    await pool.close();
  }
}

/** What a handshake showed stays: it may be why this side does not talk to the node. */
function downNode(address: string, error: unknown, probed: ReadonlyMap<string, Probed>): DownNode {
  return { address, reason: toError(error).message, tls: probed.get(address)?.tls ?? null };
}

async function plainPortOf({
  address,
  settings,
}: Pick<NodeEvidence, 'address' | 'settings'>): Promise<NodeEvidence['plainPort']> {
  const port = Number(settings.get('port') ?? 0);
  if (port === 0) return null;
  return { port, isOpen: await isPortOpen(address.slice(0, address.lastIndexOf(':')), port) };
}

/** A file of the password wins: services follow it when acl-manager exchanges it. */
async function withPasswordNow(options: RedisOptions): Promise<RedisOptions> {
  const { credentials, passwordFile } = options;
  if (credentials === undefined || passwordFile === undefined) return options;
  const password = (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '');
  return { ...options, credentials: { ...credentials, password } };
}
