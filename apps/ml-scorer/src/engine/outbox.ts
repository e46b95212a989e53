import { SCORE_RANGES, scoreRangeOf, type Detection, type ScoreMinute, type ScoreRecord } from '@redoubt/contracts';

const MINUTE_MS = 60_000;

/** What was found out and is not published yet. */
export class Outbox {
  scores: Buffer[] = [];
  detections: Buffer[] = [];
  readonly #minutes = new Map<number, number[]>();
  /** Epoch ms since when something waits; undefined when nothing does. */
  sinceMs: number | undefined;

  get isEmpty(): boolean {
    return this.sinceMs === undefined;
  }

  /** Single scores and detections are waited for; counts are not. */
  get isUrgent(): boolean {
    return this.scores.length > 0 || this.detections.length > 0;
  }

  addScore(record: ScoreRecord, nowMs: number): void {
    this.scores.push(Buffer.from(JSON.stringify(record)));
    this.sinceMs ??= nowMs;
  }

  addDetection(detection: Detection, nowMs: number): void {
    this.detections.push(Buffer.from(JSON.stringify(detection)));
    this.sinceMs ??= nowMs;
  }

  /** Counts a score in the minute its event was accepted in. */
  count(anomalyScore: number, acceptedAtMs: number, nowMs: number): void {
    const minuteMs = acceptedAtMs - (acceptedAtMs % MINUTE_MS);
    let counts = this.#minutes.get(minuteMs);
    if (counts === undefined) this.#minutes.set(minuteMs, (counts = new Array<number>(SCORE_RANGES).fill(0)));
    const range = scoreRangeOf(anomalyScore);
    counts[range] = (counts[range] as number) + 1;
    this.sinceMs ??= nowMs;
  }

  /** Takes everything out. */
  take(): { scores: Buffer[]; detections: Buffer[] } {
    const minutes = [...this.#minutes].map(([minuteMs, counts]): ScoreMinute => ({ type: 'minute', minuteMs, counts }));
    const scores = [...this.scores, ...minutes.map((record) => Buffer.from(JSON.stringify(record)))];
    const { detections } = this;
    this.scores = [];
    this.detections = [];
    this.#minutes.clear();
    this.sinceMs = undefined;
    return { scores, detections };
  }
}
