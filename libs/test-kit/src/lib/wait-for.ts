export interface WaitOptions {
  /** Default 5 s. */
  timeoutMs?: number;
  /** Pause between two looks, default 20 ms. */
  intervalMs?: number;
  /** Named in the error. */
  what?: string;
}

type Falsy = false | null | undefined | 0 | '';

/**
 * Looks until `condition` gives something truthy, and returns that.
 *
 * A condition that throws counts as not met; its last error becomes the cause.
 *
 * @throws Error  not met within `timeoutMs`
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<Exclude<Awaited<T>, Falsy>> {
  const { timeoutMs = 5_000, intervalMs = 20, what = 'condition' } = options;
  const deadlineMs = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Exclude<Awaited<T>, Falsy>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadlineMs) throw new Error(`${what} not met within ${timeoutMs} ms`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
