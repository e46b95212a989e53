/** Time as the code sees it, so that tests can hold it still. */
export interface Clock {
  /** Wall clock, epoch ms. */
  now(): number;
  /** Never runs backwards, ms from an arbitrary start; for leases and time-outs. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => globalThis.performance.now(),
};
