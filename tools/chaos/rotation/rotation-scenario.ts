import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { SecurityReply } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { judgeStoredIds, type IdVerdict } from '../../bench/judge/stored-ids.ts';
import { LoadProcess } from '../../bench/load/load-process.ts';
import type { LoadResult } from '../../bench/load/load-plan.ts';
import { startPlatform, type Platform } from '../../bench/platform.ts';
import { LagKeeper } from '../../bench/suites/lag-keeper.ts';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { ClusterWitness } from './cluster-witness.ts';
import { failuresBetween, readCommandFailures } from './command-failures.ts';

const TAG = 'c0a5';
const MASTER_AWAY_MS = 10_000;
const ROTATION_TIMEOUT_MS = 600_000;
/** All nodes have the same users again this long after one lost its own. */
const MOST_UNEQUAL_S = 10;
/** Accepted and not stored: a load that the machine can take beside everything else. */
const MOST_AHEAD = 5_000;
const STALL_MS = 60_000;

interface Context {
  logDir: string;
  onStep: (text: string) => void;
}

interface Outcome {
  reply: SecurityReply;
  rotationS: number;
  digestsEqualAfterS: number;
  older: number;
  records: Awaited<ReturnType<ClusterWitness['records']>>;
  failures: ReturnType<typeof failuresBetween>;
}

interface Aftermath {
  load: LoadResult;
  verdict: IdVerdict;
  chain: { records: number; fault: unknown };
  watchingShare: number;
}

/**
 * Rotates every password under load, kills a master in the middle and lets a node lose its users, and looks at what
 * clients and events noticed.
 */
export async function runRotation(options: ChaosOptions, { logDir, onStep }: Context): Promise<ChaosResult> {
  const apps = ['db-writer', 'ingest-gateway', ...(options.isQuick ? [] : ['alert-engine', 'dashboard'])];
  const { isTls, isQuick } = options;
  const platform = await startPlatform({ logDir, orgCount: isQuick ? 3 : 10, replicas: 1, apps, isTls, onStep });
  let load: LoadProcess | undefined;
  let keeper: LagKeeper | undefined;
  let witness: ClusterWitness | undefined;
  try {
    // It was opened with a password that is going to be another.
    await platform.control.redis.close();
    witness = await ClusterWitness.open(platform.stack);
    load = await LoadProcess.start({
      ...{ seed: options.seed, tag: TAG, eventsPerRequest: 20, connections: 4, isKeyed: true, format: 'ndjson' },
      authorizations: platform.orgs.map((org) => org.authorization),
    });
    keeper = new LagKeeper(platform.control.database, load, MOST_AHEAD);
    load.begin(platform.gatewayPort, 0);
    keeper.start();
    await waitFor(() => (load as LoadProcess).accepted > 1_000, { timeoutMs: 60_000, what: 'load' });
    const outcome = await disturb(platform, witness, onStep);
    onStep('letting the rest arrive');
    const result = await load.end();
    await untilStored(keeper, result.accepted);
    await keeper.stop();
    const sent = { tag: TAG, accepted: result.ranges, unanswered: result.unanswered };
    const verdict = await judgeStoredIds(platform.control.database, platform.orgs, sent);
    const chain = await witness.audit.verify();
    return resultOf(outcome, { load: result, verdict, chain, watchingShare: await witness.watchingShare() });
  } finally {
    await keeper?.stop();
    load?.close();
    await witness?.close();
    await platform.close();
  }
}

async function disturb(platform: Platform, witness: ClusterWitness, onStep: Context['onStep']): Promise<Outcome> {
  const { apps } = platform.stack;
  const before = await readCommandFailures(apps);
  const lastSeq = (await witness.records()).at(-1)?.seq ?? 0;
  onStep('rotating every password');
  const startedMs = performance.now();
  const requestId = randomUUID();
  const asked = witness.ask(
    { action: 'rotate', requestId, actor: 'chaos', reason: 'rotation under load' },
    ROTATION_TIMEOUT_MS,
  );
  const rotated = async (): Promise<number> =>
    (await witness.records(lastSeq)).filter(({ kind }) => kind === 'rotation_done').length;
  await waitFor(async () => (await rotated()) >= 1, { timeoutMs: 120_000, intervalMs: 100, what: 'first rotation' });
  const killed = await killMaster(platform, onStep);
  const reply = await asked;
  const rotationS = seconds(startedMs);
  onStep(`rotated in ${rotationS} s: ${reply.detail}`);
  const digestsEqualAfterS = await emptyNode(platform, witness, killed, onStep);
  const records = await witness.records(lastSeq);
  const users = records.flatMap(({ kind, user }) => (kind === 'rotation_done' && user ? [user] : []));
  const services = [...new Set(users)].filter((user) => user !== 'replication');
  const older = await witness.olderConnections(services);
  const failures = failuresBetween(before, await readCommandFailures(apps));
  return { reply, rotationS, digestsEqualAfterS, older: older.length, records, failures };
}

/** The master of the busiest organisation; it comes back as a replica. */
async function killMaster({ stack, orgs }: Platform, onStep: Context['onStep']): Promise<RedisNode> {
  const cluster = stack.redis;
  const [busiest] = orgs;
  if (cluster === undefined || busiest === undefined) throw new Error('no cluster of our own');
  const master = await cluster.masterOfKey(orgKeys(busiest.organization.id).eventsStream());
  onStep(`kill -9 of the master ${master.address}`);
  await master.kill9();
  await new Promise((resolve) => setTimeout(resolve, MASTER_AWAY_MS));
  await master.start();
  await waitFor(async () => (await master.admin.info('replication')).includes('role:slave'), {
    timeoutMs: 30_000,
    what: `${master.address} is a replica`,
  });
  onStep(`${master.address} is back as a replica`);
  return master;
}

/** A node comes back without any user; how long until all nodes have the same ones again, s. */
async function emptyNode(
  { stack }: Platform,
  witness: ClusterWitness,
  killed: RedisNode,
  onStep: Context['onStep'],
): Promise<number> {
  const masters = new Set(await stack.redis?.masters());
  const node = stack.redis?.nodes.find((one) => one !== killed && !masters.has(one));
  if (node === undefined) throw new Error('no replica is left');
  onStep(`${node.address} starts with an empty file of users`);
  await node.kill9();
  await node.start();
  // The node's own start lets its administrator in; without a line it is as any server with an empty file.
  writeFileSync(node.aclFile, '');
  await node.admin.call('ACL', 'LOAD').catch(() => undefined);
  const startedMs = performance.now();
  await waitFor(
    async () => {
      const { digests, down } = await witness.digests();
      return down === 0 && new Set(digests).size === 1;
    },
    { timeoutMs: 60_000, intervalMs: 100, what: 'the same users everywhere' },
  );
  return seconds(startedMs);
}

async function untilStored(keeper: LagKeeper, accepted: number): Promise<void> {
  let best = -1;
  let progressAtMs = performance.now();
  while (performance.now() - progressAtMs < STALL_MS) {
    const { stored } = await keeper.sample();
    if (stored >= accepted) return;
    if (stored > best) {
      best = stored;
      progressAtMs = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function resultOf(
  { reply, rotationS, digestsEqualAfterS, older, records, failures }: Outcome,
  { load, verdict, chain, watchingShare }: Aftermath,
): ChaosResult {
  const done = records.filter(({ kind }) => kind === 'rotation_done');
  const failed = Object.values(failures.others).reduce((sum, count) => sum + count, 0);
  const evidenceOlder = done.reduce((sum, { detail }) => sum + Number(detail.olderConnections), 0);
  const sentAgain = Object.values(load.retries).reduce((sum, count) => sum + count, 0);
  return {
    figures: {
      ...{ rotated_users: done.length, rotation_s: rotationS },
      ...{ failed_commands: failed, failover_errors: failures.ofFailover, requests_sent_again: sentAgain },
      accepted_p99_ms: Math.round(load.latencyMs.p99),
      accepted_max_ms: Math.round(load.latencyMs.max),
      digests_equal_after_s: digestsEqualAfterS,
      older_connections: older + evidenceOlder,
      ...{ accepted: load.accepted, lost: verdict.lost, duplicated: verdict.duplicated, phantom: verdict.phantom },
      watching_percent_of_server_time: Math.round(watchingShare * 1e5) / 1e3,
    },
    evidence: done.map(({ seq, atMs, user, actor, reason, detail }) => ({ seq, atMs, user, actor, reason, ...detail })),
    notes: [`sent again during the failover: ${JSON.stringify(load.retries)}`, `audit chain: ${chain.records} records`],
    failures: [
      ...(reply.ok ? [] : [`rotation: ${reply.detail}`]),
      ...(failed > 0 ? [`commands failed: ${JSON.stringify(failures.others)}`] : []),
      ...(older > 0 ? [`${older} connections are older than the rotation`] : []),
      ...(digestsEqualAfterS > MOST_UNEQUAL_S ? [`users differed for ${digestsEqualAfterS} s`] : []),
      ...(verdict.lost + verdict.duplicated + verdict.phantom > 0 ? ['events were lost or stored wrongly'] : []),
      ...(load.refused > 0 ? [`${load.refused} events were refused`] : []),
      ...(chain.fault === null ? [] : ['the audit chain is broken']),
    ],
  };
}

function seconds(sinceMs: number): number {
  return Math.round((performance.now() - sinceMs) / 100) / 10;
}
