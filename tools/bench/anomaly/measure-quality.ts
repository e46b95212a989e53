import type { AnomalySet, QualityFigure, QualityResult } from './anomaly-plan.ts';
import { scoreByCountRarity } from './count-rarity.ts';
import { corpusLines, linesOfFile } from './corpus.ts';
import type { Format, LabelledSet } from './labelled-set.ts';
import { averagePrecision, judgePhases, rocAuc, splitByLabel, type PhaseResult } from './metrics.ts';
import { scoreByMidas } from './midas.ts';
import { readAit } from './read-ait.ts';
import { readEdges } from './read-edges.ts';
import { readKdd } from './read-kdd.ts';
import { readOdds } from './read-odds.ts';
import { scoreSet, type ScoredSet } from './score-set.ts';

const SHORT_EDGES = 500_000;
const COMPANIES = ['russellmitchell', 'santos', 'fox', 'wheeler'];
/** Shares of the attack rows that make attacks 20 % and 1 % of all rows. */
const KDD_SHARES = { kdd80: 1, kdd20: 0.0613, kdd1: 0.00248 };

const READERS: Record<Format, (lines: readonly string[], name: string) => LabelledSet> = {
  edges: readEdges,
  kdd: readKdd,
  odds: readOdds,
  ait: readAit,
};

/** Figures of one set, each beside a simple detector on the same events. */
export function measureSet(set: AnomalySet, seeds: readonly number[], isShort: boolean): QualityResult {
  if (set === 'darpa') {
    const edges = readEdges(corpusLines('darpa-edges.csv.gz'), 'darpa', isShort ? SHORT_EDGES : Infinity);
    return edgeFigures(edges, seeds);
  }
  if (set === 'smtp') return recordFigures(readOdds(corpusLines('odds-smtp.csv.gz'), 'smtp'), seeds);
  if (set === 'ait') return companyFigures(isShort ? COMPANIES.slice(0, 1) : COMPANIES, seeds);
  const lines = corpusLines('kddcup99-10pct.csv.gz');
  const kinds = Object.entries(KDD_SHARES).filter(([name]) => !isShort || name !== 'kdd80');
  const results = kinds.map(([name, share]) => recordFigures(readKdd(lines, name, share), seeds));
  return {
    kind: 'quality',
    figures: results.flatMap(({ figures }) => figures),
    notes: results.flatMap(({ notes }) => notes),
  };
}

/** Figures of any further file in one of the known layouts. */
export function measureFile(path: string, format: Format, seeds: readonly number[]): QualityResult {
  const set = READERS[format](linesOfFile(path), 'file');
  if (format === 'edges') return edgeFigures(set, seeds);
  return set.phases === undefined ? recordFigures(set, seeds) : phaseFigures([set], seeds, 'file');
}

function edgeFigures(set: LabelledSet, seeds: readonly number[]): QualityResult {
  const runs = seeds.map((seed) => scoreSet(set, seed));
  const midas = { name: 'midas_auc', value: aucOf(set, scoreByMidas(set)) };
  const bursts = runs.map(({ bursts }) => aucOf(set, bursts));
  const { figures, notes } = shared(set, runs);
  return {
    kind: 'quality',
    figures: [
      figure(
        `${set.name}_fused_auc`,
        runs.map(({ bits }) => aucOf(set, bits)),
        midas,
      ),
      figure(`${set.name}_burst_auc`, bursts, midas),
      ...figures,
    ],
    notes,
  };
}

function recordFigures(set: LabelledSet, seeds: readonly number[]): QualityResult {
  const runs = seeds.map((seed) => scoreSet(set, seed));
  const baseline = { name: 'count_rarity_auc', value: aucOf(set, scoreByCountRarity(set)) };
  const { figures, notes } = shared(set, runs);
  return {
    kind: 'quality',
    figures: [
      figure(
        `${set.name}_auc`,
        runs.map(({ bits }) => aucOf(set, bits)),
        baseline,
      ),
      ...figures,
    ],
    notes,
  };
}

function companyFigures(companies: readonly string[], seeds: readonly number[]): QualityResult {
  const sets = companies.map((company) => readAit(corpusLines(`ait-ads-${company}.csv.gz`), company));
  return phaseFigures(sets, seeds, 'ait');
}

/** Means over the sets; phases are added up. */
function phaseFigures(sets: readonly LabelledSet[], seeds: readonly number[], name: string): QualityResult {
  const runs = seeds.map((seed) => sets.map((set) => judgeSet(set, scoreSet(set, seed).bits)));
  const baseline = sets.map((set) => judgeSet(set, scoreByCountRarity(set)));
  const of = (what: string, unit: string, value: (results: readonly SetResult[]) => number): QualityFigure => ({
    name: `${name}_${what}`,
    unit,
    values: runs.map(value),
    baseline: { name: `count_rarity_${what}`, value: value(baseline) },
  });
  const first = runs[0] as readonly SetResult[];
  const phases = first.reduce((sum, result) => sum + result.phases, 0);
  return {
    kind: 'quality',
    figures: [
      of('event_auc', 'AUC', (results) => mean(results.map(({ eventAuc }) => eventAuc))),
      of('macro_auc', 'AUC', (results) => mean(results.map(({ macroAuc }) => macroAuc))),
      of('phases_found', 'phases', (results) => results.reduce((sum, { found }) => sum + found, 0)),
      of('precision_at_10_a_day', 'share', (results) => mean(results.map(({ precision }) => precision))),
    ],
    notes: [
      `${name}: ${phases} phases in all; not found with the first seed: ` +
        sets.map((set, at) => `${set.name}: ${first[at]?.missed.join(', ') || 'none'}`).join('; '),
    ],
  };
}

type SetResult = PhaseResult & { eventAuc: number };

function judgeSet(set: LabelledSet, scores: Float64Array): SetResult {
  return { ...judgePhases(set, scores), eventAuc: aucOf(set, scores) };
}

function shared(set: LabelledSet, runs: readonly ScoredSet[]): { figures: QualityFigure[]; notes: string[] } {
  const events = set.labels.length;
  const anomalies = set.labels.reduce((sum, label) => sum + label, 0);
  const [first] = runs as readonly [ScoredSet];
  return {
    figures: [
      {
        ...figure(
          `${set.name}_average_precision`,
          runs.map(({ bits }) => averagePrecision(...splitByLabel(set, bits))),
        ),
        unit: 'AP',
        baseline: { name: 'share_of_anomalies', value: anomalies / events },
      },
      figure(
        `${set.name}_shown_score_auc`,
        runs.map(({ scores }) => aucOf(set, scores)),
      ),
      { name: `${set.name}_checkpoint_bytes`, unit: 'bytes', values: runs.map(({ blobBytes }) => blobBytes) },
    ],
    notes: [
      `${set.name}: ${events} events, ${anomalies} anomalies, size class ${first.sizeClass}, ` +
        `${first.cpuUsPerEvent.toFixed(1)} µs of CPU per event`,
    ],
  };
}

function figure(name: string, values: number[], baseline?: QualityFigure['baseline']): QualityFigure {
  return { name, unit: 'AUC', values, ...(baseline === undefined ? {} : { baseline }) };
}

function aucOf(set: LabelledSet, scores: Float64Array): number {
  return rocAuc(...splitByLabel(set, scores));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
