import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured, SuiteResult } from '../figure.ts';
import { median, ofRounds } from '../measure/statistics.ts';
import { CORPUS_MISSING, isCorpusThere, readCorpusPack } from '../rules/corpus.ts';
import type { LoadResult, SpeedResult } from '../rules/rules-plan.ts';
import { runRulesProcess } from '../rules/rules-process.ts';
import type { SuiteContext } from '../suite-context.ts';

const MB = 1_000_000;
/** The runtime keeps the pages of an ended thread for some seconds. */
const SETTLE_MS = 12_000;
const KNOWN_PARSE_US = [2.1, 2.9] as const;
const KNOWN_NAIVE_US = [540, 2_190] as const;

/** All SigmaHQ rules on Windows and logon events: time per event, load, reload, memory. */
export async function runRules({ options, logDir, onStep }: SuiteContext): Promise<SuiteResult> {
  if (!isCorpusThere()) return { figures: [], notes: [], failures: [CORPUS_MISSING] };
  onStep('reading the rules');
  const pack = readCorpusPack();
  const packFile = join(logDir, 'sigmahq.pack.json');
  writeFileSync(packFile, JSON.stringify(pack));
  onStep('loading and reloading');
  const reloads = options.isQuick ? 1 : 5;
  const settleMs = options.isQuick ? 0 : SETTLE_MS;
  const load = await runRulesProcess({ kind: 'load', packFile, reloads, settleMs });
  onStep('matching');
  const rounds = options.isQuick ? 2 : 11;
  const speed = await runRulesProcess({ kind: 'speed', packFile, rounds, passes: 10, seed: options.seed });
  const failures = speed.differences === 0 ? [] : [`${speed.differences} events differ from rule by rule evaluation`];
  return {
    figures: [...speedFigures(speed), ...loadFigures(load)],
    notes: notesOf(speed, load, pack.refused.length),
    failures,
  };
}

function speedFigures({ windows, auth }: SpeedResult): Measured[] {
  const parse = { name: 'JSON.parse µs', value: median(windows.parse) };
  return [
    { name: 'us_per_windows_event', unit: 'µs', ...ofRounds(windows.indexed), baseline: parse },
    { name: 'us_per_windows_event_cached', unit: 'µs', ...ofRounds(windows.cached), baseline: parse },
    { name: 'us_per_windows_event_classified', unit: 'µs', ...ofRounds(windows.classified), baseline: parse },
    { name: 'us_per_auth_event', unit: 'µs', ...ofRounds(auth.indexed) },
    { name: 'us_per_auth_event_cached', unit: 'µs', ...ofRounds(auth.cached) },
    { name: 'speedup_over_naive', unit: '×', ...ofRounds(ratios(windows.naive, windows.indexed)) },
    { name: 'auth_speedup_over_naive', unit: '×', ...ofRounds(ratios(auth.naive, auth.indexed)) },
    {
      name: 'cost_ratio_3780_to_100_rules',
      unit: '×',
      ...ofRounds(ratios(windows.indexed, windows.hundredRules)),
      baseline: { name: '100 rules µs', value: median(windows.hundredRules) },
    },
  ];
}

/** Round by round, as rounds of the same number saw the same machine. */
function ratios(above: readonly number[], below: readonly number[]): number[] {
  return above.map((value, round) => value / (below[round] as number));
}

function loadFigures(load: LoadResult): Measured[] {
  const idle = { name: 'idle loop ms', value: Math.max(...load.idleStallMs) };
  return [
    {
      name: 'load_seconds_from_pack',
      value: load.loadSeconds[0] as number,
      unit: 's',
      spread: spreadOf(load.loadSeconds),
    },
    {
      name: 'hot_reload_max_stall_ms',
      value: Math.max(...load.stallMs),
      unit: 'ms',
      spread: spreadOf(load.stallMs),
      baseline: idle,
    },
    { name: 'compiled_set_mb', value: load.compiledBytes / MB, unit: 'MB' },
    { name: 'main_process_mb', value: load.mainProcessBytes / MB, unit: 'MB' },
    { name: 'main_process_settled_mb', value: load.settledProcessBytes / MB, unit: 'MB' },
    { name: 'main_process_peak_mb', value: load.peakProcessBytes / MB, unit: 'MB' },
  ];
}

function spreadOf(values: readonly number[]): { min: number; max: number; rounds: number } {
  return { min: Math.min(...values), max: Math.max(...values), rounds: values.length };
}

function notesOf(speed: SpeedResult, load: LoadResult, refused: number): string[] {
  const { stats } = speed;
  return [
    `${speed.ruleCount} rules, ${refused} refused for placeholders without values; ${speed.windowsEvents} distinct Windows events of ` +
      `${Math.round(speed.windowsBytes)} bytes (each matches some rule), made-up logons of ${Math.round(speed.authBytes)} bytes`,
    'CPU µs of the process per event with JSON.parse, without the cache of values; _cached: with it, the same events again and again ' +
      `(${(speed.cacheHitRate * 100).toFixed(1)} % known); _classified: log source and field names found for each event as well`,
    `per event ${(stats.candidateCount / stats.eventCount).toFixed(1)} candidate rules over all events of the run`,
    `routed naive: rule by rule over the rules of the event's log source, folded texts shared by rules`,
    ...oddity('JSON.parse of a Windows event', median(speed.windows.parse), KNOWN_PARSE_US),
    ...oddity('routed naive evaluation', median(speed.windows.naive), KNOWN_NAIVE_US),
    `load: first of the process, from a pack file of ${(load.packBytes / MB).toFixed(1)} MB to a matched event; stall: longest turn of a loop ` +
      'that matches events meanwhile; main_process: resident right after the build, settled: after 12 s, peak: during it',
    'published by rsigma (one core of an Apple M4 Pro, 3,132 rules, without parsing): 19,358 structured Windows events/s (51.7 µs), ' +
      '29,800 with log source routing (33.6 µs); load 0.3 s; peak memory 113 MB',
  ];
}

/** A yardstick that is not what it was elsewhere says how this run compares with others. */
function oddity(what: string, us: number, [least, most]: readonly [number, number]): string[] {
  if (us >= least && us <= most) return [];
  return [`${what} took ${us.toPrecision(3)} µs in this run; ${least} to ${most} µs where the goals come from`];
}
