import type { LabelledSet } from './labelled-set.ts';

/** Area under the ROC curve with average ranks for ties (Mann-Whitney). NaN when a class is empty. */
export function rocAuc(positives: Float64Array, negatives: Float64Array): number {
  const high = positives.toSorted();
  const low = negatives.toSorted();
  let below = 0;
  let notAbove = 0;
  let wins = 0;
  for (const score of high) {
    while (below < low.length && (low[below] as number) < score) below += 1;
    if (notAbove < below) notAbove = below;
    while (notAbove < low.length && (low[notAbove] as number) <= score) notAbove += 1;
    wins += (below + notAbove) / 2;
  }
  return wins / (high.length * low.length);
}

/** Mean precision at each anomaly when events are gone through from the highest score; ties count as one step. */
export function averagePrecision(positives: Float64Array, negatives: Float64Array): number {
  const high = positives.toSorted();
  const low = negatives.toSorted();
  let others = low.length;
  let sum = 0;
  for (let at = high.length; at > 0;) {
    const score = high[at - 1] as number;
    let same = at;
    while (same > 0 && high[same - 1] === score) same -= 1;
    while (others > 0 && (low[others - 1] as number) >= score) others -= 1;
    const found = high.length - same;
    sum += ((at - same) * found) / (found + low.length - others);
    at = same;
  }
  return sum / high.length;
}

/** Scores of the set's anomalies and of its other events, learning days left out. */
export function splitByLabel({ labels, from }: LabelledSet, scores: Float64Array): [Float64Array, Float64Array] {
  const wanted = (label: number): Float64Array => scores.filter((_, at) => at >= from && labels[at] === label);
  return [wanted(1), wanted(0)];
}

const WINDOW_SECONDS = 600;
const WINDOWS_PER_DAY = 10;

export interface PhaseResult {
  macroAuc: number;
  phases: number;
  found: number;
  /** Share of the windows looked at that lie in some phase. */
  precision: number;
  missed: string[];
}

/** How well the attack phases stand out when a person looks at the ten highest (host, 10 min) windows a day. */
export function judgePhases(set: LabelledSet, scores: Float64Array): PhaseResult {
  const { from, phases } = set;
  if (phases === undefined) throw new Error(`${set.name} has no phases`);
  const { of, names, timeSeconds } = phases;
  const others = scores.filter((_, at) => at >= from && of[at] === 0);
  const present = names.map((_, at) => at + 1).filter((phase) => of.lastIndexOf(phase) >= from);
  const aucs = present.map((phase) =>
    rocAuc(
      scores.filter((_, at) => at >= from && of[at] === phase),
      others,
    ),
  );
  const windows = new Map<string, { top: number; phases: Set<number> }>();
  for (let at = from; at < set.count; at++) {
    const key = `${Math.floor((timeSeconds[at] as number) / WINDOW_SECONDS)} ${phases.host(at)}`;
    let window = windows.get(key);
    if (window === undefined) windows.set(key, (window = { top: -Infinity, phases: new Set() }));
    window.top = Math.max(window.top, scores[at] as number);
    if (of[at] !== 0) window.phases.add(of[at] as number);
  }
  const days = ((timeSeconds[set.count - 1] as number) - (timeSeconds[from] as number)) / 86_400;
  const top = [...windows.values()].sort((a, b) => b.top - a.top).slice(0, Math.round(WINDOWS_PER_DAY * days));
  const found = new Set(top.flatMap((window) => [...window.phases]));
  return {
    macroAuc: aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length,
    phases: present.length,
    found: found.size,
    precision: top.filter((window) => window.phases.size > 0).length / top.length,
    missed: present.filter((phase) => !found.has(phase)).map((phase) => names[phase - 1] as string),
  };
}
