import type { BurstOptions } from '../sketch/burst-sketch.ts';

/** Minutes of a day: a tick is a minute of event time. */
const DAY = 1_440;

/** Length of a tick in ms. */
export const TICK_MS = 60_000;

/** Numbers of the model. One set for all organisations; figures behind the choices: docs/adr/0009. */
export interface ScoringConfig {
  burst: BurstOptions;
  /** After this many ticks a key that stays away is half forgotten. */
  rarityHalfLifeTicks: number;
  calibratorHalfLifeTicks: number;
  /** Weight of the highest sub-score of a family against the mean of all of them, 0..1. */
  rarityPeak: number;
  burstPeak: number;
  rarityWeight: number;
  /** Weight of bursts outside of floods; a flood adds up to one. */
  burstWeight: number;
  /** A burst of b bits counts b² / (b + this): small ones hardly, large ones fully. */
  burstSoftBits: number;
  /** Mean bits of burst above which an event counts as part of a flood. */
  floodBits: number;
  /** Part of the weight of rarity that a flood of everything takes away. */
  floodRarityCut: number;
  /** What is left of the flood share after a tick. */
  floodCarry: number;
  /** A score whose tail is thinner than this is learned with `extremeWeight`. */
  extremeTail: number;
  extremeWeight: number;
  /** Ticks with a capped score. */
  warmUpTicks: number;
  warmUpCap: number;
  /** Ticks until the confidence is full. */
  confidentTicks: number;
  hourHalfLifeWeeks: number;
  /** Different keys that one sender can teach per tick. */
  newKeysPerSenderAndTick: number;
  /** Events older than the newest tick by more than this are scored and not learned. */
  latenessTicks: number;
}

export const SCORING_CONFIG: ScoringConfig = {
  burst: { carry: 0.5, halfLifeTicks: 14 * DAY, rateFloor: 0.5, spread: 0.1, holdAbove: 100, heldGrowth: 1 },
  rarityHalfLifeTicks: 7 * DAY,
  calibratorHalfLifeTicks: 3 * DAY,
  rarityPeak: 0.5,
  burstPeak: 0.5,
  rarityWeight: 2,
  burstWeight: 0.5,
  burstSoftBits: 10,
  floodBits: 13,
  floodRarityCut: 0.5,
  floodCarry: 0.9,
  extremeTail: 1e-3,
  extremeWeight: 0.05,
  warmUpTicks: DAY,
  warmUpCap: 60,
  confidentTicks: 500,
  hourHalfLifeWeeks: 8,
  newKeysPerSenderAndTick: 256,
  latenessTicks: 10,
};

/** Columns of a sketch row by size class. */
export const SIZE_CLASSES = { S: 2 ** 11, M: 2 ** 13, L: 2 ** 15 } as const;
export type SizeClass = keyof typeof SIZE_CLASSES;
