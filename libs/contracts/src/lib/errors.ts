/** A later try of the same input may succeed: something outside was not available. */
export class RetryableError extends Error {
  override name = 'RetryableError';
}

/** The same input will fail the same way every time. */
export class PermanentError extends Error {
  override name = 'PermanentError';
}

/** This worker no longer owns the organisation; whatever it had in hand belongs to the new owner. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
  /** Epoch that the record of positions carries, where it is known: a claim has to be above it. */
  readonly seenEpoch: number | undefined;

  constructor(message: string, options: ErrorOptions & { seenEpoch?: number } = {}) {
    super(message, options);
    this.seenEpoch = options.seenEpoch;
  }
}

/** The configuration cannot work; the message lists every bad key. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

export type ErrorClass = 'retryable' | 'permanent' | 'lease_lost' | 'config' | 'unknown';

/** Decides by the error alone how a caller goes on; anything not made by us is `unknown`. */
export function classify(error: unknown): ErrorClass {
  if (error instanceof RetryableError) return 'retryable';
  if (error instanceof PermanentError) return 'permanent';
  if (error instanceof LeaseLostError) return 'lease_lost';
  if (error instanceof ConfigError) return 'config';
  return 'unknown';
}

/** Turns anything thrown into an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
