/** Why an event was left out on purpose; closed, used as a metric label. */
export type DropReason = 'duplicate' | 'filtered' | 'not_subscribed';

/** Why an event can never be handled; closed, used as a metric label. */
export type DeadReason =
  'undecodable' | 'undecodable_frame' | 'permanent_error' | 'attempts_exhausted' | 'refused_by_store';

export const DEAD_REASONS: readonly DeadReason[] = [
  'undecodable',
  'undecodable_frame',
  'permanent_error',
  'attempts_exhausted',
  'refused_by_store',
];

/** What became of one event in a handler. */
export type Outcome =
  | { kind: 'ack' }
  | { kind: 'drop'; reason: DropReason }
  | { kind: 'retry'; error: Error; afterMs?: number }
  | { kind: 'dead'; reason: DeadReason; error: Error };

export const ACK: Outcome = Object.freeze({ kind: 'ack' });
