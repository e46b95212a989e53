import type { ChaosResult } from '../chaos-report.ts';
import { isGreen, type SeedDone } from './seeds-done.ts';
import type { SeedBegun } from './seeds-file.ts';
import { FAULTS_OF_ONE, SERVICES } from './services.ts';

const HASH_LENGTH = 12;

/**
 * Adds figures up over all seeds: those that must be zero are zero in every one of them.
 *
 * @param unfinished  attempts that count as nothing, and are told all the same
 */
export function sumUp(done: readonly SeedDone[], wanted: number, unfinished: readonly SeedBegun[] = []): ChaosResult {
  const green = done.filter(isGreen).length;
  const figures: Record<string, number> = { wanted, seeds: done.length, green, unfinished: unfinished.length };
  for (const one of done) {
    for (const [name, value] of Object.entries(one.figures)) figures[name] = (figures[name] ?? 0) + value;
  }
  for (const [kind, times] of counted(done.flatMap(({ kinds }) => kinds))) figures[`fault_${kind}`] = times;
  const met = timesMet(done);
  for (const { kind, service, times } of met) figures[`${kind} of ${service}`] = times;
  const zeros = ['lost', 'phantom', 'duplicated'].map((name) => `${name} ${sumOf(done, name)}`).join(', ');
  const commits = counted(done.map(commitOf));
  return {
    figures,
    evidence: done.map((one) => ({ ...one })),
    notes: [
      `${green} of ${wanted} seeds green; ${zeros}`,
      commits.map(([commit, times]) => `${times} of ${commit}`).join(', '),
      ...[...Map.groupBy(met, ({ kind }) => kind)].map(
        ([kind, all]) => `${kind}: ${all.map(({ service, times }) => `${service} ${times}`).join(', ')}`,
      ),
      ...(unfinished.length === 0 ? [] : [unfinishedNote(unfinished)]),
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

interface TimesMet {
  kind: string;
  service: string;
  times: number;
}

/** How often each service met each fault of one, the most frequent first; nothing where no seed tells. */
function timesMet(done: readonly SeedDone[]): TimesMet[] {
  if (done.every(({ targets }) => targets === undefined)) return [];
  const met = new Map(counted(done.flatMap(({ targets = [] }) => targets)));
  return FAULTS_OF_ONE.flatMap((kind) =>
    SERVICES.map((service) => ({ kind, service, times: met.get(targetText(kind, service)) ?? 0 })).sort(
      (a, b) => b.times - a.times,
    ),
  );
}

/** As `targets` of a seed has it. */
export function targetText(kind: string, service: string): string {
  return `${kind} ${service}`;
}

function unfinishedNote(unfinished: readonly SeedBegun[]): string {
  const which = unfinished.map(({ seed, commit }) => `seed ${seed} of ${commit.slice(0, HASH_LENGTH)}`);
  return `${unfinished.length} attempts were begun and never ended: ${which.join(', ')}`;
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
