import gaps from './gaps.json' with { type: 'json' };

const gapsBySuite: Readonly<Record<string, Readonly<Record<string, string>>>> = gaps;

/** Why a figure does not reach its goal, where its time goes and what was tried; undefined when nobody has looked. */
export function gapOf(suite: string, figure: string): string | undefined {
  return gapsBySuite[suite]?.[figure];
}

/** All that is written down, as [suite, figure]. */
export function knownGaps(): [suite: string, figure: string][] {
  return Object.entries(gapsBySuite).flatMap(([suite, figures]) =>
    Object.keys(figures).map((figure): [string, string] => [suite, figure]),
  );
}
