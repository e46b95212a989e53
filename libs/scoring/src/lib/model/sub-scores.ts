import { BurstSketch, SKETCH_ROWS } from '../sketch/burst-sketch.ts';
import { NumberTails } from '../sketch/number-tails.ts';
import { PresenceSketch } from '../sketch/presence-sketch.ts';
import { ASPECTS, aspectIndex } from './aspect.ts';
import type { EventKeys } from './event-keys.ts';
import { Findings } from './findings.ts';
import { HourOfWeek } from './hour-of-week.ts';
import type { KeyMarks } from './key-marks.ts';
import { TICK_MS, type ScoringConfig } from './scoring-config.ts';
import { SenderBudget } from './sender-budget.ts';

// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { max, log2 } = Math;

const PARENTS: readonly (readonly number[])[] = ASPECTS.map(({ parents }) => (parents ?? []).map(aspectIndex));
/** Numbers nearer to the middle than this say nothing. */
const TAIL_FROM_BITS = 6;
const TYPE = aspectIndex('type');

/** Looks at one event from all sides, then learns it. Holds the counts of one organisation. */
export class SubScores {
  readonly findings = new Findings();
  readonly burst: BurstSketch;
  readonly presence: PresenceSketch;
  readonly hours: HourOfWeek;
  readonly tails: NumberTails;
  readonly budget: SenderBudget;
  readonly #marks: KeyMarks;
  readonly #burstSoftBits: number;
  readonly #rarity = new Float64Array(ASPECTS.length);
  /** Mean bits of burst over the aspects of the last event. */
  meanBurst = 0;
  /** Bits of the highest burst of the last event's entities and pairs of them: what MIDAS-F alone says. */
  topBurst = 0;
  rarityCount = 0;
  burstCount = 0;
  /** True when a sketch is too full to tell the last event's keys from others. */
  isBlurred = false;
  #blurred = 0;

  constructor(columns: number, salts: Int32Array, config: ScoringConfig, marks: KeyMarks) {
    this.burst = new BurstSketch(columns, salts.subarray(0, 2), config.burst);
    this.presence = new PresenceSketch(columns, salts.subarray(2, 4), config.rarityHalfLifeTicks);
    this.hours = new HourOfWeek(columns / 2, salts.subarray(4, 6), config.hourHalfLifeWeeks);
    this.tails = new NumberTails(config.rarityHalfLifeTicks);
    this.budget = new SenderBudget(config.newKeysPerSenderAndTick);
    this.#marks = marks;
    this.#burstSoftBits = config.burstSoftBits;
  }

  startTick(tick: number, startTick: number): void {
    this.resumeTick(tick, startTick);
    this.budget.startTick();
  }

  /** Takes up a tick that has begun already. */
  resumeTick(tick: number, startTick: number): void {
    this.burst.startTick(tick, tick - startTick);
    this.presence.startTick(tick, tick - startTick);
    this.hours.startTick(tick * TICK_MS, startTick * TICK_MS);
    this.tails.startTick(tick);
  }

  /** Fills new, larger sketches from smaller ones. */
  copyFrom(smaller: SubScores): void {
    widen(smaller.burst.current, this.burst.current);
    widen(smaller.burst.total, this.burst.total);
    widen(smaller.burst.tick, this.burst.tick);
    widen(smaller.burst.held, this.burst.held);
    widen(smaller.presence.seen, this.presence.seen);
    widen(smaller.presence.tick, this.presence.tick);
    widen(smaller.hours.presence.seen, this.hours.presence.seen);
    widen(smaller.hours.presence.tick, this.hours.presence.tick);
    this.presence.ranks.set(smaller.presence.ranks);
    this.tails.owner.set(smaller.tails.owner);
    this.tails.counts.set(smaller.tails.counts);
    this.tails.tick.set(smaller.tails.tick);
    this.budget.spent.set(smaller.budget.spent);
  }

  look(keys: EventKeys): void {
    this.findings.clear();
    this.meanBurst = 0;
    this.topBurst = 0;
    this.rarityCount = 0;
    this.burstCount = 0;
    this.#blurred = 0;
    this.#lookAtAspects(keys);
    this.#lookAtValues(keys);
    if (keys.shape !== 0) {
      this.#rare(keys.shape, 'shape', -1, this.#rarity[TYPE] as number, keys.sender);
      this.#bursting(keys.shape, 'shape', -1);
    }
    this.#lookAtHour(keys.entity);
    this.isBlurred = this.#blurred * 2 > this.burstCount;
    if (this.burstCount > 0) this.meanBurst /= this.burstCount;
  }

  learn(): void {
    this.burst.learn();
    this.presence.learn();
    this.hours.presence.learn();
    this.tails.learn();
  }

  forget(): void {
    this.burst.forget();
    this.presence.forget();
    this.hours.presence.forget();
    this.tails.forget();
  }

  /** Takes a key for an everyday one, and its running burst for ordinary. */
  makeOrdinary(key: number): void {
    this.forget();
    this.presence.rarity(key);
    this.presence.makeKnown();
    this.burst.surprise(key, 0);
    this.burst.releaseLast();
    this.burst.learn();
  }

  #lookAtAspects(keys: EventKeys): void {
    for (let index = 0; index < ASPECTS.length; index++) {
      const key = keys.aspects[index] as number;
      if (key === 0) continue;
      const aspect = ASPECTS[index] as (typeof ASPECTS)[number];
      const fanOut = keys.fanOuts[index] as number;
      if (aspect.hasRarity) {
        let known = 0;
        for (const parent of PARENTS[index] as readonly number[]) known = max(known, this.#rarity[parent] as number);
        this.#rarity[index] = this.#rare(key, 'aspect', index, known, keys.sender);
      } else if (fanOut !== 0) {
        this.presence.rarity(key);
        this.#limit(keys.sender);
      }
      if (fanOut !== 0) this.#fan(fanOut, index, this.presence.isFirst ? 1 : 0);
      if (aspect.hasBurst) this.#bursting(key, 'aspect', index);
    }
  }

  #lookAtValues(keys: EventKeys): void {
    for (let at = 0; at < keys.valueCount; at++) {
      const key = keys.values[at] as number;
      const tail = keys.tails[at] as number;
      this.#rare(key, 'value', at, this.#rarity[TYPE] as number, keys.sender);
      this.#bursting(key, 'value', at);
      if (tail === 0) continue;
      const bits = this.#marks.isAllowed(key)
        ? 0
        : max(0, this.tails.rarity(tail, keys.buckets[at] as number) - TAIL_FROM_BITS);
      const finding = this.findings.add('number', 'value', at, bits);
      finding.expected = this.tails.share;
      finding.isHigh = this.tails.isHigh;
      this.rarityCount += 1;
    }
  }

  #lookAtHour(entity: number): void {
    if (entity === 0) return;
    const bits = this.hours.rarity(entity);
    if (bits < 0) return;
    const finding = this.findings.add('hour', 'aspect', -1, bits);
    finding.observed = this.hours.observed;
    finding.expected = this.hours.expected;
    this.rarityCount += 1;
  }

  /** @returns the bits before a new parent took them over */
  #rare(key: number, on: 'aspect' | 'value' | 'shape', subject: number, known: number, sender: number): number {
    const bits = this.presence.rarity(key);
    const isParentsFault = known > 1 && known >= bits - 1;
    const finding = this.findings.add('rarity', on, subject, isParentsFault || this.#marks.isAllowed(key) ? 0 : bits);
    finding.observed = this.presence.count;
    finding.expected = this.presence.ticks;
    this.rarityCount += 1;
    if (this.#marks.isFrozen(key)) this.presence.skipLast();
    else this.#limit(sender);
    return bits;
  }

  /** One sender cannot fill the sketch: beyond its budget of the tick its further keys are not learned. */
  #limit(sender: number): void {
    if (sender !== 0 && this.presence.isFirst && !this.budget.spend(sender)) this.presence.skipLast();
  }

  #bursting(key: number, on: 'aspect' | 'value' | 'shape', subject: number): void {
    const chi2 = this.burst.surprise(key, 1);
    if (this.#marks.isFrozen(key)) this.burst.skipLast();
    this.#burstFinding('burst', on, subject, chi2, key);
  }

  #fan(key: number, aspect: number, weight: number): void {
    this.#burstFinding('fan_out', 'aspect', aspect, this.burst.surprise(key, weight), key);
  }

  #burstFinding(
    family: 'burst' | 'fan_out',
    on: 'aspect' | 'value' | 'shape',
    subject: number,
    chi2: number,
    key: number,
  ): void {
    const isAllowed = this.#marks.isAllowed(key);
    if (isAllowed && !this.#marks.isFrozen(key)) this.burst.releaseLast();
    const bits = isAllowed ? 0 : log2(1 + chi2);
    const finding = this.findings.add(family, on, subject, (bits * bits) / (bits + this.#burstSoftBits || 1));
    finding.observed = this.burst.count;
    finding.expected = this.burst.mean;
    if (this.burst.isBlurred) this.#blurred += 1;
    this.meanBurst += bits;
    if (family === 'burst' && on === 'aspect' && subject !== TYPE && bits > this.topBurst) this.topBurst = bits;
    this.burstCount += 1;
  }
}

/** A key's column in a row of twice the width is its old one, or that plus the old width. */
function widen<T extends Float32Array | Int32Array | Uint8Array>(from: T, to: T): void {
  const width = from.length / SKETCH_ROWS;
  const copies = to.length / from.length;
  for (let row = 0; row < SKETCH_ROWS; row++) {
    const cells = from.subarray(row * width, (row + 1) * width);
    for (let copy = 0; copy < copies; copy++) to.set(cells, (row * copies + copy) * width);
  }
}
