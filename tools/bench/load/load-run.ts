import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { LoadConnection, type Answer, type LoadSource } from './load-connection.ts';
import type { Latency, LoadResult } from './load-plan.ts';
import { refusedIn } from './partial-answer.ts';
import type { LoadRequest, RequestPool } from './request-pool.ts';

const PAUSE_MS = 100;
/** How long answers are waited for after the run was told to stop. */
const LAST_ANSWERS_MS = 60_000;
const LIMIT_STEP_MS = 20;
/** Refused because the memory of a server is short. */
const SHED = 'shed';

/** Sends requests of a pool over a number of connections until it is told to stop. */
export class LoadRun implements LoadSource {
  readonly #pool: RequestPool;
  readonly #connections: LoadConnection[];
  readonly #latency: RecordableHistogram = createHistogram();
  readonly #turnedAwayLatency: RecordableHistogram = createHistogram();
  readonly #isImpatient: boolean;
  readonly #turnedAway = { events: 0, unadvised: 0 };
  readonly #ranges: number[] = [];
  readonly #unanswered: number[] = [];
  readonly #retries: Record<string, number> = {};
  readonly #fail: (error: Error) => void;
  readonly #lastAnswersMs: number;
  #mostEvents: number;
  #isStopping = false;
  #requests = 0;
  #acceptedBytes = 0;
  #refused = 0;
  #shed = 0;
  #givenUp = 0;
  sent = 0;
  accepted = 0;

  constructor(
    pool: RequestPool,
    options: {
      port: number;
      connections: number;
      mostEvents: number;
      isImpatient: boolean;
      onFailure: (error: Error) => void;
      /** How long `stop` waits for answers; a minute if left out. */
      lastAnswersMs?: number;
    },
  ) {
    this.#pool = pool;
    this.#isImpatient = options.isImpatient;
    this.#mostEvents = options.mostEvents;
    this.#fail = options.onFailure;
    this.#lastAnswersMs = options.lastAnswersMs ?? LAST_ANSWERS_MS;
    this.#connections = Array.from({ length: options.connections }, () => new LoadConnection(options.port, this));
    for (const connection of this.#connections) connection.wake();
  }

  /** Lets it send up to this many events in all. */
  limit(mostEvents: number): void {
    this.#mostEvents = mostEvents;
    for (const connection of this.#connections) connection.wake();
  }

  /** Sends nothing new; resolves when everything sent was answered or given up. */
  async stop(): Promise<LoadResult> {
    this.#isStopping = true;
    const deadlineMs = performance.now() + this.#lastAnswersMs;
    while (!this.#connections.every((connection) => connection.isIdle) && performance.now() < deadlineMs) {
      await new Promise((resolve) => setTimeout(resolve, LIMIT_STEP_MS));
    }
    for (const connection of this.#connections) {
      const left = connection.close();
      if (left !== undefined) this.#giveUp(left);
    }
    return {
      accepted: this.accepted,
      acceptedBytes: this.#acceptedBytes,
      requests: this.#requests,
      refused: this.#refused,
      shed: this.#shed,
      retries: this.#retries,
      ranges: Uint32Array.from(this.#ranges),
      unanswered: Uint32Array.from(this.#unanswered),
      givenUp: this.#givenUp,
      latencyMs: latencyOf(this.#latency),
      turnedAway: { ...this.#turnedAway, latencyMs: latencyOf(this.#turnedAwayLatency) },
    };
  }

  next(): LoadRequest | null {
    if (this.#isStopping || this.sent >= this.#mostEvents) return null;
    const request = this.#pool.take();
    this.sent += request.events;
    return request;
  }

  answered(request: LoadRequest, { status, body, retryAfterMs }: Answer): number | undefined {
    if (status === this.#pool.format.status) {
      this.#accept(request, body);
      return undefined;
    }
    if (status !== 429 && status < 500) {
      this.#fail(new Error(`the server refused a request for good: ${status} ${body.slice(0, 300)}`));
      return undefined;
    }
    if (this.#isImpatient && (status === 429 || status === 503)) {
      this.#turnAway(request, retryAfterMs);
      return undefined;
    }
    return this.#again(String(status), retryAfterMs ?? PAUSE_MS);
  }

  broken(message: string): number {
    return this.#again(message, PAUSE_MS);
  }

  #turnAway(request: LoadRequest, retryAfterMs: number | undefined): void {
    record(this.#turnedAwayLatency, request);
    this.#turnedAway.events += request.events;
    if (retryAfterMs === undefined) this.#turnedAway.unadvised += 1;
    this.#pool.giveBack(request);
  }

  #accept(request: LoadRequest, body: string): void {
    record(this.#latency, request);
    this.#requests += 1;
    if (this.#pool.format.isTaken(body, request.events)) {
      this.accepted += request.events;
      this.#acceptedBytes += request.jsonBytes;
      this.#ranges.push(request.orgIndex, request.firstNumber, request.events);
    } else {
      this.#acceptPart(request, body);
    }
    this.#pool.giveBack(request);
  }

  /** What was accepted of a request is promised all the same. */
  #acceptPart({ orgIndex, firstNumber, events, jsonBytes }: LoadRequest, body: string): void {
    const refused = refusedIn(body, events);
    if (refused === undefined) {
      this.#refused += events;
      this.#unanswered.push(orgIndex, firstNumber, events);
      return;
    }
    const isRefused = new Set(refused.map(({ index }) => index));
    for (let index = 0; index < events; index++) {
      if (!isRefused.has(index)) this.#ranges.push(orgIndex, firstNumber + index, 1);
      else if (!this.#pool.isKeyed) this.#unanswered.push(orgIndex, firstNumber + index, 1);
    }
    const accepted = events - refused.length;
    this.accepted += accepted;
    this.#acceptedBytes += (jsonBytes * accepted) / events;
    this.#refused += refused.length;
    this.#shed += refused.filter(({ code }) => code === SHED).length;
  }

  #again(why: string, afterMs: number): number {
    this.#retries[why] = (this.#retries[why] ?? 0) + 1;
    return afterMs;
  }

  #giveUp(request: LoadRequest): void {
    this.#givenUp += request.events;
    this.#unanswered.push(request.orgIndex, request.firstNumber, request.events);
    this.#pool.giveBack(request);
  }
}

function record(histogram: RecordableHistogram, { sentAtMs }: LoadRequest): void {
  histogram.record(Math.max(1, Math.round((performance.now() - sentAtMs) * 1e6)));
}

function latencyOf(histogram: RecordableHistogram): Latency {
  return { p50: histogram.percentile(50) / 1e6, p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 };
}
