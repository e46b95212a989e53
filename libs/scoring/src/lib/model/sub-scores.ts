import { BurstSketch, SKETCH_ROWS } from '../sketch/burst-sketch.ts';
import { NumberTails } from '../sketch/number-tails.ts';
import { PresenceSketch } from '../sketch/presence-sketch.ts';
import { ASPECTS, aspectIndex, BURST_REGIONS, FAN_OUT_REGIONS, REGION_COUNT, SURGE_ASPECTS } from './aspect.ts';
import { FAMILY } from '../explain/reason.ts';
import type { EventKeys } from './event-keys.ts';
import { Findings } from './findings.ts';
import { HourOfWeek } from './hour-of-week.ts';
import type { KeyMarks } from './key-marks.ts';
import { SURGE_COLUMNS, TICK_MS, type ScoringConfig, type SketchColumns } from './scoring-config.ts';
import { SenderBudget } from './sender-budget.ts';
import { TYPE_PRIOR_TICKS } from './type-prior.ts';

// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { max, log2 } = Math;

const PARENTS: readonly (readonly number[])[] = ASPECTS.map(({ parents }) => (parents ?? []).map(aspectIndex));
/** Numbers nearer to the middle than this say nothing. */
const TAIL_FROM_BITS = 6;
const TYPE = aspectIndex('type');
/** Ticks that one of a change window counts for. */
const CHANGE_WEIGHT = 10;

/** Regions of the sketches in which the bursts of a key are counted. */
export interface BurstPlace {
  /** Of the sketch of entities; -1: it is in that of kinds. */
  region: number;
  /** Of the sketch of surges; -1: it is in none. */
  surgeRegion: number;
}

/** Looks at one event from all sides, then learns it. Holds the counts of one organisation. */
export class SubScores {
  readonly findings = new Findings();
  readonly burst: BurstSketch;
  readonly entityBurst: BurstSketch;
  readonly surge: BurstSketch;
  readonly presence: PresenceSketch;
  readonly hours: HourOfWeek;
  readonly tails: NumberTails;
  readonly budget: SenderBudget;
  readonly #marks: KeyMarks;
  readonly #burstSoftBits: number;
  readonly #rarity = new Float64Array(ASPECTS.length);
  /** Mean bits of burst over the aspects of the last event. */
  meanBurst = 0;
  /** Bits of the highest surge of the last event's source, user and asset: what MIDAS-F alone says. */
  topSurge = 0;
  rarityCount = 0;
  burstCount = 0;
  /** True when a sketch is too full to tell the last event's keys from others. */
  isBlurred = false;
  #blurred = 0;
  #typeShare = -1;

  constructor(columns: SketchColumns, salts: Int32Array, config: ScoringConfig, marks: KeyMarks) {
    this.burst = new BurstSketch(columns.kinds, salts.subarray(0, 2), config.burst);
    this.entityBurst = new BurstSketch(columns.entities, salts.subarray(0, 2), config.entityBurst, REGION_COUNT);
    this.surge = new BurstSketch(SURGE_COLUMNS, salts.subarray(0, 2), config.surge, SURGE_ASPECTS.length);
    this.presence = new PresenceSketch(columns.presence, salts.subarray(2, 4), config.rarityHalfLifeTicks);
    this.hours = new HourOfWeek(columns.presence / 2, salts.subarray(4, 6), config.hourHalfLifeWeeks);
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
    this.entityBurst.startTick(tick, tick - startTick);
    this.surge.startTick(tick, tick - startTick);
    this.presence.startTick(tick, tick - startTick);
    this.hours.startTick(tick * TICK_MS, startTick * TICK_MS);
    this.tails.startTick(tick);
  }

  /** Fills new, larger sketches from smaller ones. */
  copyFrom(smaller: SubScores): void {
    widen(smaller.burst.counts, this.burst.counts, SKETCH_ROWS);
    widen(smaller.entityBurst.counts, this.entityBurst.counts, SKETCH_ROWS * REGION_COUNT);
    this.surge.ticks.set(smaller.surge.ticks);
    widen(smaller.presence.seen, this.presence.seen, SKETCH_ROWS);
    widen(smaller.hours.presence.seen, this.hours.presence.seen, SKETCH_ROWS);
    this.presence.ranks.set(smaller.presence.ranks);
    this.tails.owner.set(smaller.tails.owner);
    this.tails.counts.set(smaller.tails.counts);
    this.tails.tick.set(smaller.tails.tick);
    this.budget.spent.set(smaller.budget.spent);
  }

  look(keys: EventKeys): void {
    this.findings.clear();
    this.meanBurst = 0;
    this.topSurge = 0;
    this.rarityCount = 0;
    this.burstCount = 0;
    this.#blurred = 0;
    this.#typeShare = keys.typeShare;
    this.#lookAtAspects(keys);
    this.#lookAtValues(keys);
    if (keys.shape !== 0) {
      this.#rare(keys.shape, 'shape', -1, this.#rarity[TYPE] as number, keys.sender);
      this.#bursting(keys.shape, 'shape', -1);
    }
    this.#lookAtHour(keys.entity);
    this.#lookAtSurges(keys);
    this.isBlurred = this.#blurred * 2 > this.burstCount;
    if (this.burstCount > 0) this.meanBurst /= this.burstCount;
  }

  /** @param isChanging takes what comes for a new normal: nothing is held back, and presence counts many times */
  learn(isChanging = false): void {
    if (isChanging) {
      this.burst.releaseAll();
      this.entityBurst.releaseAll();
      this.surge.releaseAll();
    }
    this.burst.learn();
    this.entityBurst.learn();
    this.surge.learn();
    this.presence.learn(isChanging ? CHANGE_WEIGHT : 1);
    this.hours.presence.learn();
    this.tails.learn();
  }

  forget(): void {
    this.burst.forget();
    this.entityBurst.forget();
    this.surge.forget();
    this.presence.forget();
    this.hours.presence.forget();
    this.tails.forget();
  }

  /** Takes a key for an everyday one, and its running burst for ordinary. @param place where its bursts are counted */
  makeOrdinary(key: number, { region, surgeRegion }: BurstPlace): void {
    this.forget();
    this.presence.rarity(key);
    this.presence.makeKnown();
    release(region < 0 ? this.burst : this.entityBurst, key, max(0, region));
    if (surgeRegion >= 0) release(this.surge, key, surgeRegion);
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
      const finding = this.findings.add(FAMILY.number, 'value', at, bits);
      finding.expected = this.tails.share;
      finding.isHigh = this.tails.isHigh;
      this.rarityCount += 1;
    }
  }

  #lookAtHour(entity: number): void {
    if (entity === 0) return;
    const bits = this.hours.rarity(entity);
    if (bits < 0) return;
    const finding = this.findings.add(FAMILY.hour, 'aspect', -1, bits);
    finding.observed = this.hours.observed;
    finding.expected = this.hours.expected;
    this.rarityCount += 1;
  }

  /** Only the highest counts: a flood of one source at one asset is one thing. */
  #lookAtSurges(keys: EventKeys): void {
    const { surge } = this;
    let top = -1;
    let observed = 0;
    let expected = 0;
    for (let region = 0; region < SURGE_ASPECTS.length; region++) {
      const key = keys.aspects[SURGE_ASPECTS[region] as number] as number;
      if (key === 0) continue;
      const bits = log2(1 + surge.surprise(key, 1, region));
      const isFrozen = this.#marks.isFrozen(key);
      if (isFrozen) surge.skipLast();
      if (this.#marks.isAllowed(key)) {
        if (!isFrozen) surge.releaseLast();
      } else if (bits > this.topSurge) {
        this.topSurge = bits;
        top = region;
        observed = surge.count;
        expected = surge.mean;
      }
    }
    if (top < 0) return;
    const finding = this.findings.add(FAMILY.burst, 'aspect', SURGE_ASPECTS[top] as number, this.topSurge);
    finding.observed = observed;
    finding.expected = expected;
    finding.isSurge = true;
  }

  /** @returns the bits before a new parent took them over */
  #rare(key: number, on: 'aspect' | 'value' | 'shape', subject: number, known: number, sender: number): number {
    const hasPrior = on === 'aspect' && subject === TYPE && this.#typeShare >= 0;
    const bits = hasPrior ? this.presence.rarity(key, this.#typeShare, TYPE_PRIOR_TICKS) : this.presence.rarity(key);
    const isParentsFault = known > 1 && known >= bits - 1;
    const finding = this.findings.add(
      FAMILY.rarity,
      on,
      subject,
      isParentsFault || this.#marks.isAllowed(key) ? 0 : bits,
    );
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
    const region = on === 'aspect' ? (BURST_REGIONS[subject] as number) : -1;
    const sketch = region < 0 ? this.burst : this.entityBurst;
    const chi2 = sketch.surprise(key, 1, max(0, region));
    if (this.#marks.isFrozen(key)) sketch.skipLast();
    this.#burstFinding(FAMILY.burst, on, subject, chi2, key, sketch);
  }

  #fan(key: number, aspect: number, weight: number): void {
    const chi2 = this.entityBurst.surprise(key, weight, FAN_OUT_REGIONS[aspect] as number);
    this.#burstFinding(FAMILY.fan_out, 'aspect', aspect, chi2, key, this.entityBurst);
  }

  #burstFinding(
    family: typeof FAMILY.burst | typeof FAMILY.fan_out,
    on: 'aspect' | 'value' | 'shape',
    subject: number,
    chi2: number,
    key: number,
    sketch: BurstSketch,
  ): void {
    const isAllowed = this.#marks.isAllowed(key);
    if (isAllowed && !this.#marks.isFrozen(key)) sketch.releaseLast();
    const bits = isAllowed ? 0 : log2(1 + chi2);
    const finding = this.findings.add(family, on, subject, (bits * bits) / (bits + this.#burstSoftBits || 1));
    finding.observed = sketch.count;
    finding.expected = sketch.mean;
    if (sketch.isBlurred) this.#blurred += 1;
    this.meanBurst += bits;
    this.burstCount += 1;
  }
}

function release(sketch: BurstSketch, key: number, region: number): void {
  sketch.surprise(key, 0, region);
  sketch.releaseLast();
  sketch.learn();
}

/** A key's column in a row of twice the width is its old one, or that plus the old width. */
function widen(fromCounts: Float32Array, toCounts: Float32Array, rows: number): void {
  // As whole numbers: among them are ticks, which a copy as fractions could change.
  const [from, to] = [new Int32Array(fromCounts.buffer), new Int32Array(toCounts.buffer)];
  const width = from.length / rows;
  const copies = to.length / from.length;
  for (let row = 0; row < rows; row++) {
    const cells = from.subarray(row * width, (row + 1) * width);
    for (let copy = 0; copy < copies; copy++) to.set(cells, (row * copies + copy) * width);
  }
}
