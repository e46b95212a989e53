interface ErrorLike {
  name?: string;
  code?: string;
  message?: string;
}

/** Why a receiver could not be reached, in words; its address may be a secret, so only the kind is told. */
export function failureOf(thrown: unknown): string {
  const causes = causesOf(thrown);
  const refusal = causes.find(({ name }) => name === 'TargetRefusedError');
  if (refusal) return `target refused: ${refusal.message ?? ''}`;
  if (
    causes.some(({ name }) => name === 'TimeoutError' || name === 'HeadersTimeoutError' || name === 'BodyTimeoutError')
  )
    return 'time-out';
  if (causes.some(({ name }) => name === 'AbortError')) return 'stopped';
  const code = causes.find((cause) => typeof cause.code === 'string' && cause.code !== '')?.code;
  return code === undefined ? 'the connection failed' : `the connection failed: ${code}`;
}

/** An error and what caused it; by shape, since errors of the runtime need not be of this realm's class. */
function causesOf(thrown: unknown): ErrorLike[] {
  const causes: ErrorLike[] = [];
  for (let at = thrown; typeof at === 'object' && at !== null && causes.length < 5;) {
    causes.push(at as ErrorLike);
    at = (at as { cause?: unknown }).cause;
  }
  return causes;
}
