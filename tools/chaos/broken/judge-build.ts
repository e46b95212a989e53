import type { ChaosResult } from '../chaos-report.ts';
import { MUST_BE_ZERO } from '../faults/must-be-zero.ts';
import type { BrokenBuild } from './broken-builds.ts';

export interface BuildVerdict {
  isCaught: boolean;
  /** The whole build keeps every promise under the same faults: what shows is of what was taken out. */
  isControlClean: boolean;
  failures: string[];
}

/**
 * Whether a judge saw what was taken out of a build. Beside a whole build that comes to anything at all, as rows that
 * are late on a busy machine, what shows proves nothing.
 */
export function judgeBuild(
  { name, shownBy }: Pick<BrokenBuild, 'name' | 'shownBy'>,
  { broken, control }: { broken: Pick<ChaosResult, 'figures'>; control: Pick<ChaosResult, 'figures' | 'failures'> },
): BuildVerdict {
  const isShown = shownBy.some((figure) => (broken.figures[figure] ?? 0) > 0);
  const unseen = Object.keys(MUST_BE_ZERO).filter((figure) => control.figures[figure] === undefined);
  const loud = Object.keys(MUST_BE_ZERO).filter((figure) => (control.figures[figure] ?? 0) !== 0);
  const told = loud.map((figure) => `${figure}: ${control.figures[figure]}`);
  const others = control.failures.filter((failure) => !told.includes(failure));
  const against = [...told, ...others, ...unseen.map((figure) => `${figure} was not looked at`)];
  const isControlClean = against.length === 0;
  return {
    ...{ isCaught: isShown && isControlClean, isControlClean },
    failures: [
      ...(isShown ? [] : [`${name} was not caught: ${shownBy.join(', ')} stayed 0`]),
      ...against.map((what) => `${name}, the whole build: ${what}`),
    ],
  };
}
