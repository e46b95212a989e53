import type { ScoringEvent } from '@redoubt/scoring';

/** Events in order, and beside them what the scorer is not told. */
export interface LabelledSet {
  name: string;
  count: number;
  event: (index: number) => ScoringEvent;
  /** 1 where the event is an anomaly. */
  labels: Uint8Array;
  /** First event that counts; those before are for learning. */
  from: number;
  /** Only where attacks have phases: which one an event belongs to (0: none) and what they are called. */
  phases?: { of: Int32Array; names: readonly string[]; timeSeconds: Float64Array; host: (index: number) => string };
}

export const FORMATS = ['edges', 'kdd', 'odds', 'ait'] as const;
export type Format = (typeof FORMATS)[number];
