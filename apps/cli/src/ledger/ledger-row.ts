/** How the books of one organisation and minute stand. */
export type LedgerState =
  /** Every accepted event is stored or dead-lettered. */
  | 'balanced'
  /** What is missing is on its way to storage. */
  | 'in_flight'
  /** Something is missing that nothing accounts for. */
  | 'unexplained'
  /** More is stored than was accepted. */
  | 'surplus'
  /** Something is missing, and there is too much on its way to say whether it is among it. */
  | 'unjudged';

/** What was counted of one organisation and minute. */
export interface LedgerCounts {
  accepted: number;
  stored: number;
  /** Dead letters of the group that stores: they are the only ones that explain why an event is not stored. */
  deadLettered: number;
  /** Events of that minute found on their way to storage. */
  unsettled: number;
  /** False when not everything that is on its way could be looked at. */
  isUnsettledComplete: boolean;
  /** The minute has ended, and long enough ago that its events ought to be stored. */
  isSettled: boolean;
}

export interface LedgerVerdict {
  inFlight: number;
  /** Accepted − stored − dead-lettered − in flight; negative for a surplus. */
  unexplained: number;
  state: LedgerState;
}

/** Judges one minute. Pure. */
export function judge(counts: LedgerCounts): LedgerVerdict {
  const open = counts.accepted - counts.stored - counts.deadLettered;
  if (open === 0) return { inFlight: 0, unexplained: 0, state: 'balanced' };
  // The figures are read one after the other, so those of a minute that goes on need not fit together.
  if (!counts.isSettled) return { inFlight: Math.max(0, open), unexplained: 0, state: 'in_flight' };
  if (open < 0) return { inFlight: 0, unexplained: open, state: 'surplus' };
  const inFlight = Math.min(open, counts.unsettled);
  const unexplained = open - inFlight;
  if (unexplained === 0) return { inFlight, unexplained, state: 'in_flight' };
  if (!counts.isUnsettledComplete) return { inFlight: open, unexplained: 0, state: 'unjudged' };
  return { inFlight, unexplained, state: 'unexplained' };
}
