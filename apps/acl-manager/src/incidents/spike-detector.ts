/** More of something within a short time than is usual. */
export interface Spike {
  count: number;
  windowMs: number;
  /** What is usual within such a time. */
  usual: number;
}

const WINDOW_MS = 300_000;
const HOUR_MS = 3_600_000;
/** How many times the usual counts as a spike. */
const FACTOR = 5;

/**
 * Finds spikes: more than five times the median hour of the last day, by the part of an hour, and never less than
 * `minimum`. One spike is said once, until half of its limit has not been reached any more.
 */
export class SpikeDetector {
  readonly #minimum: number;
  #counts: { atMs: number; count: number }[] = [];
  #isSpiking = false;

  constructor({ minimum }: { minimum: number }) {
    this.#minimum = minimum;
  }

  /**
   * @param perHour numbers of whole hours, the hour under way last
   * @returns the spike that begins here
   */
  observe(atMs: number, count: number, perHour: readonly number[]): Spike | undefined {
    this.#counts = this.#counts.filter((one) => one.atMs > atMs - WINDOW_MS);
    if (count > 0) this.#counts.push({ atMs, count });
    const total = this.#counts.reduce((sum, one) => sum + one.count, 0);
    const { usual, limit } = spikeLimit(perHour, { windowMs: WINDOW_MS, minimum: this.#minimum });
    if (this.#isSpiking) {
      this.#isSpiking = total >= limit / 2;
      return undefined;
    }
    if (total < limit) return undefined;
    this.#isSpiking = true;
    return { count: total, windowMs: WINDOW_MS, usual };
  }
}

/**
 * What is usual within a time, by the median of the hours before this one, and from how much on it is a spike.
 *
 * @param perHour numbers of whole hours, the hour under way last
 */
export function spikeLimit(
  perHour: readonly number[],
  { windowMs, minimum }: { windowMs: number; minimum: number },
): { usual: number; limit: number } {
  const usual = Math.round((medianOf(perHour.slice(0, -1)) * windowMs) / HOUR_MS);
  return { usual, limit: Math.max(minimum, FACTOR * usual) };
}

function medianOf(counts: readonly number[]): number {
  return [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}
