import type { OrgId, Severity } from '@redoubt/contracts';
import type { SinkStream } from '@redoubt/rulebook';

/** One thing on its way to a sink: what it is said as, and what receivers know it by. */
export interface SinkItem {
  /** The same at every try and after every takeover: `<organisation>-<event id>`. */
  id: string;
  stream: SinkStream;
  orgId: OrgId;
  /** When it happened, epoch ms. */
  atMs: number;
  severity: Severity;
  /** Event type, `alert` or `incident`. */
  kind: string;
  asset?: string | undefined;
  /** The mapped text: one JSON object, or one CEF line. */
  text: string;
}

/** Worth another try, after `afterMs` if the receiver said so. */
export interface Retry {
  kind: 'retry';
  detail: string;
  afterMs?: number;
  /** The receiver says that it failed (5xx but 503): what it was sent may be the cause. */
  isServerError?: boolean;
}

/** What became of one item of a request. */
export type ItemResult =
  | { kind: 'delivered' }
  /** The receiver had it already. */
  | { kind: 'duplicate' }
  | Retry
  /** No try will ever do. */
  | { kind: 'dead'; detail: string };

/** What became of one request. `detail` is for people and holds no secret. */
export type SendResult =
  /** `trouble`: what it said of items that it does not name, and does not want again. */
  | { kind: 'sent'; items?: readonly ItemResult[]; trouble?: string }
  | Retry
  /** Fewer may do. */
  | { kind: 'too_large'; detail: string }
  /** Something in it is not taken: to be tried in halves until what is wrong stands alone. */
  | { kind: 'refused'; detail: string };

/** Sends items to one receiver, one request at a time. */
export interface SinkWriter {
  /** One try. Never rejects. */
  send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult>;
  close(): Promise<void>;
}
