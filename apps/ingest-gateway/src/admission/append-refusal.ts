import { AppendRefused, type AppendRefusalCode } from '@redoubt/stream';
import { Refusal, type ProblemCode } from '../http/refusal.ts';

const CODES: Readonly<Record<AppendRefusalCode, ProblemCode>> = {
  out_of_memory: 'out_of_memory',
  not_replicated: 'not_replicated',
  unavailable: 'unavailable',
  overloaded: 'overloaded',
  closed: 'unavailable',
  idempotency_conflict: 'idempotency_conflict',
};

/** What the sender is told when the appender refused; anything else thrown is passed on. */
export function refusalOfAppend(thrown: unknown): unknown {
  if (!(thrown instanceof AppendRefused)) return thrown;
  const code = CODES[thrown.code];
  if (code === 'idempotency_conflict') return new Refusal(code, thrown.message);
  return new Refusal(code, thrown.message, { retryAfterS: Math.max(1, Math.ceil(thrown.retryAfterMs / 1000)) });
}
