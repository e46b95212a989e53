import type { BurstOptions } from '../sketch/burst-sketch.ts';

/** Minutes of a day: a tick is a minute of event time. */
const DAY = 1_440;

/** Length of a tick in ms. */
export const TICK_MS = 60_000;

/** Numbers of the model. One set for all organisations; figures behind the choices: docs/adr/0009. */
export interface ScoringConfig {
  /** Bursts of kinds of events: types, actions, outcomes, payload values. */
  burst: BurstOptions;
  /** Bursts of who and where: sources, users, assets, pairs of them, and those who fan out. */
  entityBurst: BurstOptions;
  /** Surges of who and where: counts with a longer memory, which see floods out. */
  surge: BurstOptions;
  /** After this many ticks a key that stays away is half forgotten. */
  rarityHalfLifeTicks: number;
  calibratorHalfLifeTicks: number;
  /** Weight of the highest sub-score of a family against the mean of all of them, 0..1. */
  rarityPeak: number;
  burstPeak: number;
  rarityWeight: number;
  /** Weight of bursts outside of floods, and what a flood of everything adds. */
  burstWeight: number;
  floodBurstWeight: number;
  /** A burst of b bits counts b² / (b + this): small ones hardly, large ones fully. */
  burstSoftBits: number;
  /** Weight of what the highest surge has above `surgeBits`, and of the whole surge in a flood of everything. */
  surgeWeight: number;
  floodSurgeWeight: number;
  /** Mean bits of burst above which an event counts as part of a flood. */
  floodBits: number;
  /** Bits of surge above which it does, too. */
  surgeBits: number;
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
  burst: {
    carry: 0.5,
    halfLifeTicks: 14 * DAY,
    rateFloor: 0.5,
    spread: 0.1,
    holdAbove: 100,
    releaseAfterTicks: 7 * DAY,
  },
  entityBurst: {
    carry: 0.5,
    halfLifeTicks: 14 * DAY,
    rateFloor: 0.5,
    spread: 0.1,
    holdAbove: 100,
    releaseAfterTicks: DAY,
  },
  surge: {
    carry: 0.95,
    halfLifeTicks: 14 * DAY,
    rateFloor: 0.5,
    spread: 0.1,
    holdAbove: 10_000,
    releaseAfterTicks: DAY,
  },
  rarityHalfLifeTicks: 7 * DAY,
  calibratorHalfLifeTicks: 3 * DAY,
  rarityPeak: 0.5,
  burstPeak: 0.5,
  rarityWeight: 2,
  burstWeight: 0.5,
  floodBurstWeight: 1.25,
  burstSoftBits: 10,
  surgeWeight: 1,
  floodSurgeWeight: 4,
  floodBits: 13,
  surgeBits: 12,
  floodRarityCut: 0.8,
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

/** Columns of a sketch row, powers of two. */
export interface SketchColumns {
  presence: number;
  /** Bursts of kinds of events. */
  kinds: number;
  /** Bursts of entities, in each region. */
  entities: number;
}

/** A class has to be a multiple of the one before it in everything. */
export const SIZE_CLASSES = {
  S: { presence: 2 ** 12, kinds: 2 ** 11, entities: 2 ** 8 },
  M: { presence: 2 ** 13, kinds: 2 ** 12, entities: 2 ** 9 },
  L: { presence: 2 ** 15, kinds: 2 ** 13, entities: 2 ** 11 },
} as const satisfies Record<string, SketchColumns>;
export type SizeClass = keyof typeof SIZE_CLASSES;

/** Columns of a row and region of the sketch of surges, whatever the class: it looks for floods, which stand out among many. */
export const SURGE_COLUMNS = 2 ** 9;
