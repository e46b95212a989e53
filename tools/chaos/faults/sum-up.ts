import type { ChaosResult } from '../chaos-report.ts';
import { isGreen, type SeedDone } from './seeds-done.ts';

const HASH_LENGTH = 12;

/** Adds figures up over all seeds: those that must be zero are zero in every one of them. */
export function sumUp(done: readonly SeedDone[], wanted: number): ChaosResult {
  const green = done.filter(isGreen).length;
  const figures: Record<string, number> = { wanted, seeds: done.length, green };
  for (const one of done) {
    for (const [name, value] of Object.entries(one.figures)) figures[name] = (figures[name] ?? 0) + value;
  }
  for (const [kind, times] of counted(done.flatMap(({ kinds }) => kinds))) figures[`fault_${kind}`] = times;
  const zeros = ['lost', 'phantom', 'duplicated'].map((name) => `${name} ${figures[name] ?? 0}`).join(', ');
  const commits = counted(done.map(({ commit }) => commit.slice(0, HASH_LENGTH)));
  return {
    figures,
    evidence: done.map((one) => ({ ...one })),
    notes: [
      `${green} of ${wanted} seeds green; ${zeros}`,
      commits.map(([commit, times]) => `${times} of ${commit}`).join(', '),
    ],
    failures: [
      ...done.flatMap(({ seed, failures }) => failures.map((failure) => `seed ${seed}: ${failure}`)),
      ...(done.length < wanted ? [`${wanted - done.length} of ${wanted} seeds were not run`] : []),
    ],
  };
}

/** How often each stands there, the most frequent first. */
function counted(words: readonly string[]): [string, number][] {
  const groups = Map.groupBy(words, (word) => word);
  return [...groups].map(([word, { length }]): [string, number] => [word, length]).sort(([, a], [, b]) => b - a);
}
