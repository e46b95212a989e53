import type { BrokenBuild } from './broken-builds.ts';

type Figures = Readonly<Record<string, number>>;

export interface BuildVerdict {
  isCaught: boolean;
  /** The whole build shows nothing under the same faults: what shows is of what was taken out. */
  isControlClean: boolean;
  failures: string[];
}

/**
 * Whether a judge saw what was taken out of a build. What the whole build shows too, as rows that are late on a busy
 * machine, proves nothing.
 */
export function judgeBuild(
  { name, shownBy }: Pick<BrokenBuild, 'name' | 'shownBy'>,
  { broken, control }: { broken: Figures; control: Figures },
): BuildVerdict {
  const isShown = shownBy.some((figure) => (broken[figure] ?? 0) > 0);
  const loud = shownBy.filter((figure) => control[figure] !== 0);
  const isControlClean = loud.length === 0;
  return {
    ...{ isCaught: isShown && isControlClean, isControlClean },
    failures: [
      ...(isShown ? [] : [`${name} was not caught: ${shownBy.join(', ')} stayed 0`]),
      ...loud.map((figure) => `${name}: the whole build comes to ${figure} ${control[figure] ?? '(not looked at)'}`),
    ],
  };
}
