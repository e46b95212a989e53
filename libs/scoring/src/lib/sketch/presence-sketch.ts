import { scramble } from '../hash/keyed-hash.ts';
import { PENDING, SKETCH_ROWS } from './burst-sketch.ts';
import { decayOf, type Decay } from './decay.ts';

// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { min, max, log2 } = Math;

const KEY_RANKS = 512;
/** Words of a cell, and where in it the tick is. */
const WORDS = 2;
const TICK = 1;

/**
 * In how many ticks a hashed key was there at least once, in constant memory.
 *
 * A key counts once per tick however often it comes, so that a flood makes nothing else look rare.
 */
export class PresenceSketch {
  /** Cells by row and column: in how many ticks, and in which one last; side by side in memory. */
  readonly seen: Float32Array;
  readonly lastTicks: Int32Array;
  readonly #decay: Decay;
  readonly #columns: number;
  readonly #salt0: number;
  readonly #salt1: number;
  #tickNow = -1;
  #ticks = 0;
  readonly #pendingCells = new Int32Array(PENDING * SKETCH_ROWS);
  readonly #pendingKeys = new Int32Array(PENDING);
  #pending = 0;
  /** Of the last `rarity`: in how many earlier ticks, of how many; forgotten ones count less. */
  count = 0;
  /** True when the key was not there in this tick before. */
  isFirst = false;
  /** HyperLogLog of the keys learned so far. */
  readonly ranks = new Uint8Array(KEY_RANKS);

  constructor(columns: number, salts: Int32Array, halfLifeTicks: number) {
    this.seen = new Float32Array(columns * SKETCH_ROWS * WORDS);
    this.lastTicks = new Int32Array(this.seen.buffer);
    for (let at = TICK; at < this.lastTicks.length; at += WORDS) this.lastTicks[at] = -1;
    this.#decay = decayOf(halfLifeTicks);
    this.#columns = columns;
    this.#salt0 = salts[0] as number;
    this.#salt1 = salts[1] as number;
  }

  startTick(tick: number, age: number): void {
    this.#tickNow = tick;
    this.#ticks = this.#decay.effective(age);
  }

  /** Earlier ticks that count. */
  get ticks(): number {
    return this.#ticks;
  }

  /**
   * Bits of surprise that `key` is there in this tick: -log2 of the share of earlier ticks that had it.
   *
   * The key is learned by the next `learn`, so that all keys of an event are looked at before any is learned.
   * @param priorShare what is expected of a key before anything was seen, worth `priorTicks` ticks
   */
  rarity(key: number, priorShare = 0, priorTicks = 0): number {
    const mask = this.#columns - 1;
    const cell0 = (scramble(key ^ this.#salt0) & mask) * WORDS;
    const cell1 = ((scramble(key ^ this.#salt1) & mask) + this.#columns) * WORDS;
    this.count = min(this.#earlier(cell0), this.#earlier(cell1));
    this.isFirst = this.lastTicks[cell0 + TICK] !== this.#tickNow || this.lastTicks[cell1 + TICK] !== this.#tickNow;
    this.#pendingKeys[this.#pending] = key;
    this.#pendingCells[this.#pending * 2] = cell0;
    this.#pendingCells[this.#pending * 2 + 1] = cell1;
    this.#pending += 1;
    return max(0, -log2((this.count + 0.5 + priorShare * priorTicks) / (this.#ticks + 1 + priorTicks)));
  }

  /** Leaves the key of the last `rarity` out of the next `learn`. */
  skipLast(): void {
    this.#pending -= 1;
  }

  /**
   * Marks what was looked at since the last `learn` or `forget` as there in this tick.
   * @param weight ticks that this one counts for
   */
  learn(weight = 1): void {
    for (let at = 0; at < this.#pending; at++) {
      this.#mark(this.#pendingCells[at * 2] as number, weight);
      this.#mark(this.#pendingCells[at * 2 + 1] as number, weight);
      this.#count(this.#pendingKeys[at] as number);
    }
    this.#pending = 0;
  }

  /** Drops what was looked at. */
  forget(): void {
    this.#pending = 0;
  }

  /** Takes what was looked at for keys that are there in every other tick, and drops it. */
  makeKnown(): void {
    for (let at = 0; at < this.#pending * SKETCH_ROWS; at++) {
      const cell = this.#pendingCells[at] as number;
      this.seen[cell] = max(this.seen[cell] as number, this.#ticks / 2);
      this.lastTicks[cell + TICK] = this.#tickNow;
    }
    this.#pending = 0;
  }

  /** Different keys learned so far, within about 5 % (Flajolet et al. 2007). */
  keyCount(): number {
    let sum = 0;
    let empty = 0;
    for (const rank of this.ranks) {
      sum += 2 ** -rank;
      if (rank === 0) empty += 1;
    }
    const raw = ((0.7213 / (1 + 1.079 / KEY_RANKS)) * KEY_RANKS ** 2) / sum;
    return raw <= 2.5 * KEY_RANKS && empty > 0 ? KEY_RANKS * Math.log(KEY_RANKS / empty) : raw;
  }

  #earlier(cell: number): number {
    const last = this.lastTicks[cell + TICK] as number;
    if (last < 0) return 0;
    const seen = this.seen[cell] as number;
    return last === this.#tickNow ? max(0, seen - 1) : seen * this.#decay.after(this.#tickNow - last);
  }

  #mark(cell: number, weight: number): void {
    const last = this.lastTicks[cell + TICK] as number;
    if (last === this.#tickNow) return;
    const seen = last < 0 ? 0 : (this.seen[cell] as number) * this.#decay.after(this.#tickNow - last);
    this.seen[cell] = seen + weight;
    this.lastTicks[cell + TICK] = this.#tickNow;
  }

  #count(key: number): void {
    const register = key & (KEY_RANKS - 1);
    const rank = Math.clz32(scramble(key)) + 1;
    if (rank > (this.ranks[register] as number)) this.ranks[register] = rank;
  }
}
