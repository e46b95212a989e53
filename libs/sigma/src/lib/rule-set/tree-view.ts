import type { CompiledTree } from './compiled-rules.ts';
import { bytesOf, viewOf } from './int-pool.ts';

/** A compiled tree with its numbers at hand. */
export interface TreeView {
  alphabet: Uint8Array;
  /** Pages of a wide alphabet. */
  pages: Uint16Array;
  classCount: number;
  /** 0 = reads every character. */
  window: number;
  skips: Uint8Array;
  denseCount: number;
  rows: Int32Array;
  meta: Int32Array;
  links: Int32Array;
  branches: Int32Array;
  outs: Int32Array;
  records: Int32Array;
}

export function viewTree(pool: Int32Array<ArrayBuffer>, tree: CompiledTree): TreeView {
  const alphabet = bytesOf(pool, tree.alphabet);
  return {
    alphabet,
    pages: new Uint16Array(alphabet.buffer, alphabet.byteOffset, alphabet.byteLength / 2),
    classCount: tree.classCount,
    window: tree.window,
    skips: bytesOf(pool, tree.skips),
    denseCount: tree.denseCount,
    rows: viewOf(pool, tree.rows),
    meta: viewOf(pool, tree.meta),
    links: viewOf(pool, tree.links),
    branches: viewOf(pool, tree.branches),
    outs: viewOf(pool, tree.outs),
    records: viewOf(pool, tree.records),
  };
}

/** Forgets which records were reported, so that scan numbers may start again. */
export function clearRecordStamps({ records }: TreeView): void {
  for (let at = 1; at < records.length; at += 3 + (records[at + 2] as number)) records[at] = 0;
}
