import type { Refusal } from './redis-queries.ts';
import type { RedisSearch } from './redis-search.ts';

const hourMs = 3_600_000;
const hours = 24;

/** Refusals that fit the filters of the address. */
export function filterRefusals(all: readonly Refusal[], { reason, by, node }: RedisSearch): Refusal[] {
  return all.filter(
    (one) =>
      (reason === undefined || reason.includes(one.reason)) &&
      (by === undefined || one.user === by) &&
      (node === undefined || one.node === node),
  );
}

/** How often something was refused in each of the last 24 hours, the one under way last. */
export function refusalsByHour(all: readonly Refusal[], nowMs: number): { timesMs: number[]; counts: number[] } {
  const lastMs = Math.floor(nowMs / hourMs) * hourMs;
  const timesMs = Array.from({ length: hours }, (_, index) => lastMs - (hours - 1 - index) * hourMs);
  const counts = timesMs.map(() => 0);
  for (const { atMs, count } of all) {
    const index = hours - 1 - Math.floor((lastMs + hourMs - 1 - atMs) / hourMs);
    if (index >= 0 && index < hours) counts[index] = (counts[index] ?? 0) + count;
  }
  return { timesMs, counts };
}
