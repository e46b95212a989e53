import type { Format } from './labelled-set.ts';

export const ANOMALY_SETS = ['darpa', 'kdd', 'smtp', 'ait'] as const;
export type AnomalySet = (typeof ANOMALY_SETS)[number];

/** What a measuring process is told to do. */
export type AnomalyPlan =
  | { kind: 'quality'; set: AnomalySet; seeds: readonly number[]; isShort: boolean }
  | { kind: 'file'; path: string; format: Format; seeds: readonly number[] }
  | { kind: 'speed'; events: number; rounds: number; seed: number };

/** One number of a set, a value per seed. */
export interface QualityFigure {
  name: string;
  unit: string;
  values: number[];
  baseline?: { name: string; value: number };
}

export interface QualityResult {
  kind: 'quality';
  figures: QualityFigure[];
  notes: string[];
}

export interface SpeedResult {
  kind: 'speed';
  /** Events per second of CPU, a value per round. */
  scored: number[];
  parsed: number[];
  decoded: number[];
  jsonBytes: number;
  smallBlobBytes: number;
}

export type AnomalyResult = QualityResult | SpeedResult;
