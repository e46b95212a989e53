import { KeyedHash } from '../hash/keyed-hash.ts';
import { ScoreCalibrator } from '../sketch/score-calibrator.ts';
import { Feedback } from '../feedback/feedback.ts';
import type { Verdict, VerdictResult } from '../feedback/verdict.ts';
import { SilenceWatch } from '../silence/silence-watch.ts';
import { decayOf } from '../sketch/decay.ts';
import { topReasons } from '../explain/top-reasons.ts';
import { EventKeys } from './event-keys.ts';
import { FamilyWeights } from './family-weights.ts';
import { FloodShare } from './flood-share.ts';
import { fuse } from './fuse.ts';
import { KeyMarks } from './key-marks.ts';
import { addOwnModel } from './own-model.ts';
import type { Score } from './score.ts';
import { ScoreDrift } from './score-drift.ts';
import { scoreOfTail } from './score-scale.ts';
import { SIZE_CLASSES, SCORING_CONFIG, TICK_MS, type ScoringConfig, type SizeClass } from './scoring-config.ts';
import type { ScoringEvent } from './scoring-event.ts';
import { SubScores } from './sub-scores.ts';

const KIND_SLOTS = 1_024;
/** Keys that a column bears before the sketches grow. */
const KEYS_PER_COLUMN = 8;
const LARGER: Readonly<Record<SizeClass, SizeClass | undefined>> = { S: 'M', M: 'L', L: undefined };
/** A gap in the events counts for no more than so many ticks of watching. */
const WATCHED_GAP_TICKS = 60;
/** Longest change window. */
export const CHANGE_WINDOW_TICKS = 60;
/** Seed words: two for texts, six for the rows of three sketches. */
export const SEED_WORDS = 8;

export interface OrgModelOptions {
  orgId: string;
  /** SEED_WORDS random words, kept with the model and told to nobody. */
  seed: Int32Array;
  config?: ScoringConfig;
  sizeClass?: SizeClass;
  /** Reasons are worked out for scores from here on, 0-100; default 0. */
  reasonsFrom?: number;
}

/** The model of one organisation: scores an event by what it learned before, then learns it. */
export class OrgModel {
  readonly orgId: string;
  readonly seed: Int32Array;
  readonly config: ScoringConfig;
  readonly marks = new KeyMarks();
  readonly weights = new FamilyWeights();
  /** Share of events in bursts of everything about them, and of events in surges of somebody. */
  readonly flood = new FloodShare();
  readonly surge = new FloodShare();
  readonly calibrator = new ScoreCalibrator();
  readonly drift = new ScoreDrift();
  readonly kinds = new Int32Array(KIND_SLOTS);
  readonly silence = new SilenceWatch();
  readonly feedback: Feedback;
  readonly keys: EventKeys;
  sub: SubScores;
  sizeClass: SizeClass;
  readonly #reasonsFrom: number;
  /** First and newest tick; -1 before the first event. The first moves up when a silence outlasts all before it. */
  startTick = -1;
  tick = -1;
  /** Ticks in which somebody was there to be watched: without the most of long gaps, so that no single old event ages a model. */
  watchedTicks = 0;
  /** Events scored, of them too late to learn, and with a time too far ahead. */
  events = 0;
  lateEvents = 0;
  futureEvents = 0;
  /** Tick at which a change window ends. */
  changeUntilTick = -1;

  constructor({ orgId, seed, config = SCORING_CONFIG, sizeClass = 'S', reasonsFrom = 0 }: OrgModelOptions) {
    if (seed.length !== SEED_WORDS) throw new RangeError(`a seed has ${SEED_WORDS} words`);
    this.orgId = orgId;
    this.seed = seed;
    this.config = config;
    this.sizeClass = sizeClass;
    this.#reasonsFrom = reasonsFrom;
    this.keys = new EventKeys(new KeyedHash([seed[0] as number, seed[1] as number]));
    this.sub = this.#subScores(sizeClass);
    this.feedback = new Feedback(this);
  }

  score(event: ScoringEvent): Score {
    const isLate = !this.#advance(event);
    const { sub, keys, config } = this;
    keys.read(event);
    sub.look(keys);
    if (event.ownModel !== undefined) addOwnModel(sub.findings, event.ownModel);
    const { floodShare } = this;
    const bits = fuse(sub, { burst: this.flood.share, any: floodShare }, config, this.weights);
    const tail = this.calibrator.tail(bits);
    const { isWarmingUp } = this;
    const full = scoreOfTail(tail);
    const anomalyScore = isWarmingUp ? Math.min(full, config.warmUpCap) : full;
    const reasons = anomalyScore >= this.#reasonsFrom ? topReasons(sub.findings, bits, event) : [];
    const confidence = this.#confidence();
    this.events += 1;
    if (isLate) {
      this.lateEvents += 1;
      sub.forget();
    } else {
      this.#learn(event, bits, tail);
    }
    return { anomalyScore, tail, confidence, bits, floodShare, isWarmingUp, isLate, reasons };
  }

  /** True in the first day, in which scores are capped. */
  get isWarmingUp(): boolean {
    return this.watchedTicks < this.config.warmUpTicks;
  }

  /** How far the model is on its way to full confidence, 0..1. */
  get maturity(): number {
    return Math.min(1, this.watchedTicks / this.config.confidentTicks);
  }

  /** Which part of the traffic of the last minutes belongs to floods, 0..1. */
  get floodShare(): number {
    return Math.max(this.flood.share, this.surge.share);
  }

  /** Lets an analyst's verdict change the model, within bounds; see Feedback. */
  applyVerdict(verdict: Verdict): VerdictResult {
    return this.feedback.apply(verdict);
  }

  /**
   * For a deployment or a move: what comes until `untilMs`, at most an hour from the newest event on, is scored as ever
   * and learned as the new normal. Bursts are not held back, and a minute of presence counts for ten.
   */
  openChangeWindow(untilMs: number): void {
    this.changeUntilTick = Math.min(Math.ceil(untilMs / TICK_MS), this.tick + CHANGE_WINDOW_TICKS);
  }

  /** Takes up a tick that a restored model stood at. */
  resumeAt(tick: number): void {
    this.tick = tick;
    if (tick < 0) return;
    this.marks.startTick(tick);
    this.sub.resumeTick(tick, this.startTick);
  }

  /** @returns false when the event is too old to be learned */
  #advance({ timeMs, receivedAtMs }: ScoringEvent): boolean {
    const newest = Math.floor((receivedAtMs + TICK_MS) / TICK_MS);
    let tick = Math.floor(timeMs / TICK_MS);
    if (tick > newest) {
      this.futureEvents += 1;
      tick = newest;
    }
    if (this.tick < 0) this.startTick = tick;
    if (tick > this.tick) this.#startTick(tick);
    return tick >= this.tick - this.config.latenessTicks;
  }

  #startTick(tick: number): void {
    const gap = this.tick < 0 ? 0 : tick - this.tick;
    if (gap > Math.max(WATCHED_GAP_TICKS, this.tick - this.startTick)) this.#outlast(gap);
    this.tick = tick;
    this.watchedTicks += Math.min(gap, WATCHED_GAP_TICKS);
    this.flood.startTick(gap, this.config.floodCarry);
    this.surge.startTick(gap, this.config.floodCarry);
    this.calibrator.fade(decayOf(this.config.calibratorHalfLifeTicks).after(gap));
    this.drift.startTick(gap);
    this.kinds.fill(0);
    this.marks.startTick(tick);
    this.sub.startTick(tick, this.startTick);
    const larger = LARGER[this.sizeClass];
    if (larger !== undefined && this.sub.presence.keyCount() > KEYS_PER_COLUMN * SIZE_CLASSES[this.sizeClass].presence)
      this.#grow(larger);
  }

  /**
   * A silence that is longer than all before it was none in which anything could have come: an imported log, a clock
   * that began in 1970. As ticks of the sketches it would make everything after it look unheard of, so they are given
   * the age at which a model without it would know as much.
   */
  #outlast(gap: number): void {
    const left = decayOf(this.config.burst.halfLifeTicks).after(gap);
    this.startTick = this.tick + gap - Math.round((this.tick - this.startTick) * left);
  }

  /** Doubles the sketches: every cell is copied to those its keys may now fall into, so estimates stay as they are. */
  #grow(sizeClass: SizeClass): void {
    const larger = this.#subScores(sizeClass);
    larger.copyFrom(this.sub);
    this.sub = larger;
    this.sizeClass = sizeClass;
    larger.resumeTick(this.tick, this.startTick);
  }

  #subScores(sizeClass: SizeClass): SubScores {
    return new SubScores(SIZE_CLASSES[sizeClass], this.seed.subarray(2), this.config, this.marks);
  }

  #learn(event: ScoringEvent, bits: number, tail: number): void {
    const { sub, keys, config } = this;
    const slot = keys.kind & (KIND_SLOTS - 1);
    if (this.kinds[slot] !== keys.kind) {
      this.kinds[slot] = keys.kind;
      this.drift.learn(bits);
      this.calibrator.learn(bits, tail < config.extremeTail ? config.extremeWeight : 1);
    }
    const sender = event.asset ?? event.sourceIp;
    if (sender !== undefined) this.silence.hear(sender, this.tick);
    this.flood.add(sub.meanBurst > config.floodBits);
    this.surge.add(sub.topSurge > config.surgeBits);
    sub.learn(this.tick < this.changeUntilTick);
  }

  #confidence(): number {
    const { maturity } = this;
    return this.sub.isBlurred ? maturity / 2 : maturity;
  }
}
