import type { IntArena } from './int-arena.ts';
import { childOf, type LiteralTree } from './literal-tree.ts';

/** Where each state goes. */
export interface Rows {
  denseCount: number;
  classCount: number;
  /** Targets as nodes of the tree, a row per dense node in order of depth. */
  targets: Int32Array;
  /** Place of a node's row. */
  rowOf: Int32Array;
  /** Longest other node that the node's text ends with; 0 throughout in a trie. */
  fails: Int32Array;
}

export interface RowShape {
  classCount: number;
  /** Depth down to which nodes have a row. */
  rowDepth: number;
  /** Where there is no child a row goes on as the longest other ending does; else it stops. */
  isAutomaton: boolean;
}

/** Rows and fail links together, in order of depth: each needs the other of shallower nodes. */
export function buildRows(tree: LiteralTree, shape: RowShape, arena: IntArena): Rows {
  const { classCount, rowDepth, isAutomaton } = shape;
  const { count, byDepth, depths, parents, classes, branches, branchStarts } = tree;
  const fails = arena.ints(count);
  const rowOf = arena.ints(count, -1);
  let denseCount = 0;
  while (denseCount < count && (depths[byDepth[denseCount] as number] as number) <= rowDepth) denseCount++;
  const targets = arena.ints(denseCount * classCount);
  for (let index = 0; index < count; index++) {
    const node = byDepth[index] as number;
    const depth = depths[node] as number;
    if (isAutomaton && depth > 1) {
      const start = fails[parents[node] as number] as number;
      fails[node] = step(tree, { fails, rowOf, targets, classCount }, start, classes[node] as number);
    }
    if (depth > rowDepth) continue;
    rowOf[node] = index;
    const row = index * classCount;
    const failRow = (rowOf[fails[node] as number] as number) * classCount;
    if (isAutomaton && node !== 0) targets.copyWithin(row, failRow, failRow + classCount);
    if (node + 1 < count && parents[node + 1] === node) targets[row + (classes[node + 1] as number)] = node + 1;
    for (let at = branchStarts[node] as number; at < (branchStarts[node + 1] as number); at++) {
      const child = branches[at] as number;
      targets[row + (classes[child] as number)] = child;
    }
  }
  return { denseCount, classCount, targets, rowOf, fails };
}

function step(tree: LiteralTree, rows: Omit<Rows, 'denseCount'>, from: number, wanted: number): number {
  for (let node = from; ; node = rows.fails[node] as number) {
    const row = rows.rowOf[node] as number;
    if (row >= 0) return rows.targets[row * rows.classCount + wanted] as number;
    const child = childOf(tree, node, wanted);
    if (child >= 0) return child;
  }
}
