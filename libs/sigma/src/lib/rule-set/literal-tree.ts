import type { Alphabet } from './alphabet.ts';
import type { IntArena } from './int-arena.ts';

/** Sorted literals as a tree in typed arrays; node 0 is the root, the first child of a node is the next node. */
export interface LiteralTree {
  count: number;
  parents: Int32Array;
  /** Class on the way into the node. */
  classes: Int32Array;
  depths: Int32Array;
  /** Node where each literal ends. */
  ends: Int32Array;
  /** Nodes in order of depth. */
  byDepth: Int32Array;
  /** Children but the first of `node`: `branches[branchStarts[node]]` to `branchStarts[node + 1]`. */
  branchStarts: Int32Array;
  branches: Int32Array;
}

/** @param literals folded, distinct, sorted by UTF-16 unit */
export function buildLiteralTree(literals: readonly string[], alphabet: Alphabet, arena: IntArena): LiteralTree {
  let most = 1;
  literals.forEach((literal, index) => (most += literal.length - sharedLength(literals[index - 1] ?? '', literal)));
  const parents = arena.ints(most);
  const classes = arena.ints(most);
  const depths = arena.ints(most);
  const ends = arena.ints(literals.length);
  const path = arena.ints(literals.reduce((longest, literal) => Math.max(longest, literal.length), 0) + 1);
  let count = 1;
  let previous = '';
  literals.forEach((literal, index) => {
    for (let at = sharedLength(previous, literal); at < literal.length; at++) {
      parents[count] = path[at] as number;
      classes[count] = alphabet.classOf(literal.charCodeAt(at));
      depths[count] = at + 1;
      path[at + 1] = count++;
    }
    ends[index] = path[literal.length] as number;
    previous = literal;
  });
  return {
    count,
    parents,
    classes,
    depths,
    ends,
    byDepth: orderOf(depths, count, arena),
    ...branchesOf(parents, count, arena),
  };
}

/** The child of a node by its class, -1 when there is none. */
export function childOf(tree: LiteralTree, node: number, wanted: number): number {
  const { parents, classes, branches, branchStarts, count } = tree;
  const first = node + 1;
  if (first >= count || parents[first] !== node) return -1;
  if (classes[first] === wanted) return first;
  const end = branchStarts[node + 1] as number;
  for (let at = branchStarts[node] as number; at < end; at++) {
    const child = branches[at] as number;
    if (classes[child] === wanted) return child;
  }
  return -1;
}

function sharedLength(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let at = 0;
  while (at < most && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  return at;
}

function orderOf(depths: Int32Array, count: number, arena: IntArena): Int32Array {
  const starts = arena.ints(depths.reduce((deepest, depth) => Math.max(deepest, depth), 0) + 2);
  for (let node = 0; node < count; node++) (starts[(depths[node] as number) + 1] as number)++;
  for (let depth = 1; depth < starts.length; depth++)
    starts[depth] = (starts[depth] as number) + (starts[depth - 1] as number);
  const order = arena.ints(count);
  for (let node = 0; node < count; node++) {
    const depth = depths[node] as number;
    order[starts[depth] as number] = node;
    (starts[depth] as number)++;
  }
  return order;
}

function branchesOf(
  parents: Int32Array,
  count: number,
  arena: IntArena,
): { branchStarts: Int32Array; branches: Int32Array } {
  const branchStarts = arena.ints(count + 1);
  for (let node = 1; node < count; node++) {
    const parent = parents[node] as number;
    if (parent !== node - 1) branchStarts[parent + 1] = (branchStarts[parent + 1] as number) + 1;
  }
  for (let node = 0; node < count; node++)
    branchStarts[node + 1] = (branchStarts[node + 1] as number) + (branchStarts[node] as number);
  const branches = arena.ints(branchStarts[count] as number);
  const filled = arena.ints(count + 1);
  filled.set(branchStarts);
  for (let node = 1; node < count; node++) {
    const parent = parents[node] as number;
    if (parent === node - 1) continue;
    branches[filled[parent] as number] = node;
    filled[parent] = (filled[parent] as number) + 1;
  }
  return { branchStarts, branches };
}
