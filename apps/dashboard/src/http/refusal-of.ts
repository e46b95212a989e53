import { PermanentError, RetryableError } from '@redoubt/contracts';
import { NotReplicatedError, OutcomeUnknownError, RedisUnavailableError } from '@redoubt/redis';
import { sqlStateOf } from '@redoubt/storage';
import { AppendRefused } from '@redoubt/stream';
import { Refusal } from './refusal.ts';

/** SQLSTATE of a statement that was cancelled, here because it ran into its time limit. */
const QUERY_CANCELED = '57014';

/** What a thrown error means to the one who asked; what is not known is `internal` and says nothing about itself. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof AppendRefused) {
    const code = error.code === 'overloaded' ? 'overloaded' : 'unavailable';
    return new Refusal(code, undefined, {
      retryAfterS: Math.max(1, Math.ceil(error.retryAfterMs / 1_000)),
      cause: error,
    });
  }
  if (error instanceof RetryableError) {
    const isSlow = sqlStateOf(error) === QUERY_CANCELED;
    const detail = isSlow ? 'the search took too long: narrow it, best by a time range' : undefined;
    return new Refusal('unavailable', detail, { retryAfterS: 1, cause: error });
  }
  // Of the libraries' own checks; one with a cause comes from a driver, and its text is not for outside.
  if (error instanceof PermanentError && error.cause === undefined) return new Refusal('refused', error.message);
  if (isOfRedis(error)) return new Refusal('unavailable', undefined, { retryAfterS: 1, cause: error });
  return ofExpress(error) ?? new Refusal('internal', undefined, { cause: error });
}

function isOfRedis(error: unknown): boolean {
  return [RedisUnavailableError, OutcomeUnknownError, NotReplicatedError].some((kind) => error instanceof kind);
}

/** Errors of express and its body parser carry a type, or only a status. */
function ofExpress(error: unknown): Refusal | undefined {
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new Refusal('body_too_large');
    case 'entity.parse.failed':
      return new Refusal('invalid_json');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Refusal('unsupported_media_type');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Refusal('malformed_request');
  }
  // A path that cannot be percent-decoded.
  return error instanceof URIError || status === 400 ? new Refusal('malformed_request') : undefined;
}
