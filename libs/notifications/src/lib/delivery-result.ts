/** What became of one try to send a message. `detail` is for people and holds no secret. */
export type DeliveryResult =
  | { kind: 'sent'; detail: string }
  /** Worth another try, after `afterMs` if the receiver said so. */
  | { kind: 'retry'; detail: string; afterMs?: number }
  /** No try will ever do. */
  | { kind: 'dead'; detail: string };
