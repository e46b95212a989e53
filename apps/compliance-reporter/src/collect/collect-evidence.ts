import { readFile } from 'node:fs/promises';
import { AclCluster } from '@redoubt/acl';
import { readSecurityPosture } from '@redoubt/commands';
import type { Evidence, NodeEvidence, Policy } from '@redoubt/compliance';
import { toError, type SecurityPosture } from '@redoubt/contracts';
import { NodePool, type RedisOptions } from '@redoubt/redis';
import type { ComplianceFacts } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import { isPortOpen, probeNodes } from './probe-nodes.ts';
import { readNode } from './read-node.ts';
import { readRecords, type RecordsDeps, type RecordsOptions } from './read-records.ts';

export interface EvidenceDeps extends RecordsDeps {
  /** How nodes are reached, as the collector's user. */
  redisOptions: RedisOptions;
  policy: Policy;
  log: Logger;
}

/** All that checks are made on, and the numbers of the records beside. */
export interface Collected {
  evidence: Evidence;
  facts: ComplianceFacts | null;
}

/** Looks at every node, at acl-manager and at the records. What does not answer is left out and named. */
export async function collectEvidence(deps: EvidenceDeps, options: RecordsOptions): Promise<Collected> {
  const { redis, clock, policy, log } = deps;
  const nowMs = clock.now();
  const [{ nodes, down }, posture, records] = await Promise.all([
    readNodes(deps),
    readSecurityPosture(redis).catch((error: unknown) => silent(log, 'posture_unreadable', error)),
    readRecords(deps, options).catch((error: unknown) => silent(log, 'records_unreadable', error)),
  ]);
  return {
    evidence: {
      ...{ nowMs, nodes, down, policy },
      posture: posture as SecurityPosture | null,
      records: records?.records ?? null,
    },
    facts: records?.facts ?? null,
  };
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
  try {
    const known = await cluster.nodes();
    const { nodes: places, tls, clientName = 'compliance-reporter' } = redisOptions;
    const withoutUser = { nodes: places, clientName, ...(tls ? { tls } : {}) };
    const probed = await probeNodes(
      known.map(({ address }) => address),
      withoutUser,
    );
    const ends = await Promise.allSettled(known.map((node) => readNode({ cluster, clock, policy }, node)));
    const down = ends.flatMap((end, i) =>
      end.status === 'rejected' ? [{ address: known[i]?.address ?? '', reason: toError(end.reason).message }] : [],
    );
    for (const one of down) log.warn(one, 'node_not_read');
    const read = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    const nodes = await Promise.all(
      read.map(async (node): Promise<NodeEvidence> => ({
        ...{ ...node, ...{ anonymous: null, tls: null }, ...probed.get(node.address) },
        plainPort: await plainPortOf(node),
      })),
    );
    return { nodes, down };
  } catch (error) {
    return {
      nodes: [],
      down: redisOptions.nodes.map(({ host, port }) => ({
        address: `${host}:${port}`,
        reason: toError(error).message,
      })),
    };
  } finally {
    await pool.close();
  }
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
