import { decayOf, type Decay } from './decay.ts';
import { NUMBER_BUCKETS } from '../model/number-bucket.ts';
import { PENDING } from './burst-sketch.ts';

/** Numeric fields of event types that are followed at a time. */
export const TAIL_SLOTS = 32;
const PROBES = 4;

/**
 * Decayed histograms of numbers in logarithmic buckets, one per (event type, field): how far out does a value lie?
 *
 * A bucket learns once per tick. When all places of a field are taken, the one with the least data makes room.
 */
export class NumberTails {
  readonly owner = new Int32Array(TAIL_SLOTS);
  readonly counts = new Float32Array(TAIL_SLOTS * NUMBER_BUCKETS);
  readonly tick = new Int32Array(TAIL_SLOTS * NUMBER_BUCKETS).fill(-1);
  readonly #decay: Decay;
  #tickNow = -1;
  readonly #pendingKeys = new Int32Array(PENDING);
  readonly #pendingBuckets = new Int32Array(PENDING);
  #pending = 0;
  #start = 0;
  #isMine = false;
  /** Of the last `rarity`: share of earlier values at least this far out, and whether that is upwards. */
  share = 1;
  isHigh = true;

  constructor(halfLifeTicks: number) {
    this.#decay = decayOf(halfLifeTicks);
  }

  startTick(tick: number): void {
    this.#tickNow = tick;
  }

  /** Bits of surprise that a value of this field lies in `bucket` or further out. */
  rarity(key: number, bucket: number): number {
    this.#pendingKeys[this.#pending] = key;
    this.#pendingBuckets[this.#pending] = bucket;
    this.#pending += 1;
    this.#find(key);
    this.share = 1;
    if (!this.#isMine) return 0;
    let below = 0;
    let above = 0;
    let own = 0;
    for (let at = 0; at < NUMBER_BUCKETS; at++) {
      const count = this.#at(this.#start + at);
      if (at < bucket) below += count;
      else if (at > bucket) above += count;
      else own = count;
    }
    const total = below + above + own;
    this.isHigh = above <= below;
    this.share = (Math.min(below, above) + own + 0.5) / (total + 1);
    return Math.max(0, -1 - Math.log2(this.share));
  }

  learn(): void {
    for (let at = 0; at < this.#pending; at++) {
      const key = this.#pendingKeys[at] as number;
      this.#find(key);
      if (!this.#isMine) this.#take(key);
      const cell = this.#start + (this.#pendingBuckets[at] as number);
      if (this.tick[cell] === this.#tickNow) continue;
      this.counts[cell] = this.#at(cell) + 1;
      this.tick[cell] = this.#tickNow;
    }
    this.#pending = 0;
  }

  forget(): void {
    this.#pending = 0;
  }

  #at(cell: number): number {
    const last = this.tick[cell] as number;
    return last < 0 ? 0 : (this.counts[cell] as number) * this.#decay.after(this.#tickNow - last);
  }

  #find(key: number): void {
    let least = Infinity;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (key + probe) & (TAIL_SLOTS - 1);
      if (this.owner[slot] === key) {
        this.#start = slot * NUMBER_BUCKETS;
        this.#isMine = true;
        return;
      }
      const size = this.owner[slot] === 0 ? -1 : this.#size(slot);
      if (size < least) {
        least = size;
        this.#start = slot * NUMBER_BUCKETS;
      }
    }
    this.#isMine = false;
  }

  #size(slot: number): number {
    let size = 0;
    for (let at = 0; at < NUMBER_BUCKETS; at++) size += this.#at(slot * NUMBER_BUCKETS + at);
    return size;
  }

  #take(key: number): void {
    this.owner[this.#start / NUMBER_BUCKETS] = key;
    this.counts.fill(0, this.#start, this.#start + NUMBER_BUCKETS);
    this.tick.fill(-1, this.#start, this.#start + NUMBER_BUCKETS);
  }
}
