import { SEVERITIES } from '@redoubt/contracts';

/** Share of maxmemory from which a severity is refused, lowest severity first. */
const SHED_FROM: readonly number[] = [0.75, 0.8, 0.85, 0.9, 0.95];

/** Once shed, a severity is taken again only when the share has fallen this far below its mark. */
const HYSTERESIS = 0.01;

/** No severity ranks below it, so nothing is shed. */
export const SHED_NONE = 0;
/** Every severity ranks below it. */
export const SHED_ALL = SEVERITIES.length;

/**
 * Decides what to shed at a memory share.
 *
 * @param usedRatio  used / maxmemory of the master
 * @param current    the level until now
 * @returns severities whose rank is below it are refused: 0 none, 1 informational … 5 all
 */
export function shedLevel(usedRatio: number, current: number): number {
  let level = SHED_NONE;
  for (const [rank, from] of SHED_FROM.entries()) {
    const mark = rank < current ? from - HYSTERESIS : from;
    if (usedRatio >= mark) level = rank + 1;
  }
  return level;
}
