import type { LoadFormatName } from './load-format.ts';

/** What a load process is to send; requests are built before the first one goes out. */
export interface LoadPlan {
  seed: number;
  /** Authorization values, all of one length, one per organisation; the first sends most (Zipf). */
  authorizations: readonly string[];
  eventsPerRequest: number;
  /** Requests in flight. */
  connections: number;
  /** An Idempotency-Key on every request. */
  isKeyed: boolean;
  /** `json` sends one object per request. */
  format: LoadFormatName;
  /** Four characters at the start of every event id. */
  tag: string;
  /** What is turned away with 429 or 503 is dropped and the next sent at once, as nobody should. */
  isImpatient?: boolean;
}

/** Messages to the load process. */
export type LoadCommand =
  | { kind: 'prepare'; plan: LoadPlan }
  /** @property mostEvents  send no more events than this until told otherwise */
  | { kind: 'start'; port: number; mostEvents?: number }
  | { kind: 'limit'; mostEvents: number }
  /** Finish what is in flight, then report. */
  | { kind: 'stop' };

/** Messages from the load process. */
export type LoadReport =
  | { kind: 'ready' }
  | { kind: 'progress'; sent: number; accepted: number }
  | { kind: 'done'; result: LoadResult }
  | { kind: 'failed'; message: string };

/** What became of one stretch of load. */
export interface LoadResult {
  /** Events answered 202. */
  accepted: number;
  /** JSON bytes of those events, without line ends. */
  acceptedBytes: number;
  requests: number;
  /** Events that the gateway refused one by one. */
  refused: number;
  /** Those of them that it refused because the memory of a server was short. */
  shed: number;
  /** Requests sent again after 429, 5xx or a lost connection, by what it was. */
  retries: Record<string, number>;
  /**
   * Identities of what was accepted, three numbers per request: index of the organisation, number of the first event
   * id, number of events.
   */
  ranges: Uint32Array;
  /**
   * The same of requests that never got an answer: stored or not, both is right. So it is of refused events of requests
   * without a key, since an earlier try may have stored them; under a key the answer is about what was stored.
   */
  unanswered: Uint32Array;
  /** Events of requests that were still without one a minute after the run was told to stop. */
  givenUp: number;
  /** From sending a request to its 202, repetitions included. */
  latencyMs: Latency;
  /** Of an impatient sender. */
  turnedAway: TurnedAway;
}

export interface Latency {
  p50: number;
  p99: number;
  max: number;
}

export interface TurnedAway {
  events: number;
  /** Requests without a Retry-After. */
  unadvised: number;
  latencyMs: Latency;
}
