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
  const zeros = ['lost', 'phantom', 'duplicated'].map((name) => `${name} ${sumOf(done, name)}`).join(', ');
  const commits = counted(done.map(commitOf));
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

/** A figure over all seeds, for people: what nobody looked at is not zero. */
export function sumOf(done: readonly SeedDone[], name: string): string {
  const values = done.flatMap(({ figures }) => figures[name] ?? []);
  const sum = String(values.reduce((total, value) => total + value, 0));
  const unseen = done.length - values.length;
  if (unseen === 0) return sum;
  return values.length === 0 ? 'not looked at' : `${sum}, not looked at in ${unseen} of ${done.length} seeds`;
}

/** As short as git tells it, and whether that is what ran. */
function commitOf({ commit, sources }: SeedDone): string {
  const short = commit.slice(0, HASH_LENGTH);
  if (sources === undefined) return `nobody knows what, at ${short}`;
  return sources.isDirty ? `${short} with changes` : short;
}

/** How often each stands there, the most frequent first. */
function counted(words: readonly string[]): [string, number][] {
  const groups = Map.groupBy(words, (word) => word);
  return [...groups].map(([word, { length }]): [string, number] => [word, length]).sort(([, a], [, b]) => b - a);
}
