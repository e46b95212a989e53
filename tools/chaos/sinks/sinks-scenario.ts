import { randomBytes } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { waitFor } from '@redoubt/test-kit';
import { judgeStoredIds } from '../../bench/judge/stored-ids.ts';
import { LoadProcess } from '../../bench/load/load-process.ts';
import { startPlatform, type Platform } from '../../bench/platform.ts';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { SinkLags, thirdsOf } from './sink-lags.ts';
import { SinkSet, type RunningSink } from './sink-set.ts';

const TAG = '51ac';
/** A load that the machine, and a receiver that refuses a third, can take beside everything else. */
const EVENTS_PER_SECOND = 1_000;
const PACE_MS = 100;
const AFTER_KILL_S = 5;
const STALL_MS = 120_000;
/** Entries by which the lag of a healthy sink may differ between the first and the last third of the run. */
const FLAT_ENTRIES = 40;
const MINUTE_MS = 60_000;

interface Verdict {
  sink: RunningSink;
  missing: number;
  phantom: number;
  duplicated: number;
  unexplained: number;
  lag: { first: number; last: number };
}

/**
 * One sink is down for the whole run, one takes requests and never answers, and one refuses single items: the others do
 * not notice. Then the forwarder is killed under load; when the sinks that were away are back every sink has every event.
 */
export async function runSinks(
  options: ChaosOptions,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const secretKey = randomBytes(32).toString('base64');
  const platform = await startPlatform({
    ...{ logDir, orgCount: 1, isTls: options.isTls, onStep },
    apps: ['db-writer', 'ingest-gateway', 'siem-forwarder'],
    forwarderEnv: { REDOUBT_SECRET_KEY: secretKey, SETTINGS_INTERVAL_MS: '500' },
  });
  const orgId = (platform.orgs[0] as (typeof platform.orgs)[0]).organization.id;
  let set: SinkSet | undefined;
  let load: LoadProcess | undefined;
  const lags = new SinkLags(platform.control.redis, orgId);
  try {
    set = await SinkSet.open(platform.control, orgId, secretKey);
    load = await LoadProcess.start({
      ...{ seed: options.seed, tag: TAG, eventsPerRequest: 20, connections: 2, isKeyed: true, format: 'ndjson' },
      authorizations: platform.orgs.map((org) => org.authorization),
    });
    await paced(load, platform, { lags, seconds: options.isQuick ? 12 : 45, onStep });
    const result = await load.end();
    await lags.stop();
    onStep(`accepted ${result.accepted}; the sinks that were away come back`);
    await set.recover();
    await untilForwarded(lags, set.sinks);
    await waitFor(async () => (await storedIds(platform, orgId)).size >= result.accepted, {
      ...{ timeoutMs: STALL_MS, intervalMs: 200, what: 'everything stored' },
    });
    const sent = { tag: TAG, accepted: result.ranges, unanswered: result.unanswered };
    const stored = await judgeStoredIds(platform.control.database, platform.orgs, sent);
    const ids = await storedIds(platform, orgId);
    const ledger = await readLedger(platform.control.redis, orgId);
    const verdicts = set.sinks.map((sink) => judge(sink, ids, { ledger, lags }));
    return resultOf({ accepted: result.accepted, lost: stored.lost, ids: ids.size, verdicts });
  } finally {
    await lags.stop();
    load?.close();
    await platform.close();
    await set?.close();
  }
}

/** Load for so long, in which lags are watched; then the forwarder dies and comes back under what goes on. */
async function paced(
  load: LoadProcess,
  platform: Platform,
  run: { lags: SinkLags; seconds: number; onStep: (text: string) => void },
): Promise<void> {
  const { lags, seconds, onStep } = run;
  load.begin(platform.gatewayPort, 0);
  lags.start();
  let most = 0;
  const pace = setInterval(() => load.limit((most += (EVENTS_PER_SECOND * PACE_MS) / 1_000)), PACE_MS);
  try {
    await pause(seconds);
    await lags.stop();
    onStep('kill -9 of the forwarder');
    const forwarder = platform.stack.app('siem-forwarder');
    await forwarder.kill9();
    await forwarder.start();
    await pause(AFTER_KILL_S);
  } finally {
    clearInterval(pace);
  }
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}

/** However long it takes, as long as it goes on. */
async function untilForwarded(lags: SinkLags, sinks: readonly RunningSink[]): Promise<void> {
  let least = Infinity;
  for (let movedAtMs = performance.now(); ; await pause(0.25)) {
    const now = await lags.read();
    const behind = sinks.filter(({ group }) => now.get(group) !== 0);
    if (behind.length === 0) return;
    const entries = behind.reduce((n, { group }) => n + (now.get(group) ?? 1), 0);
    if (entries < least) [least, movedAtMs] = [entries, performance.now()];
    if (performance.now() - movedAtMs < STALL_MS) continue;
    const names = behind.map(({ name, group }) => `${name} ${now.get(group) ?? 'unknown'}`);
    throw new Error(`sinks do not get their entries: ${names.join(', ')}`);
  }
}

/** What sinks are to have: every event that PostgreSQL has, under the id that sinks see. */
async function storedIds({ control }: Platform, orgId: OrgId): Promise<Set<string>> {
  const rows = await control.database.query<{ event_id: string }>('SELECT event_id FROM events WHERE org_id = $1', [
    orgId,
  ]);
  return new Set(rows.map((row) => `${orgId}-${row.event_id}`));
}

async function readLedger(redis: RedisClient, orgId: OrgId): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (let atMs = Date.now() - 60 * MINUTE_MS; atMs <= Date.now(); atMs += MINUTE_MS) {
    const flat = (await redis.call('HGETALL', orgKeys(orgId).ledger(atMs), [], { retry: 'free' })) as string[];
    for (let i = 0; i + 1 < flat.length; i += 2) {
      const name = flat[i] as string;
      sums.set(name, (sums.get(name) ?? 0) + Number(flat[i + 1]));
    }
  }
  return sums;
}

function judge(
  sink: RunningSink,
  ids: ReadonlySet<string>,
  { ledger, lags }: { ledger: ReadonlyMap<string, number>; lags: SinkLags },
): Verdict {
  const taken = sink.taken();
  const of = (name: string): number => ledger.get(name) ?? 0;
  return {
    sink,
    missing: [...ids].filter((id) => !taken.has(id)).length,
    phantom: [...taken.keys()].filter((id) => !ids.has(id)).length,
    duplicated: [...taken.values()].reduce((n, times) => n + times - 1, 0),
    unexplained:
      of('accepted') - of(`forwarded:${sink.group}`) - of(`filtered:${sink.group}`) - of(`dead:${sink.group}`),
    lag: thirdsOf(lags.samples.get(sink.group) ?? []),
  };
}

function resultOf(run: { accepted: number; lost: number; ids: number; verdicts: readonly Verdict[] }): ChaosResult {
  const { accepted, lost, ids, verdicts } = run;
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((n, one) => n + of(one), 0);
  const lagOf = (role: RunningSink['role']): number =>
    Math.max(...verdicts.map(({ sink, lag }) => (sink.role === role ? lag.last : 0)));
  const calm = verdicts.filter(({ sink }) => sink.role === 'healthy');
  return {
    figures: {
      accepted,
      stored: ids,
      lost,
      sinks: verdicts.length,
      missing_in_sinks: sum((one) => one.missing),
      phantoms_in_sinks: sum((one) => one.phantom),
      unexplained: sum((one) => Math.abs(one.unexplained)),
      duplicates_where_ids_are_taken: sum((one) => (one.sink.takesIds ? one.duplicated : 0)),
      duplicates_elsewhere: sum((one) => (one.sink.takesIds ? 0 : one.duplicated)),
      healthy_lag_first_third: Math.max(...calm.map(({ lag }) => lag.first)),
      healthy_lag_last_third: Math.max(...calm.map(({ lag }) => lag.last)),
      down_lag_at_the_end: lagOf('down'),
      hanging_lag_at_the_end: lagOf('hanging'),
    },
    evidence: verdicts.map(({ sink, ...one }) => ({
      sink: sink.name,
      role: sink.role,
      takesIds: sink.takesIds,
      ...one,
    })),
    notes: ['lags are entries of the streams, 20 events each; sinks are fault servers of this repository'],
    failures: [...(lost > 0 ? [`${lost} accepted events were not stored`] : []), ...verdicts.flatMap(failuresOf)],
  };
}

function failuresOf({ sink, missing, phantom, duplicated, unexplained, lag }: Verdict): string[] {
  const isCalm = sink.role !== 'healthy' || lag.last <= lag.first + FLAT_ENTRIES;
  return [
    ...(missing > 0 ? [`${sink.name} misses ${missing} events`] : []),
    ...(phantom > 0 ? [`${sink.name} has ${phantom} events that nobody sent`] : []),
    ...(unexplained === 0 ? [] : [`the ledger of ${sink.name} leaves ${unexplained} events unexplained`]),
    ...(sink.takesIds && duplicated > 0 ? [`${sink.name} has ${duplicated} events twice`] : []),
    ...(isCalm ? [] : [`the lag of ${sink.name} grew from ${lag.first} to ${lag.last} entries`]),
  ];
}
