import { scoreOfTail } from '@redoubt/scoring';

const DAY_MS = 86_400_000;
/** Nothing more ordinary than one event in a thousand becomes a detection, however few events there are. */
const LARGEST_TAIL = 1e-3;
/** Further unusual events about the same subject within this time belong to one episode and cost nothing more. */
const EPISODE_MS = 3_600_000;
/** An open episode is reported again after this long, so that its alert goes on. */
const REPEAT_MS = 60_000;
const MAX_EPISODES = 256;
/** Below this much time seen the number of events a day is too uncertain. */
const LEAST_SEEN_MS = 60_000;

/** How an unusual event fared. */
export type BudgetVerdict = 'granted' | 'ordinary' | 'over_budget' | 'same_episode';

interface Episode {
  lastMs: number;
  reportedMs: number;
}

/** What is kept of a budget between owners. */
export interface BudgetState {
  atMs: number;
  tokens: number;
  firstMs: number;
  recent: number;
  episodes: [subject: string, lastMs: number, reportedMs: number][];
}

/**
 * Decides which unusual events become detections, so that an organisation gets about `perDay` of them.
 *
 * An event qualifies when no more than a day's budget of events is expected to be as unusual. The bar moves with what
 * is left: ten times as low when the whole day's budget is unspent, ten times as high when nothing is. Time is accept
 * time, so that the same events give the same detections.
 */
export class AlertBudget {
  perDay: number;
  #atMs = 0;
  #firstMs = 0;
  #tokens: number;
  /** Events seen, fading within a day. */
  #recent = 0;
  readonly #episodes = new Map<string, Episode>();

  constructor(perDay: number, state?: BudgetState) {
    this.perDay = perDay;
    this.#tokens = perDay;
    if (!state) return;
    this.#atMs = state.atMs;
    this.#firstMs = state.firstMs;
    this.#tokens = Math.min(perDay, state.tokens);
    this.#recent = state.recent;
    for (const [subject, lastMs, reportedMs] of state.episodes) this.#episodes.set(subject, { lastMs, reportedMs });
  }

  /** Counts an event, at its accept time. */
  see(nowMs: number): void {
    if (this.#firstMs === 0) this.#firstMs = this.#atMs = nowMs;
    const passedMs = nowMs - this.#atMs;
    if (passedMs > 0) {
      this.#atMs = nowMs;
      this.#tokens = Math.min(this.perDay, this.#tokens + (passedMs * this.perDay) / DAY_MS);
      this.#recent *= Math.exp(-passedMs / DAY_MS);
    }
    this.#recent += 1;
  }

  /** Asks for a detection about `subject`; one that is granted is paid for, unless its episode has been. */
  ask(tail: number, subject: string): BudgetVerdict {
    if (this.perDay <= 0 || tail > this.#tailLimit()) return 'ordinary';
    const nowMs = this.#atMs;
    const episode = this.#episodes.get(subject);
    if (episode && nowMs - episode.lastMs < EPISODE_MS) {
      episode.lastMs = nowMs;
      if (nowMs - episode.reportedMs < REPEAT_MS) return 'same_episode';
      episode.reportedMs = nowMs;
      return 'granted';
    }
    if (this.#tokens < 1) return 'over_budget';
    this.#tokens -= 1;
    this.#begin(subject, nowMs);
    return 'granted';
  }

  /** Score from which an event qualifies now, 0-100. */
  detectionScore(): number {
    return scoreOfTail(Math.max(Number.MIN_VALUE, this.#tailLimit()));
  }

  get left(): number {
    return Math.max(0, this.#tokens);
  }

  eventsPerDay(): number {
    const seenMs = Math.max(LEAST_SEEN_MS, this.#atMs - this.#firstMs);
    return this.#recent / (1 - Math.exp(-seenMs / DAY_MS));
  }

  state(): BudgetState {
    const episodes = [...this.#episodes].filter(([, { lastMs }]) => this.#atMs - lastMs < EPISODE_MS);
    return {
      atMs: this.#atMs,
      tokens: this.#tokens,
      firstMs: this.#firstMs,
      recent: this.#recent,
      episodes: episodes.map(([subject, { lastMs, reportedMs }]) => [subject, lastMs, reportedMs]),
    };
  }

  #tailLimit(): number {
    if (this.perDay <= 0) return 0;
    const leniency = 10 ** (2 * (this.#tokens / this.perDay) - 1);
    return Math.min(LARGEST_TAIL, (this.perDay * leniency) / Math.max(1, this.eventsPerDay()));
  }

  #begin(subject: string, nowMs: number): void {
    this.#episodes.delete(subject);
    this.#episodes.set(subject, { lastMs: nowMs, reportedMs: nowMs });
    if (this.#episodes.size > MAX_EPISODES) this.#episodes.delete(this.#episodes.keys().next().value as string);
  }
}
