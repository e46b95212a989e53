import { foldTable } from '../fold.ts';
import type { HitList } from './hit-list.ts';
import { CLASS_MASK, HAS_BRANCHES, HAS_OUT } from './node-meta.ts';
import { stateOf, type TreeView } from './tree-view.ts';

/** Adds the atoms of literals that the text begins with or equals; stops where no literal goes on. */
export function scanForward(tree: TreeView, text: string, hits: HitList): void {
  const length = text.length;
  if (length === 0) {
    if (((tree.meta[0] as number) & HAS_OUT) !== 0) report(tree, 0, true, hits);
    return;
  }
  let state = firstState(tree, text.charCodeAt(0));
  for (let at = 1; state !== 0; at++) {
    if (((tree.meta[state] as number) & HAS_OUT) !== 0) report(tree, state, at === length, hits);
    if (at === length) return;
    state = childAt(tree, state, classAt(tree.alphabet, text, at));
  }
}

/** Adds the atoms of literals that the text ends with; the tree holds them backwards. */
export function scanReverse(tree: TreeView, text: string, hits: HitList): void {
  let at = text.length - 1;
  if (at < 0) return;
  let state = firstState(tree, text.charCodeAt(at));
  while (state !== 0) {
    if (((tree.meta[state] as number) & HAS_OUT) !== 0) report(tree, state, false, hits);
    if (--at < 0) return;
    state = childAt(tree, state, classAt(tree.alphabet, text, at));
  }
}

/** Zero where no literal begins so. */
function firstState(tree: TreeView, unit: number): number {
  if (unit < 128) return tree.firsts[unit] as number;
  return stateOf(tree, tree.rows[asciiClassOf(tree.alphabet, unit)] as number);
}

function classAt(alphabet: Uint8Array, text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 128) return alphabet[unit] as number;
  return asciiClassOf(alphabet, unit);
}

/** Some characters outside ASCII fold into it, such as the Kelvin sign. */
export function asciiClassOf(alphabet: Uint8Array, unit: number): number {
  const folded = foldTable()[unit] as number;
  return folded < 128 ? (alphabet[folded] as number) : 0;
}

/** Zero when there is none. */
function childAt(tree: TreeView, state: number, wanted: number): number {
  const meta = tree.meta[state] as number;
  if ((meta & CLASS_MASK) === wanted) return state + 1;
  if ((meta & HAS_BRANCHES) === 0) return 0;
  const { branches } = tree;
  const record = tree.links[state] as number;
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
