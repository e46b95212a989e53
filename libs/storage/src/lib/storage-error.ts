import { PermanentError, RetryableError } from '@redoubt/contracts';

/** SQLSTATE of an error that PostgreSQL answered with, or of its cause; undefined for network errors, which have none. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return cause === undefined ? undefined : sqlStateOf(cause);
}

// 08 connection, 53 resources (disk full, too many clients), 57 operator intervention (shutdown, cancel), 40 rollback
// (deadlock, serialisation), 55P03 lock timeout, 25P03 idle in transaction, XX000 "tuple concurrently updated".
const passingStates = /^(08|53|57|40)|^(55P03|25P03|XX000)$/;

/** True when the row itself is at fault (bad data, constraint, too long for an index), so that no retry will help. */
export function isRowRefusal(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && /^(22|23|54)/.test(state) && !isMissingPartition(error);
}

/** True when the day's partition has gone (or was never there) since the writer last looked. */
export function isMissingPartition(error: unknown): boolean {
  return sqlStateOf(error) === '42P01';
}

/**
 * Gives an error of the driver the class by which callers decide: RetryableError for anything the network, the server
 * or another transaction caused, PermanentError for what the statement caused. Our own errors pass unchanged.
 */
export function toStorageError(error: unknown, what: string): Error {
  if (error instanceof Error && isOurs(error)) return error;
  const state = sqlStateOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  const message = `${what}: ${detail}${state ? ` (SQLSTATE ${state})` : ''}`;
  const isPassing = state === undefined || passingStates.test(state);
  return isPassing ? new RetryableError(message, { cause: error }) : new PermanentError(message, { cause: error });
}

function isOurs(error: Error): boolean {
  return ['RetryableError', 'PermanentError', 'LeaseLostError', 'ConfigError'].includes(error.name);
}
