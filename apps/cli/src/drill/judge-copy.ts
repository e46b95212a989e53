import type { PartFigures } from '@redoubt/storage';

export interface CopyVerdict {
  partsCompared: number;
  /** What the copy lacks or holds otherwise. */
  faults: string[];
  /** What the live database has let go since. */
  notes: string[];
}

/** Keys are made and taken away at any time; the others only grow within the bounds of a copy, or are forgotten. */
const CHANGES = 'API keys ';

/** Holds a restored copy against the live database, each read within the copy's bounds. */
export function judgeCopy(copy: ReadonlyMap<string, PartFigures>, live: ReadonlyMap<string, PartFigures>): CopyVerdict {
  const verdict: CopyVerdict = { partsCompared: 0, faults: [], notes: [] };
  for (const name of new Set([...copy.keys(), ...live.keys()])) {
    const [held, wanted] = [copy.get(name) ?? NONE, live.get(name) ?? NONE];
    verdict.partsCompared += 1;
    if (held.count === wanted.count && held.hash === wanted.hash) continue;
    if (name.startsWith(CHANGES)) verdict.notes.push(`${name} changed since: ${held.count}, now ${wanted.count}`);
    else if (held.count < wanted.count) verdict.faults.push(`${name}: ${held.count} of ${wanted.count} restored`);
    else if (held.count > wanted.count)
      verdict.notes.push(`${name}: ${held.count - wanted.count} forgotten since by the live database`);
    else verdict.faults.push(`${name}: ${held.count} restored, and not the same`);
  }
  return verdict;
}

const NONE: PartFigures = { count: 0, hash: '' };
