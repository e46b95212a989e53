/** A quantity after `ageMs` when it halves every `halfLifeMs`: value * 2^(-age / halfLife). Negative ages count as 0. */
export function decayed(value: number, ageMs: number, halfLifeMs: number): number {
  return ageMs <= 0 ? value : value * 2 ** (-ageMs / halfLifeMs);
}
