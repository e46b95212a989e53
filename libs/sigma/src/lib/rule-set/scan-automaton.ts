import type { HitList, TextSpan } from './hit-list.ts';
import { CLASS_MASK, HAS_BRANCHES, HAS_OUT } from './node-meta.ts';
import { asciiClassOf } from './scan-trie.ts';
import { stateOf, type TreeView } from './tree-view.ts';
import { wideClassOf } from './wide-alphabet.ts';

/**
 * Adds the atoms of literals that the text contains and notes whether it has other characters than ASCII. Each step
 * takes one character or fails to a shallower state, so there are at most two per character.
 *
 * @param scan number of this scan, never used before for this tree: keeps a literal from being reported twice
 */
export function scanContains(tree: TreeView, { units, start, end }: TextSpan, scan: number, hits: HitList): void {
  const { alphabet, classCount, denseCount, rows, specials, meta, outs, records } = tree;
  let row = 0;
  let seen = 0;
  for (let at = start; at < end;) {
    let unit = units[at++] as number;
    seen |= unit;
    const entry = rows[row + (unit < 128 ? (alphabet[unit] as number) : asciiClassOf(alphabet, unit))] as number;
    if (entry < denseCount) {
      row = entry * classCount;
      continue;
    }
    let state = specials[entry - denseCount] as number;
    let flags = meta[state] as number;
    if ((flags & HAS_OUT) !== 0) report(records, outs[state] as number, scan, hits);
    while (state >= denseCount && at < end) {
      unit = units[at++] as number;
      seen |= unit;
      const wanted = unit < 128 ? (alphabet[unit] as number) : asciiClassOf(alphabet, unit);
      state = (flags & CLASS_MASK) === wanted ? state + 1 : failUntil(tree, state, wanted);
      flags = meta[state] as number;
      if ((flags & HAS_OUT) !== 0) report(records, outs[state] as number, scan, hits);
    }
    row = state * classCount;
  }
  hits.isWide = seen > 127;
  hits.steps += end - start;
}

/**
 * As `scanContains`, but leaps over what no literal can begin in. Where a literal may begin the automaton reads on
 * until it is back at its root: then no literal is open, and leaping goes on behind. Two steps per character at most.
 */
export function scanLeaping(tree: TreeView, { units, start, end }: TextSpan, scan: number, hits: HitList): void {
  const { alphabet, classCount, window, skips, leastSkips, meta, outs } = tree;
  let steps = 0;
  for (let last = start + window - 1; last < end;) {
    let unit = units[last] as number;
    const lastClass = unit < 128 ? (alphabet[unit] as number) : asciiClassOf(alphabet, unit);
    let skip = leastSkips[lastClass] as number;
    if (skip === 0) {
      unit = units[last - 1] as number;
      const before = unit < 128 ? (alphabet[unit] as number) : asciiClassOf(alphabet, unit);
      skip = skips[before * classCount + lastClass] as number;
    }
    steps++;
    if (skip > 0) {
      last += skip;
      continue;
    }
    let at = last - window + 1;
    let state = 0;
    do {
      unit = units[at++] as number;
      state = failUntil(tree, state, unit < 128 ? (alphabet[unit] as number) : asciiClassOf(alphabet, unit));
      if (((meta[state] as number) & HAS_OUT) !== 0) report(tree.records, outs[state] as number, scan, hits);
      steps++;
    } while (state !== 0 && at < end);
    last = at + window - 1;
  }
  hits.steps += steps;
}

/** As `scanContains`, for literals with other characters. */
export function scanWide(tree: TreeView, { units, start, end }: TextSpan, scan: number, hits: HitList): void {
  const { pages, rows, meta, outs } = tree;
  let state = 0;
  for (let at = start; at < end; at++) {
    const wanted = wideClassOf(pages, units[at] as number);
    state = state === 0 ? stateOf(tree, rows[wanted] as number) : failUntil(tree, state, wanted);
    if (((meta[state] as number) & HAS_OUT) !== 0) report(tree.records, outs[state] as number, scan, hits);
  }
  hits.steps += end - start;
}

/** The state after a character of a class: a child of this state or of the nearest one failed to that has such a child. */
function failUntil(tree: TreeView, from: number, wanted: number): number {
  const { classCount, denseCount, rows, meta, links, branches } = tree;
  let state = from;
  while (state >= denseCount) {
    const flags = meta[state] as number;
    if ((flags & CLASS_MASK) === wanted) return state + 1;
    let link = links[state] as number;
    if ((flags & HAS_BRANCHES) !== 0) {
      const end = link + 2 + 2 * (branches[link + 1] as number);
      for (let at = link + 2; at < end; at += 2) if (branches[at] === wanted) return branches[at + 1] as number;
      link = branches[link] as number;
    }
    state = link;
  }
  return stateOf(tree, rows[state * classCount + wanted] as number);
}

function report(records: Int32Array, from: number, scan: number, hits: HitList): void {
  // A record that was reported had its chain reported with it.
  for (let at = from; at !== 0 && records[at] !== scan; at = records[at + 1] as number) {
    records[at] = scan;
    const end = at + 3 + (records[at + 2] as number);
    for (let atom = at + 3; atom < end; atom++) hits.atoms[hits.count++] = records[atom] as number;
  }
}
