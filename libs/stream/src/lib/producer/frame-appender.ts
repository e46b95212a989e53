import { RetryableError, type EventLane, type OrgId } from '@redoubt/contracts';

/** Accepted events of one request and one organisation. */
export interface AppendRequest {
  orgId: OrgId;
  /** Each line is one event as JSON without a line feed. */
  lanes: readonly { lane: EventLane; lines: readonly Buffer[] }[];
  /**
   * Makes the append happen once however often it is asked for, for 24 h. Such a request gets frames of its own.
   * `batchId` is a hash, never user text; `bodyDigest` tells a repetition from another body under the same id;
   * events of the body below `leftOutBelowRank` of severity are not among the lines. @default 0: none is missing
   */
  idempotency?: { batchId: string; bodyDigest: string; leftOutBelowRank?: number };
}

export interface AppendResult {
  /** True when the same batch had been appended before; nothing was written now. */
  duplicate: boolean;
  accepted: number;
}

export type AppendRefusalCode =
  'out_of_memory' | 'not_replicated' | 'unavailable' | 'overloaded' | 'idempotency_conflict' | 'closed';

/** The append did not become durable, or cannot be said to have; the sender keeps the events and tries again. */
export class AppendRefused extends RetryableError {
  override name = 'AppendRefused';
  readonly code: AppendRefusalCode;
  /** When to try again, ms. */
  readonly retryAfterMs: number;

  constructor(code: AppendRefusalCode, message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The same body was appended before with other events of it left out: `duplicate` would say too much or too little. */
export class AppendedOtherwise extends AppendRefused {
  override name = 'AppendedOtherwise';
  /** Events of the body below this severity rank are the ones that were left out then; 0 when none was. */
  readonly leftOutBelowRank: number;

  constructor(leftOutBelowRank: number) {
    super('idempotency_conflict', 'the Idempotency-Key was used when other events of the body were left out', 0);
    this.leftOutBelowRank = leftOutBelowRank;
  }
}

/** Appends events to the streams of organisations. */
export interface FrameAppender {
  /**
   * Resolves when the events are durable at the level the appender was made for.
   *
   * @throws AppendRefused otherwise, of which AppendedOtherwise says what a repetition is to leave out
   */
  append(request: AppendRequest): Promise<AppendResult>;
  /** Flushes what was taken, then refuses. Safe to call twice. */
  close(): Promise<void>;
}
