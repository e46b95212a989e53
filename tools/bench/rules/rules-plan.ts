import type { RuleSetStats } from '@redoubt/sigma';

/** What a measuring process is told to do. */
export type RulesPlan =
  | { kind: 'speed'; packFile: string; rounds: number; passes: number; seed: number }
  | { kind: 'load'; packFile: string; reloads: number; settleMs: number };

/** CPU µs per event, a value per round; rounds of different kinds were taken in turn. */
export interface SpeedResult {
  kind: 'speed';
  windows: {
    parse: number[];
    indexed: number[];
    cached: number[];
    classified: number[];
    naive: number[];
    hundredRules: number[];
  };
  auth: { indexed: number[]; cached: number[]; naive: number[] };
  windowsEvents: number;
  windowsBytes: number;
  authBytes: number;
  ruleCount: number;
  /** Events for which the index and rule by rule evaluation did not agree. */
  differences: number;
  /** Of the set without a cache after all rounds. */
  stats: RuleSetStats;
  /** Share of looked up values that the cache knew, all rounds of the same events together. */
  cacheHitRate: number;
}

export interface LoadResult {
  kind: 'load';
  /** Pack file on disk to a set that has matched an event; the first in the process first. */
  loadSeconds: number[];
  /** Longest that the loop stood still while a set was built and swapped in, per reload. */
  stallMs: number[];
  /** The same over as long a time without a reload. */
  idleStallMs: number[];
  compiledBytes: number;
  mainProcessBytes: number;
  settledProcessBytes: number;
  peakProcessBytes: number;
  packBytes: number;
}

export type RulesResult = SpeedResult | LoadResult;
