import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { LoadConnection, type Answer, type LoadSource } from './load-connection.ts';
import type { Latency, LoadResult } from './load-plan.ts';
import type { LoadRequest, RequestPool } from './request-pool.ts';

const PAUSE_MS = 100;
/** How long a request is repeated after the run was told to stop. */
const RETRY_FOR_MS = 60_000;
const LIMIT_STEP_MS = 20;

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
  #mostEvents: number;
  #giveUpAtMs = Infinity;
  #isStopping = false;
  #requests = 0;
  #acceptedBytes = 0;
  #refused = 0;
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
    },
  ) {
    this.#pool = pool;
    this.#isImpatient = options.isImpatient;
    this.#mostEvents = options.mostEvents;
    this.#fail = options.onFailure;
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
    this.#giveUpAtMs = performance.now() + RETRY_FOR_MS;
    while (!this.#connections.every((connection) => connection.isIdle)) {
      await new Promise((resolve) => setTimeout(resolve, LIMIT_STEP_MS));
    }
    for (const connection of this.#connections) connection.close();
    return {
      accepted: this.accepted,
      acceptedBytes: this.#acceptedBytes,
      requests: this.#requests,
      refused: this.#refused,
      retries: this.#retries,
      ranges: Uint32Array.from(this.#ranges),
      unanswered: Uint32Array.from(this.#unanswered),
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
    return this.#again(request, String(status), retryAfterMs ?? PAUSE_MS);
  }

  broken(request: LoadRequest, message: string): number | undefined {
    return this.#again(request, message, PAUSE_MS);
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
      // Which of its events were refused is not followed up: none ever should be.
      this.#refused += request.events;
      this.#unanswered.push(request.orgIndex, request.firstNumber, request.events);
    }
    this.#pool.giveBack(request);
  }

  #again(request: LoadRequest, why: string, afterMs: number): number | undefined {
    this.#retries[why] = (this.#retries[why] ?? 0) + 1;
    if (performance.now() < this.#giveUpAtMs) return afterMs;
    this.#unanswered.push(request.orgIndex, request.firstNumber, request.events);
    this.#pool.giveBack(request);
    return undefined;
  }
}

function record(histogram: RecordableHistogram, { sentAtMs }: LoadRequest): void {
  histogram.record(Math.max(1, Math.round((performance.now() - sentAtMs) * 1e6)));
}

function latencyOf(histogram: RecordableHistogram): Latency {
  return { p50: histogram.percentile(50) / 1e6, p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 };
}
