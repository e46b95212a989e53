import type { Score, ScoringEvent, Silence } from '@redoubt/scoring';
import type { StreamEvent } from '@redoubt/stream';
import type { ScoringOptions } from '../config.ts';
import type { MlScorerMetrics } from '../metrics.ts';
import type { AlertBudget } from './alert-budget.ts';
import { Outbox } from './outbox.ts';
import { detectionOf, eventScoreOf, silenceDetectionOf, subjectOf } from './records-of.ts';

const MINUTE_MS = 60_000;

/** Decides which scores are worth telling, and to whom. */
export class Findings {
  readonly budget: AlertBudget;
  readonly outbox = new Outbox();
  readonly #options: ScoringOptions;
  readonly #metrics: MlScorerMetrics;
  #minute = -1;
  #thisMinute = 0;

  constructor(budget: AlertBudget, options: ScoringOptions, metrics: MlScorerMetrics) {
    this.budget = budget;
    this.#options = options;
    this.#metrics = metrics;
  }

  /** @param nowMs monotonic */
  add(event: StreamEvent, seen: ScoringEvent, score: Score, nowMs: number): void {
    const { acceptedAtMs } = event;
    this.budget.see(acceptedAtMs);
    this.outbox.count(score.anomalyScore, acceptedAtMs, nowMs);
    if (score.anomalyScore < this.#options.scoreThreshold) return;
    if (this.#mayTell(acceptedAtMs)) {
      this.outbox.addScore(eventScoreOf(event, seen, score), nowMs);
      this.#metrics.published.inc();
    } else this.#metrics.unpublished.inc({ reason: 'over_rate' });
    this.#detect(event, seen, score, nowMs);
  }

  /** A usual sender fell silent, or everybody did, as `event` shows or because none followed it. */
  addSilence(
    event: Pick<StreamEvent, 'eventId'>,
    timeMs: number,
    silence: Silence,
    isWarmingUp: boolean,
    nowMs: number,
  ): void {
    if (isWarmingUp) return;
    const verdict = this.budget.ask(0, `silence ${silence.sender}`);
    if (verdict === 'granted') {
      this.outbox.addDetection(silenceDetectionOf(event, timeMs, silence), nowMs);
      this.#metrics.detections.inc({ kind: 'silence' });
    } else if (verdict !== 'ordinary') this.#metrics.withheld.inc({ reason: verdict });
  }

  #detect(event: StreamEvent, seen: ScoringEvent, score: Score, nowMs: number): void {
    if (score.isWarmingUp) {
      if (score.anomalyScore >= this.#options.scoreThreshold) this.#metrics.withheld.inc({ reason: 'warming_up' });
      return;
    }
    const subject = subjectOf(seen, score.reasons);
    const verdict = this.budget.ask(score.tail, JSON.stringify(subject).slice(0, 512));
    if (verdict === 'granted') {
      this.outbox.addDetection(detectionOf(event, seen, score, subject), nowMs);
      this.#metrics.detections.inc({ kind: 'event' });
    } else if (verdict !== 'ordinary') this.#metrics.withheld.inc({ reason: verdict });
  }

  /** So many single scores a minute: a flood of unusual events tells nothing more by every one of them. */
  #mayTell(acceptedAtMs: number): boolean {
    const minute = Math.floor(acceptedAtMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#thisMinute = 0;
    }
    this.#thisMinute += 1;
    return this.#thisMinute <= this.#options.scoresPerMinute;
  }
}
