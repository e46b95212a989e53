import { scramble } from '../hash/keyed-hash.ts';
import { decayOf, type Decay } from './decay.ts';

// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { min, max, floor } = Math;

/** Most keys of one event that wait to be learned. */
export const PENDING = 64;
/** Rows of every sketch: an estimate is the least of them. */
export const SKETCH_ROWS = 2;

/** Words of a cell, side by side so that a look touches one line of memory per row. */
const WORDS = 4;
const TOTAL = 1;
const TICK = 2;
/** Twice the tick from which the cell has been held, and one more when it is in the tick that runs. */
const HELD = 3;
/** In place of a tick: never touched, not held. */
const NEVER = -1;
const CARRIES = 256;
/** A burst that pauses longer has ended. */
const QUIET_TICKS = 1;

export interface BurstOptions {
  /** Share of a tick's count that stays in the count of the next. */
  carry: number;
  halfLifeTicks: number;
  /** Rates below this are not told apart, in events per tick. */
  rateFloor: number;
  /** How much more than Poisson counts may vary: variance = mean + spread x mean². */
  spread: number;
  /** Above this surprise (chi²) a tick is not taken for normal. */
  holdAbove: number;
  /** What has burst for so many ticks is taken for normal from then on. */
  releaseAfterTicks: number;
}

/**
 * Counts of the running tick against the mean of earlier ones, for hashed keys, in constant memory.
 *
 * MIDAS-F (Bhatia et al., TKDD 2022) with four changes: cells are brought up to date when touched, so an idle
 * organisation costs nothing; only an excess counts; the mean has a floor and the variance grows with the mean, so that
 * neither a key seen once long ago nor a busy key that breathes looks like a burst; and what has been held back for
 * `releaseAfterTicks` is a new normal. Keys of one region share cells with each other only.
 */
export class BurstSketch {
  /** Cells by region, row and column: count of the running tick, sum of earlier ones, tick, and since when held. */
  readonly counts: Float32Array;
  readonly ticks: Int32Array;
  readonly regions: number;
  readonly #options: BurstOptions;
  readonly #decay: Decay;
  readonly #carries = new Float64Array(CARRIES);
  readonly #columns: number;
  readonly #salt0: number;
  readonly #salt1: number;
  #tickNow = -1;
  #age = 0;
  /** Earlier ticks that count. */
  #earlier = 0;
  readonly #pendingCells = new Int32Array(PENDING * SKETCH_ROWS);
  readonly #pendingWeights = new Float64Array(PENDING);
  readonly #pendingHeld = new Uint8Array(PENDING);
  #pending = 0;
  /** Of the last `surprise`: count of the tick with this event, usual count, and whether the rows disagree much. */
  count = 0;
  mean = 0;
  isBlurred = false;

  /** @param columns of one row of one region; a power of two */
  constructor(columns: number, salts: Int32Array, options: BurstOptions, regions = 1) {
    this.counts = new Float32Array(columns * SKETCH_ROWS * regions * WORDS);
    this.ticks = new Int32Array(this.counts.buffer);
    for (let at = 0; at < this.ticks.length; at += WORDS) {
      this.ticks[at + TICK] = NEVER;
      this.ticks[at + HELD] = NEVER;
    }
    this.regions = regions;
    this.#columns = columns;
    this.#salt0 = salts[0] as number;
    this.#salt1 = salts[1] as number;
    this.#options = options;
    this.#decay = decayOf(options.halfLifeTicks);
    for (let gap = 0; gap < CARRIES; gap++) this.#carries[gap] = options.carry ** gap;
  }

  /** To be called before the keys of a tick; `age` is the number of ticks since the model began, less of long silences. */
  startTick(tick: number, age: number): void {
    this.#tickNow = tick;
    this.#age = age;
    this.#earlier = this.#decay.effective(age);
  }

  /**
   * Chi² of the count of `key` in this tick, `weight` more included; 0 when it is not more than usual.
   *
   * The key is learned by the next `learn`, so that all keys of an event are looked at before any is learned.
   */
  surprise(key: number, weight: number, region = 0): number {
    const { counts } = this;
    const mask = this.#columns - 1;
    const start = region * SKETCH_ROWS * this.#columns;
    const cell0 = (start + (scramble(key ^ this.#salt0) & mask)) * WORDS;
    const cell1 = (start + this.#columns + (scramble(key ^ this.#salt1) & mask)) * WORDS;
    if (this.ticks[cell0 + TICK] !== this.#tickNow) this.#roll(cell0);
    if (this.ticks[cell1 + TICK] !== this.#tickNow) this.#roll(cell1);
    const total0 = counts[cell0 + TOTAL] as number;
    const total1 = counts[cell1 + TOTAL] as number;
    const total = min(total0, total1);
    this.isBlurred = max(total0, total1) > 4 * total;
    this.count = min(counts[cell0] as number, counts[cell1] as number) + weight;
    const chi2 = this.#chi2(total);
    const at = this.#pending;
    this.#pendingCells[at * 2] = cell0;
    this.#pendingCells[at * 2 + 1] = cell1;
    this.#pendingWeights[at] = weight;
    this.#pendingHeld[at] = total > 0 && chi2 >= this.#options.holdAbove ? 1 : 0;
    this.#pending = at + 1;
    return chi2;
  }

  /** Leaves the key of the last `surprise` out of the next `learn`. */
  skipLast(): void {
    this.#pending -= 1;
  }

  /** Has the key of the last `surprise` learned as ordinary, whatever its count. */
  releaseLast(): void {
    this.#pendingHeld[this.#pending - 1] = 0;
  }

  /** Has everything that waits learned as ordinary. */
  releaseAll(): void {
    this.#pendingHeld.fill(0, 0, this.#pending);
  }

  /** Adds what was looked at since the last `learn` or `forget`. */
  learn(): void {
    for (let at = 0; at < this.#pending; at++) {
      const weight = this.#pendingWeights[at] as number;
      const isHeld = this.#pendingHeld[at] === 1;
      this.#add(this.#pendingCells[at * 2] as number, weight, isHeld);
      this.#add(this.#pendingCells[at * 2 + 1] as number, weight, isHeld);
    }
    this.#pending = 0;
  }

  /** Drops what was looked at. */
  forget(): void {
    this.#pending = 0;
  }

  #add(cell: number, weight: number, isHeld: boolean): void {
    this.counts[cell] = (this.counts[cell] as number) + weight;
    const held = this.ticks[cell + HELD] as number;
    if (isHeld) this.ticks[cell + HELD] = held === NEVER ? this.#tickNow * 2 + 1 : held | 1;
    else if (held !== NEVER) this.ticks[cell + HELD] = held & ~1;
  }

  #chi2(total: number): number {
    const earlier = this.#earlier;
    if (earlier < 1) return 0;
    const { rateFloor, spread } = this.#options;
    this.mean = total / earlier;
    const mean = this.mean + rateFloor;
    const excess = this.count - mean;
    return excess <= 0 ? 0 : (excess * excess) / (mean + spread * mean * mean);
  }

  /** Ends the ticks that have passed since the cell was touched. */
  #roll(cell: number): void {
    const { counts, ticks } = this;
    const last = ticks[cell + TICK] as number;
    ticks[cell + TICK] = this.#tickNow;
    if (last === NEVER) return;
    const { carry, releaseAfterTicks } = this.#options;
    const gap = this.#tickNow - last;
    const count = counts[cell] as number;
    const left = gap < CARRIES ? (this.#carries[gap] as number) : 0;
    const total = counts[cell + TOTAL] as number;
    const held = ticks[cell + HELD] as number;
    counts[cell] = grain(count * left);
    if (held === NEVER || (held & 1) === 0) {
      counts[cell + TOTAL] = grain((total + (count * (1 - left)) / (1 - carry)) * this.#decay.after(gap));
      ticks[cell + HELD] = NEVER;
    } else if (last - (held >> 1) >= releaseAfterTicks) {
      counts[cell + TOTAL] = max(total, count * this.#earlier);
      ticks[cell + HELD] = NEVER;
    } else {
      // The mean stands still while nothing comes, as if every tick had been ordinary; but what a cell holds from
      // before a silence that the age leaves out fades.
      const before = this.#decay.effective(max(0, this.#age - gap));
      counts[cell + TOTAL] = before < 1 ? total * this.#decay.after(gap) : (total / before) * this.#earlier;
      ticks[cell + HELD] = gap > QUIET_TICKS ? NEVER : held - 1;
    }
  }
}

/** Rounds down to sixteenths, which no score tells apart and which packs better. */
function grain(count: number): number {
  return floor(count * 16) / 16;
}
