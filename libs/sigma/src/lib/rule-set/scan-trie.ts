import { foldTable } from '../fold.ts';
import type { HitList, TextSpan } from './hit-list.ts';
import { CLASS_MASK, HAS_BRANCHES, HAS_OUT } from './node-meta.ts';
import { stateOf, type TreeView } from './tree-view.ts';

// The class of a character is spelled out in each loop: a call per character costs more than the rest of the step.

/** Adds the atoms of literals that the text begins with or equals; stops where no literal goes on. */
export function scanForward(tree: TreeView, { units, start, end }: TextSpan, hits: HitList): void {
  const { alphabet, meta } = tree;
  if (start === end) {
    if (((meta[0] as number) & HAS_OUT) !== 0) report(tree, 0, true, hits);
    return;
  }
  let state = firstState(tree, units[start] as number);
  for (let at = start + 1; state !== 0; at++) {
    const flags = meta[state] as number;
    if ((flags & HAS_OUT) !== 0) report(tree, state, at === end, hits);
    if (at === end) return;
    const unit = units[at] as number;
    const wanted = unit < 128 ? (alphabet[unit] as number) : asciiClassOf(alphabet, unit);
    if ((flags & CLASS_MASK) === wanted) state++;
    else state = (flags & HAS_BRANCHES) === 0 ? 0 : branchAt(tree, state, wanted);
  }
}

/** Adds the atoms of literals that the text ends with; the tree holds them backwards. */
export function scanReverse(tree: TreeView, { units, start, end }: TextSpan, hits: HitList): void {
  const { alphabet, meta } = tree;
  if (start === end) return;
  let at = end - 1;
  let state = firstState(tree, units[at] as number);
  while (state !== 0) {
    const flags = meta[state] as number;
    if ((flags & HAS_OUT) !== 0) report(tree, state, false, hits);
    if (--at < start) return;
    const unit = units[at] as number;
    const wanted = unit < 128 ? (alphabet[unit] as number) : asciiClassOf(alphabet, unit);
    if ((flags & CLASS_MASK) === wanted) state++;
    else state = (flags & HAS_BRANCHES) === 0 ? 0 : branchAt(tree, state, wanted);
  }
}

/** Zero where no literal begins so. */
function firstState(tree: TreeView, unit: number): number {
  if (unit < 128) return tree.firsts[unit] as number;
  return stateOf(tree, tree.rows[asciiClassOf(tree.alphabet, unit)] as number);
}

/** Some characters outside ASCII fold into it, such as the Kelvin sign. */
export function asciiClassOf(alphabet: Uint8Array, unit: number): number {
  const folded = foldTable()[unit] as number;
  return folded < 128 ? (alphabet[folded] as number) : 0;
}

/** A child but the first; zero when there is none. */
function branchAt({ branches, links }: TreeView, state: number, wanted: number): number {
  const record = links[state] as number;
  const end = record + 2 + 2 * (branches[record + 1] as number);
  for (let at = record + 2; at < end; at += 2) if (branches[at] === wanted) return branches[at + 1] as number;
  return 0;
}

function report({ outs, records }: TreeView, state: number, isWhole: boolean, hits: HitList): void {
  const record = outs[state] as number;
  const prefixes = records[record] as number;
  const end = record + 2 + prefixes + (isWhole ? (records[record + 1] as number) : 0);
  let { count } = hits;
  for (let at = record + 2; at < end; at++) hits.atoms[count++] = records[at] as number;
  hits.count = count;
}
