import type { LedgerBalance } from '../../bench/judge/ledger-balance.ts';

export interface LedgerVerdict {
  /** Accepted by the ledger and neither stored nor given up, or the other way round. */
  unexplained: number;
  /** How far the ledger's accepted are from what senders were answered. */
  disagreeing: number;
}

/**
 * Sets the platform's own account against the outside count. What was stored without an answer may stand on either
 * side: a master that goes down takes the entry of an event with it that a worker had read already.
 */
export function judgeLedger(
  { accepted, unexplained }: Pick<LedgerBalance, 'accepted' | 'unexplained'>,
  outside: { accepted: number; unanswered: number },
): LedgerVerdict {
  return {
    unexplained: Math.max(0, unexplained - outside.unanswered),
    disagreeing: Math.max(0, Math.abs(accepted - outside.accepted) - outside.unanswered),
  };
}
