import { runCapacity, startCapacityLoad, sustainedPerSecond, EVENTS_PER_ENTRY } from '../capacity/capacity-run.ts';
import type { CapacityWindow } from '../capacity/capacity-run.ts';
import { measureStagesAlone, type StagesAlone } from '../capacity/stages-alone.ts';
import { startWholePlatform, type ReceiverCounts, type WholePlatform } from '../capacity/whole-platform.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import { ledgerBalance, type LedgerBalance } from '../judge/ledger-balance.ts';
import { judgeStoredIds, type IdVerdict } from '../judge/stored-ids.ts';
import type { LoadResult } from '../load/load-plan.ts';
import type { LoadProcess } from '../load/load-process.ts';
import { CORPUS_MISSING } from '../rules/corpus.ts';
import { percentile } from '../measure/statistics.ts';
import type { SuiteContext } from '../suite-context.ts';

const TAG = 'ca9a';
const SECONDS = 300;
/** Of the stages alone. */
const BACKLOG_EVENTS = 200_000;

/** The highest rate at which storing, rules, scores and a sink all keep up, and what becomes of every event. */
export async function runCapacitySuite(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const startedMs = Date.now();
  const orgCount = options.isQuick ? 10 : 100;
  const platform = await startWholePlatform({ logDir, orgCount, tag: TAG, apps: ['ingest-gateway'], onStep });
  let load: LoadProcess | undefined;
  try {
    load = await startCapacityLoad(platform, options.seed, TAG);
    const events = options.isQuick ? 5_000 : BACKLOG_EVENTS;
    const alone = await measureStagesAlone(platform, load, { events, onStep });
    const seconds = options.isQuick ? 5 : (options.seconds ?? SECONDS);
    const plan = { seconds, isQuick: options.isQuick, onStep };
    const { window, result: measured } = await runCapacity(platform, load, plan);
    const result = joined(alone.result, measured);
    onStep('comparing ids');
    const sent = { tag: TAG, accepted: result.ranges, unanswered: result.unanswered };
    const verdict = await judgeStoredIds(platform.control.database, platform.orgs, sent);
    const ledger = await ledgerBalance(platform.control, platform.orgs, { fromMs: startedMs, toMs: Date.now() });
    const received = await platform.received();
    return {
      figures: [...speedFigures(window, alone.us), ...deliveryFigures(result, verdict, ledger, received)],
      notes: notesOf(platform, window, seconds),
      failures: failuresOf(result, verdict, received),
    };
  } finally {
    load?.close();
    await platform.close();
  }
}

/** Both runs sent events of one list. */
function joined(first: LoadResult, second: LoadResult): LoadResult {
  return {
    ...second,
    accepted: first.accepted + second.accepted,
    refused: first.refused + second.refused,
    ranges: Uint32Array.from([...first.ranges, ...second.ranges]),
    unanswered: Uint32Array.from([...first.unanswered, ...second.unanswered]),
  };
}

function speedFigures(window: CapacityWindow, alone: StagesAlone['us']): Measured[] {
  const { from, to, samples, cpu } = window;
  const perSecond = sustainedPerSecond(window);
  const settled = (perSecond * (to.atMs - from.atMs)) / 1_000;
  const sumAloneUs = [...alone.values()].reduce((sum, us) => sum + us, 0);
  const lags = samples.map(({ waiting }) => (Math.max(...waiting.values()) * EVENTS_PER_ENTRY) / perSecond);
  const { generator = 0, receiver = 0, ...platform } = cpu;
  const total = Object.values(platform).reduce((sum, seconds) => sum + seconds, 0);
  const us = (seconds: number): number => (seconds * 1e6) / settled;
  return [
    { name: 'sustained_events_per_second', value: perSecond, unit: 'events/s' },
    { name: 'slowest_group_lag_p95_s', value: percentile(lags, 0.95), unit: 's' },
    {
      name: 'all_us_per_event',
      value: us(total),
      unit: 'µs',
      baseline: { name: 'sum of the stages alone µs', value: sumAloneUs },
    },
    ...Object.entries(platform).map(([name, seconds]) => ({
      name: `${name}_us_per_event`,
      value: us(seconds),
      unit: 'µs',
    })),
    { name: 'generator_and_receiver_us_per_event', value: us(generator + receiver), unit: 'µs' },
    ...[...alone].map(([app, aloneUs]) => ({
      name: `${app.replace('-', '_')}_alone_us_per_event`,
      value: aloneUs,
      unit: 'µs',
    })),
    { name: 'cores_busy', value: ((total + generator + receiver) * 1_000) / (to.atMs - from.atMs), unit: 'cores' },
  ];
}

function deliveryFigures(
  result: LoadResult,
  verdict: IdVerdict,
  ledger: LedgerBalance,
  received: ReceiverCounts,
): Measured[] {
  const counts: [string, number][] = [
    ['accepted', result.accepted],
    ['lost', verdict.lost],
    ['duplicated', verdict.duplicated],
    ['phantom', verdict.phantom],
    ['unexplained', ledger.unexplained],
    ['not_forwarded', result.accepted - received.distinct],
    ['forwarded_twice', received.documents - received.distinct - received.foreign],
  ];
  return counts.map(([name, value]) => ({ name, value, unit: 'events' }));
}

function notesOf({ orgs, ruleCount }: WholePlatform, { from, to }: CapacityWindow, seconds: number): string[] {
  const waiting = (sample: CapacityWindow['from']): string =>
    [...sample.waiting].map(([group, entries]) => `${group} ${entries}`).join(', ');
  return [
    `${seconds} s with ${orgs.length} organisations (Zipf), batches of 100; default rules${ruleCount === undefined ? '' : ` and ${ruleCount} of SigmaHQ`} ` +
      'in force for each, scores on, PostgreSQL, one bulk sink each; generator and receiver on the same cores',
    `entries waiting at the beginning: ${waiting(from)}; at the end: ${waiting(to)}`,
    'a stage alone: the service, Redis and PostgreSQL for the same backlog with no other service running',
    ...(ruleCount === undefined ? [CORPUS_MISSING] : []),
  ];
}

/** What must hold at any speed. */
function failuresOf(result: LoadResult, verdict: IdVerdict, received: ReceiverCounts): string[] {
  return [
    ...(result.refused > 0 ? [`${result.refused} events were refused`] : []),
    ...(verdict.lost > 0 ? [`${verdict.lost} accepted events are not stored`] : []),
    ...(verdict.duplicated > 0 ? [`${verdict.duplicated} surplus rows`] : []),
    ...(verdict.phantom > 0 ? [`${verdict.phantom} rows of events that nobody sent`] : []),
    ...(result.accepted > received.distinct
      ? [`${result.accepted - received.distinct} events did not reach the sink`]
      : []),
  ];
}
