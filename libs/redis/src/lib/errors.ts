import { RetryableError } from '@redoubt/contracts';
import type { ServerErrorKind } from './server-error.ts';

/** The command was certainly not executed: no node could take it within the retry time. */
export class RedisUnavailableError extends RetryableError {
  override name = 'RedisUnavailableError';
}

/** The connection closed or the time ran out after the command was sent: it may or may not have been executed. */
export class OutcomeUnknownError extends RetryableError {
  override name = 'OutcomeUnknownError';
}

/** The write was executed on the master, but too few replicas confirmed it in time. */
export class NotReplicatedError extends RetryableError {
  override name = 'NotReplicatedError';
}

/** The server answered with an error that no retry here would change. */
export class RedisReplyError extends Error {
  override name = 'RedisReplyError';
  readonly kind: ServerErrorKind;

  constructor(kind: ServerErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
