import type { Machine } from '../bench/machine.ts';

/** What a scenario hands back. */
export interface ChaosResult {
  figures: Readonly<Record<string, number>>;
  /** What proves them: records of the audit chain. */
  evidence: readonly Readonly<Record<string, unknown>>[];
  notes: readonly string[];
  /** Promises that were not kept; any of them fails the run. */
  failures: readonly string[];
  /** Of an upgrade. */
  releases?: Releases;
}

/** What was upgraded, by hashes of commits. */
export interface Releases {
  from: string;
  to: string;
  /** What was upgraded to is that commit with changes. */
  isToDirty: boolean;
  /** Files that services load and that differ between both. */
  changedFiles: number;
}

/** With --json exactly this is printed. */
export interface ChaosReport extends ChaosResult {
  schemaVersion: 1;
  ok: boolean;
  scenario: string;
  machine: Machine;
}

/** Lines for people. */
export function chaosText({ ok, scenario, figures, notes, failures }: ChaosReport): string {
  return [
    `${scenario}: ${ok ? 'all promises kept' : 'FAILED'}`,
    ...Object.entries(figures).map(([name, value]) => `  ${name.padEnd(28)} ${value}`),
    ...notes.map((note) => `  note: ${note}`),
    ...failures.map((failure) => `  failure: ${failure}`),
    '',
  ].join('\n');
}
