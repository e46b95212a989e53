import type { Measured, SuiteResult } from '../figure.ts';
import { ofRounds } from '../measure/statistics.ts';
import { ANOMALY_SETS, type QualityFigure, type QualityResult, type SpeedResult } from '../anomaly/anomaly-plan.ts';
import { runAnomalyProcess } from '../anomaly/anomaly-process.ts';
import { ANOMALY_CORPUS_MISSING, isAnomalyCorpusThere } from '../anomaly/corpus.ts';
import type { SuiteContext } from '../suite-context.ts';

const SEEDS = [1, 2, 3];

/** The anomaly scorer on labelled sets that it is not told the labels of, and its speed. One configuration for all. */
export async function runAnomaly({ options, onStep }: SuiteContext): Promise<SuiteResult> {
  const seeds = options.isQuick ? SEEDS.slice(0, 1) : SEEDS;
  if (options.file !== undefined) {
    onStep(`scoring ${options.file.path}`);
    const result = await runAnomalyProcess({ kind: 'file', ...options.file, seeds });
    return { figures: result.figures.map(measured), notes: result.notes, failures: [] };
  }
  onStep('measuring speed');
  const rounds = options.isQuick ? 2 : 7;
  const speed = await runAnomalyProcess({ kind: 'speed', events: 20_000, rounds, seed: options.seed });
  const results: QualityResult[] = [];
  const failures: string[] = [];
  if (isAnomalyCorpusThere()) {
    for (const set of options.sets ?? ANOMALY_SETS) {
      onStep(`scoring ${set}, ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`);
      results.push(await runAnomalyProcess({ kind: 'quality', set, seeds, isShort: options.isQuick }));
    }
  } else failures.push(ANOMALY_CORPUS_MISSING);
  return {
    figures: [...results.flatMap(({ figures }) => figures.map(measured)), ...speedFigures(speed)],
    notes: [
      'events are scored before they are learned, in one pass; AUC of raw scores, mean of the seeds',
      ...results.flatMap(({ notes }) => notes),
      `speed: ${Math.round(speed.jsonBytes)} bytes of JSON per event, reasons in words for every event, 16 organisations`,
    ],
    failures,
  };
}

function measured({ name, unit, values, baseline }: QualityFigure): Measured {
  const { spread } = ofRounds(values);
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  return { name, value, unit, spread, ...(baseline === undefined ? {} : { baseline }) };
}

function speedFigures({ scored, decoded, parsed, smallBlobBytes }: SpeedResult): Measured[] {
  const baseline = { name: 'json_parse_events_per_core_second', value: ofRounds(parsed).value };
  const decoding = { name: 'decode_events_per_core_second', value: ofRounds(decoded).value };
  return [
    { name: 'events_per_core_second', unit: 'events/s', ...ofRounds(scored), baseline },
    { name: 'scoring_us_per_event', unit: 'µs', value: 1e6 / ofRounds(scored).value - 1e6 / decoding.value },
    { name: 'small_checkpoint_bytes', unit: 'bytes', value: smallBlobBytes },
  ];
}
