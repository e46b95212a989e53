import type { CompiledTree } from './compiled-rules.ts';
import { bytesOf, viewOf } from './int-pool.ts';

const ASCII = 128;

/** A compiled tree with its numbers at hand. */
export interface TreeView {
  alphabet: Uint8Array;
  /** Pages of a wide alphabet. */
  pages: Uint16Array;
  classCount: number;
  /** 0 = reads every character. */
  window: number;
  skips: Uint8Array;
  /** The least leap of the pairs that end with a class: what its character alone allows. */
  leastSkips: Uint8Array;
  /** The state after the first character, by ASCII character. */
  firsts: Int32Array;
  denseCount: number;
  rows: Uint16Array;
  specials: Int32Array;
  meta: Int32Array;
  links: Int32Array;
  branches: Int32Array;
  outs: Int32Array;
  records: Int32Array;
}

export function viewTree(pool: Int32Array<ArrayBuffer>, tree: CompiledTree): TreeView {
  const alphabet = bytesOf(pool, tree.alphabet);
  const skips = bytesOf(pool, tree.skips);
  const view: TreeView = {
    alphabet,
    pages: unitsOf(alphabet),
    classCount: tree.classCount,
    window: tree.window,
    skips,
    leastSkips: leastOf(skips, tree.window > 0 ? tree.classCount : 0),
    firsts: new Int32Array(ASCII),
    denseCount: tree.denseCount,
    rows: unitsOf(bytesOf(pool, tree.rows)),
    specials: viewOf(pool, tree.specials),
    meta: viewOf(pool, tree.meta),
    links: viewOf(pool, tree.links),
    branches: viewOf(pool, tree.branches),
    outs: viewOf(pool, tree.outs),
    records: viewOf(pool, tree.records),
  };
  for (let unit = 0; unit < ASCII && alphabet.length === ASCII; unit++) {
    view.firsts[unit] = stateOf(view, view.rows[alphabet[unit] as number] as number);
  }
  return view;
}

function leastOf(skips: Uint8Array, classCount: number): Uint8Array {
  const least = new Uint8Array(classCount).fill(255);
  for (let pair = 0; pair < classCount * classCount; pair++) {
    const last = pair % classCount;
    least[last] = Math.min(least[last] as number, skips[pair] as number);
  }
  return least;
}

/** The state that an entry of a row stands for. */
export function stateOf({ denseCount, specials }: TreeView, entry: number): number {
  return entry < denseCount ? entry : (specials[entry - denseCount] as number);
}

function unitsOf(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}

/** Forgets which records were reported, so that scan numbers may start again. */
export function clearRecordStamps({ records }: TreeView): void {
  for (let at = 1; at < records.length; at += 3 + (records[at + 2] as number)) records[at] = 0;
}
