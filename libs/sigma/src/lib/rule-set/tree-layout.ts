import type { CompiledTree, Span } from './compiled-rules.ts';
import type { CompileSpace } from './compile-tree.ts';
import type { IntPool } from './int-pool.ts';
import type { LiteralTree } from './literal-tree.ts';
import { CLASS_MASK, HAS_BRANCHES, HAS_OUT, NO_CHILD } from './node-meta.ts';
import type { Rows } from './tree-rows.ts';

/** Gives dense nodes the first numbers and keeps the others in order, so that a first child stays the next one. */
export function layOutTree(
  tree: LiteralTree,
  rows: Rows,
  outs: Int32Array,
  { pool, arena }: CompileSpace,
): Omit<CompiledTree, 'alphabet' | 'window' | 'skips' | 'records'> {
  const { count, parents, classes, branches, branchStarts } = tree;
  const { denseCount, classCount, rowOf } = rows;
  const states = arena.ints(count);
  let deep = denseCount;
  for (let node = 0; node < count; node++) states[node] = rowOf[node] === -1 ? deep++ : (rowOf[node] as number);
  const meta = arena.ints(count);
  const links = arena.ints(count);
  const placedOuts = arena.ints(count);
  const placedBranches: number[] = [];
  for (let node = 0; node < count; node++) {
    const state = states[node] as number;
    const hasChild = node + 1 < count && parents[node + 1] === node;
    const from = branchStarts[node] as number;
    const to = branchStarts[node + 1] as number;
    const fail = states[rows.fails[node] as number] as number;
    placedOuts[state] = outs[node] as number;
    const flags = (to > from ? HAS_BRANCHES : 0) | (outs[node] === 0 ? 0 : HAS_OUT);
    meta[state] = ((hasChild ? (classes[node + 1] as number) : NO_CHILD) & CLASS_MASK) | flags;
    links[state] = fail;
    if (to === from || state < denseCount) continue;
    links[state] = placedBranches.length;
    placedBranches.push(fail, to - from);
    for (let at = from; at < to; at++) {
      const child = branches[at] as number;
      placedBranches.push(classes[child] as number, states[child] as number);
    }
  }
  return {
    classCount,
    denseCount,
    ...encodeRows(rows, states, meta, pool),
    meta: pool.add(meta),
    links: pool.add(links),
    branches: pool.add(placedBranches),
    outs: pool.add(placedOuts),
  };
}

/**
 * Rows hold 16 bits per target, so that those in use stay in the processor's cache: the number of a row state that
 * reports nothing itself, else `denseCount` and more for a place in `specials`.
 */
function encodeRows(
  { targets, denseCount }: Rows,
  states: Int32Array,
  meta: Int32Array,
  pool: IntPool,
): { rows: Span; specials: Span } {
  const placeOf = new Map<number, number>();
  const encoded = new Uint16Array(targets.length);
  for (let at = 0; at < targets.length; at++) {
    const state = states[targets[at] as number] as number;
    encoded[at] = state;
    if (state < denseCount && ((meta[state] as number) & HAS_OUT) === 0) continue;
    let place = placeOf.get(state);
    if (place === undefined) placeOf.set(state, (place = placeOf.size));
    encoded[at] = denseCount + place;
  }
  return { rows: pool.addBytes(new Uint8Array(encoded.buffer)), specials: pool.add([...placeOf.keys()]) };
}
