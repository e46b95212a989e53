/** Waits for `promise` at most `timeoutMs`; afterwards rejects with `makeError()` and swallows what `promise` does later. */
export async function withDeadline<T>(promise: Promise<T>, timeoutMs: number, makeError: () => Error): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(makeError()), timeoutMs);
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
