/** Figures of a run that have to be zero, in words. */
export const MUST_BE_ZERO = {
  lost: 'accepted and not stored',
  phantom: 'stored and never sent',
  duplicated: 'stored more than once',
  alerts_missed: 'attacks without an alert',
  alerts_surplus: 'alerts too many',
  alerts_miscounted: 'alerts that count wrongly',
  alerts_unmailed: 'alerts that nobody was mailed of',
  sink_missing: 'stored and never forwarded',
  sink_phantom: 'forwarded and not stored',
  sink_out_of_order: 'forwarded out of order',
  dead_letters: 'dead letters',
  ledger_unexplained: 'unexplained by the ledger',
  ledger_disagreeing: 'counted otherwise by the ledger than by senders',
  ended_unasked: 'services that ended by themselves',
} as const;

export type MustBeZero = keyof typeof MUST_BE_ZERO;
