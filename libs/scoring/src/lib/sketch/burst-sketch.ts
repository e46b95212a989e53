import { scramble } from '../hash/keyed-hash.ts';
import { decayOf, type Decay } from './decay.ts';

// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { min, max } = Math;

/** Most keys of one event that wait to be learned. */
export const PENDING = 64;
/** Rows of every sketch: an estimate is the least of them. */
export const SKETCH_ROWS = 2;

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
  /** A tick that is not taken for normal raises the total by this multiple of the mean. */
  heldGrowth: number;
}

/**
 * Counts of the running tick against the mean of earlier ones, for hashed keys, in constant memory.
 *
 * MIDAS-F (Bhatia et al., TKDD 2022) with three changes: cells are brought up to date when touched, so an idle
 * organisation costs nothing; only an excess counts; the mean has a floor and the variance grows with the mean, so that
 * neither a key seen once long ago nor a busy key that breathes looks like a burst. What looks like a burst is learned as
 * `heldGrowth` ordinary ticks: a flood is not taken for normal while it lasts, a lasting change is after some days.
 */
export class BurstSketch {
  readonly current: Float32Array;
  readonly total: Float32Array;
  readonly tick: Int32Array;
  readonly held: Uint8Array;
  readonly #options: BurstOptions;
  readonly #decay: Decay;
  readonly #columns: number;
  readonly #salts: Int32Array;
  #tickNow = -1;
  #age = 0;
  readonly #pendingCells = new Int32Array(PENDING * SKETCH_ROWS);
  readonly #pendingWeights = new Float64Array(PENDING);
  readonly #pendingHeld = new Uint8Array(PENDING);
  #pending = 0;
  /** Of the last `surprise`: count of the tick with this event, usual count, and whether the rows disagree much. */
  count = 0;
  mean = 0;
  isBlurred = false;

  constructor(columns: number, salts: Int32Array, options: BurstOptions) {
    const cells = columns * SKETCH_ROWS;
    this.current = new Float32Array(cells);
    this.total = new Float32Array(cells);
    this.tick = new Int32Array(cells).fill(-1);
    this.held = new Uint8Array(cells);
    this.#columns = columns;
    this.#salts = salts;
    this.#options = options;
    this.#decay = decayOf(options.halfLifeTicks);
  }

  /** To be called before the keys of a tick; `age` is the number of ticks since the model began. */
  startTick(tick: number, age: number): void {
    this.#tickNow = tick;
    this.#age = age;
  }

  /**
   * Chi² of the count of `key` in this tick, `weight` more included; 0 when it is not more than usual.
   *
   * The key is learned by the next `learn`, so that all keys of an event are looked at before any is learned.
   */
  surprise(key: number, weight: number): number {
    const cell0 = scramble(key ^ (this.#salts[0] as number)) & (this.#columns - 1);
    const cell1 = (scramble(key ^ (this.#salts[1] as number)) & (this.#columns - 1)) + this.#columns;
    this.#roll(cell0);
    this.#roll(cell1);
    const total0 = this.total[cell0] as number;
    const total1 = this.total[cell1] as number;
    const total = min(total0, total1);
    this.isBlurred = max(total0, total1) > 4 * total;
    this.count = min(this.current[cell0] as number, this.current[cell1] as number) + weight;
    const chi2 = this.#chi2(total);
    const isHeld = total > 0 && chi2 >= this.#options.holdAbove;
    this.#pendingCells[this.#pending * 2] = cell0;
    this.#pendingCells[this.#pending * 2 + 1] = cell1;
    this.#pendingWeights[this.#pending] = weight;
    this.#pendingHeld[this.#pending] = isHeld ? 1 : 0;
    this.#pending += 1;
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

  /** Adds what was looked at since the last `learn` or `forget`. */
  learn(): void {
    for (let at = 0; at < this.#pending; at++) {
      for (let row = 0; row < SKETCH_ROWS; row++) {
        const cell = this.#pendingCells[at * 2 + row] as number;
        this.current[cell] = (this.current[cell] as number) + (this.#pendingWeights[at] as number);
        this.held[cell] = this.#pendingHeld[at] as number;
      }
    }
    this.#pending = 0;
  }

  /** Drops what was looked at. */
  forget(): void {
    this.#pending = 0;
  }

  #chi2(total: number): number {
    const ticks = this.#decay.effective(this.#age);
    if (ticks < 1) return 0;
    const { rateFloor, spread } = this.#options;
    this.mean = total / ticks;
    const mean = this.mean + rateFloor;
    const excess = this.count - mean;
    return excess <= 0 ? 0 : (excess * excess) / (mean + spread * mean * mean);
  }

  /** Ends the ticks that have passed since the cell was touched. */
  #roll(cell: number): void {
    const last = this.tick[cell] as number;
    if (last === this.#tickNow) return;
    this.tick[cell] = this.#tickNow;
    if (last < 0) return;
    const gap = this.#tickNow - last;
    const { carry, heldGrowth } = this.#options;
    const count = this.current[cell] as number;
    const left = carry ** gap;
    const total = this.total[cell] as number;
    if (this.held[cell] === 1) {
      const before = this.#decay.effective(this.#age - gap);
      const mean = before < 1 ? total : total / before;
      // The mean stands still while nothing comes, as if every tick had been ordinary.
      this.total[cell] = mean * (this.#decay.effective(this.#age) + heldGrowth - 1);
    } else {
      const carried = (count * (1 - left)) / (1 - carry);
      this.total[cell] = (total + carried) * this.#decay.after(gap);
    }
    this.current[cell] = count * left < 1e-3 ? 0 : count * left;
    this.held[cell] = 0;
  }
}
