import { copyBaseline, type CopyBaseline } from '../baselines/copy-rows.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import { ledgerBalance, type LedgerBalance } from '../judge/ledger-balance.ts';
import { judgeStoredIds, type IdVerdict } from '../judge/stored-ids.ts';
import type { LoadResult } from '../load/load-plan.ts';
import { LoadProcess } from '../load/load-process.ts';
import { CpuWatch, type CpuSeconds } from '../measure/cpu-watch.ts';
import { percentile } from '../measure/statistics.ts';
import { POSTGRES_SETTINGS, startPlatform, type Platform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';
import { killAndRestart } from './kill-target.ts';
import { LagKeeper, type LagSample } from './lag-keeper.ts';

const TAG = 'b0a1';
/** Accepted and not stored: two seconds' worth at the goal. */
const MOST_AHEAD = 60_000;
const WARM_UP_MS = 8_000;
/** Storing has stopped when nothing more arrives for this long. */
const STALL_MS = 30_000;

interface Window {
  from: LagSample;
  to: LagSample;
  samples: LagSample[];
  cpu: CpuSeconds;
}

/** From the sender's socket into PostgreSQL at the highest rate that lasts, and what becomes of every event. */
export async function runPipeline(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const startedMs = Date.now();
  const platform = await startPlatform({
    logDir,
    orgCount: options.isQuick ? 10 : 100,
    replicas: options.kill === 'master' ? 1 : 0,
    onStep,
    ...(options.profileDir === undefined ? {} : { profileDir: options.profileDir }),
  });
  let load: LoadProcess | undefined;
  try {
    load = await startLoad(platform, options.seed);
    const { window, result } = await drive(context, platform, load);
    onStep('comparing ids');
    const sent = { tag: TAG, accepted: result.ranges, unanswered: result.unanswered };
    const verdict = await judgeStoredIds(platform.control.database, platform.orgs, sent);
    const ledger = await ledgerBalance(platform.control, platform.orgs, { fromMs: startedMs, toMs: Date.now() });
    onStep('baseline: COPY of the same rows');
    const copy = await copyOf(platform, verdict, options.isQuick ? 2 : 20);
    return {
      figures: [...speedFigures(window, copy, options.kill === undefined), ...deliveryFigures(result, verdict, ledger)],
      notes: notesOf(platform, result, ledger, options.kill),
      failures: failuresOf(result, verdict, ledger),
    };
  } finally {
    load?.close();
    await platform.close();
  }
}

function startLoad({ orgs }: Platform, seed: number): Promise<LoadProcess> {
  return LoadProcess.start({
    seed,
    tag: TAG,
    authorizations: orgs.map((org) => org.authorization),
    eventsPerRequest: 100,
    connections: 16,
    isKeyed: true,
    format: 'ndjson',
  });
}

/** Warms up, measures, lets everything arrive. */
async function drive(
  { options, onStep }: SuiteContext,
  platform: Platform,
  load: LoadProcess,
): Promise<{ window: Window; result: LoadResult }> {
  const seconds = options.isQuick ? 3 : (options.seconds ?? 60);
  const keeper = new LagKeeper(platform.control.database, load, options.isQuick ? 5_000 : MOST_AHEAD);
  const watch = watchOf(platform, load);
  load.begin(platform.gatewayPort, 0);
  keeper.start();
  onStep('warming up');
  await pause(options.isQuick ? 1_000 : WARM_UP_MS);
  onStep(`measuring for ${seconds} s`);
  const firstSample = keeper.samples.length;
  const from = await keeper.sample();
  watch.start();
  if (options.kill === undefined) await pause(seconds * 1_000);
  else await pauseWithKill(platform, options.kill, seconds * 1_000, onStep);
  const cpu = watch.stop();
  const to = await keeper.sample();
  load.throwIfFailed();
  const samples = keeper.samples.slice(firstSample);
  onStep('letting the rest arrive');
  const result = await load.end();
  await untilStored(keeper, result.accepted);
  await keeper.stop();
  return { window: { from, to, samples, cpu }, result };
}

async function pauseWithKill(
  platform: Platform,
  kill: NonNullable<SuiteContext['options']['kill']>,
  durationMs: number,
  onStep: (text: string) => void,
): Promise<void> {
  const endMs = performance.now() + durationMs;
  await pause(durationMs / 2);
  onStep(`kill -9 of ${kill}`);
  await killAndRestart(platform, kill);
  onStep(`${kill} is back`);
  await pause(Math.max(0, endMs - performance.now()));
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
    await pause(100);
  }
}

function watchOf({ stack }: Platform, load: LoadProcess): CpuWatch {
  return new CpuWatch({
    gateway: () => [stack.app('ingest-gateway').pid],
    db_writer: () => [stack.app('db-writer').pid],
    redis: () => stack.redis?.pids ?? [],
    postgres: () => (stack.postgres === undefined ? [] : [stack.postgres.pid]),
    generator: () => [load.pid],
  });
}

async function copyOf({ stack }: Platform, { rows }: IdVerdict, chunks: number): Promise<CopyBaseline | undefined> {
  const pid = stack.postgres?.pid;
  const possible = Math.min(chunks, Math.floor(rows / 5_000));
  return pid === undefined || possible < 1 ? undefined : copyBaseline(stack.databaseUrl, pid, possible);
}

function speedFigures(
  { from, to, samples, cpu }: Window,
  copy: CopyBaseline | undefined,
  isWhole: boolean,
): Measured[] {
  const stored = to.stored - from.stored;
  const perSecond = (stored * 1_000) / (to.atMs - from.atMs);
  const lags = samples.map((sample) => (sample.accepted - sample.stored) / perSecond);
  const figures: Measured[] = [
    {
      // With a kill in it the stretch says nothing about the rate that lasts.
      name: isWhole ? 'stored_events_per_second' : 'stored_events_per_second_with_kill',
      value: perSecond,
      unit: 'events/s',
      ...(copy === undefined ? {} : { baseline: { name: 'COPY alone', value: copy.rowsPerSecond } }),
    },
    { name: 'stored_lag_p95_s', value: percentile(lags, 0.95), unit: 's' },
    { name: 'stored_lag_at_end_s', value: lags.at(-1) ?? Number.NaN, unit: 's' },
  ];
  // A process that was killed took its account with it.
  if (!isWhole) return figures;
  for (const [name, seconds] of Object.entries(cpu)) {
    const copyUs = name === 'postgres' ? copy?.serverUs : undefined;
    figures.push({
      name: `${name}_us_per_event`,
      value: (seconds * 1e6) / stored,
      unit: 'µs',
      ...(copyUs === undefined ? {} : { baseline: { name: 'COPY of the same rows µs', value: copyUs } }),
    });
  }
  const total = Object.values(cpu).reduce((sum, seconds) => sum + seconds, 0);
  figures.push({ name: 'all_us_per_event', value: (total * 1e6) / stored, unit: 'µs' });
  figures.push({ name: 'cores_busy', value: (total * 1_000) / (to.atMs - from.atMs), unit: 'cores' });
  return figures;
}

function deliveryFigures(result: LoadResult, verdict: IdVerdict, ledger: LedgerBalance): Measured[] {
  const counts: [string, number][] = [
    ['accepted', result.accepted],
    ['stored_rows', verdict.rows],
    ['lost', verdict.lost],
    ['duplicated', verdict.duplicated],
    ['phantom', verdict.phantom],
    ['unexplained', ledger.unexplained],
  ];
  return [
    ...counts.map(([name, value]) => ({ name, value, unit: 'events' })),
    { name: 'batch_p99_ms', value: result.latencyMs.p99, unit: 'ms' },
  ];
}

function notesOf(platform: Platform, result: LoadResult, ledger: LedgerBalance, kill: string | undefined): string[] {
  const settings = Object.entries(POSTGRES_SETTINGS).map(([name, value]) => `${name}=${value}`);
  const retries = Object.entries(result.retries).map(([why, count]) => `${count} × ${why}`);
  return [
    `batches of 100 of ${platform.orgs.length} organisations (Zipf), ${platform.stack.redis?.nodes.length} Redis nodes ` +
      `with appendfsync everysec, PostgreSQL with synchronous_commit=on ${settings.join(' ')}`,
    `ledger: ${ledger.accepted} accepted, ${ledger.stored} stored, ${ledger.deadLettered} dead-lettered`,
    ...(kill === undefined ? [] : [`kill -9 of ${kill} half-way`]),
    ...(retries.length === 0 ? [] : [`requests sent again: ${retries.join(', ')}`]),
  ];
}

/** What must hold at any speed. */
function failuresOf(result: LoadResult, verdict: IdVerdict, ledger: LedgerBalance): string[] {
  const unanswered = result.unanswered.length / 3;
  return [
    ...(result.refused > 0 ? [`${result.refused} events were refused`] : []),
    ...(verdict.duplicated > 0 ? [`${verdict.duplicated} surplus rows`] : []),
    ...(verdict.phantom > 0 ? [`${verdict.phantom} rows of events that nobody sent`] : []),
    ...(unanswered > 0 ? [`${unanswered} requests were never answered`] : []),
    ...(ledger.stored === verdict.rows
      ? []
      : [`the ledger says ${ledger.stored} stored, the table has ${verdict.rows}`]),
  ];
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
