import { asciiAlphabet, type Alphabet } from './alphabet.ts';
import type { CompiledTree } from './compiled-rules.ts';
import type { IntPool } from './int-pool.ts';
import { buildLiteralTree, childOf, type LiteralTree } from './literal-tree.ts';
import { CLASS_MASK, HAS_BRANCHES, HAS_OUT, NO_CHILD } from './node-meta.ts';
import { buildSkipTable, type SkipTable } from './skip-table.ts';
import { wideAlphabet } from './wide-alphabet.ts';

/** A folded literal with the atoms that it stamps. */
export interface Literal {
  text: string;
  /** Where the text stands at the front (of a trie: a prefix of the value), or anywhere (of an automaton). */
  atoms: number[];
  /** Atoms of values that are the text and nothing more; of tries only. */
  equalAtoms: number[];
}

/** Deeper states have no row but a chain: rows of all states would take ten times the memory and be no faster. */
const ROW_DEPTH = 2;

/** A trie: tells which literals a text begins with. */
export function compileTrie(literals: readonly Literal[], pool: IntPool): CompiledTree {
  return compile(literals, { alphabet: asciiAlphabet(texts(literals)), rowDepth: 0, isAutomaton: false }, pool);
}

/**
 * An automaton: tells which literals a text contains.
 *
 * @param isLeaping  it need not read every character where its literals are long
 */
export function compileAutomaton(literals: readonly Literal[], isLeaping: boolean, pool: IntPool): CompiledTree {
  const alphabet = asciiAlphabet(texts(literals));
  const skips = isLeaping ? buildSkipTable(texts(literals), alphabet) : undefined;
  return compile(literals, { alphabet, rowDepth: ROW_DEPTH, isAutomaton: true, skips }, pool);
}

/** An automaton of literals with any characters. */
export function compileWideAutomaton(literals: readonly Literal[], pool: IntPool): CompiledTree {
  return compile(literals, { alphabet: wideAlphabet(texts(literals)), rowDepth: 0, isAutomaton: true }, pool);
}

interface Shape {
  alphabet: Alphabet;
  rowDepth: number;
  isAutomaton: boolean;
  skips?: SkipTable | undefined;
}

/** @param literals distinct, sorted by UTF-16 unit */
function compile(literals: readonly Literal[], shape: Shape, pool: IntPool): CompiledTree {
  const { alphabet, rowDepth, isAutomaton, skips } = shape;
  const tree = buildLiteralTree(texts(literals), alphabet);
  const rows = rowsOf(tree, alphabet.size, rowDepth, isAutomaton);
  const { outs, records } = isAutomaton ? chainedRecords(tree, literals, rows.fails) : trieRecords(tree, literals);
  return {
    ...place(tree, rows, outs, pool),
    alphabet: pool.addBytes(alphabet.bytes),
    window: skips?.window ?? 0,
    skips: pool.addBytes(skips?.skips ?? new Uint8Array()),
    records: pool.add(records),
  };
}

interface Rows {
  denseCount: number;
  classCount: number;
  /** Targets as nodes of the tree, a row per dense node in order of depth. */
  targets: Int32Array;
  /** Place of a node's row. */
  rowOf: Int32Array;
  /** Longest other node that the node's text ends with; 0 throughout in a trie. */
  fails: Int32Array;
}

/** Rows and fail links together, in order of depth: each needs the other of shallower nodes. */
function rowsOf(tree: LiteralTree, classCount: number, rowDepth: number, isAutomaton: boolean): Rows {
  const { count, byDepth, depths, parents, classes, branches, branchStarts } = tree;
  const fails = new Int32Array(count);
  const rowOf = new Int32Array(count).fill(-1);
  let denseCount = 0;
  while (denseCount < count && (depths[byDepth[denseCount] as number] as number) <= rowDepth) denseCount++;
  const targets = new Int32Array(denseCount * classCount);
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

/** Every state names the record of the longest literal that ends there; a record names that of the next shorter one. */
function chainedRecords(tree: LiteralTree, literals: readonly Literal[], fails: Int32Array): Records {
  const own = new Int32Array(tree.count).fill(-1);
  literals.forEach((_, index) => (own[tree.ends[index] as number] = index));
  const outs = new Int32Array(tree.count);
  const records: number[] = [0];
  for (const node of tree.byDepth) {
    const shorter = node === 0 ? 0 : (outs[fails[node] as number] as number);
    const literal = literals[own[node] as number];
    outs[node] = shorter;
    if (literal === undefined) continue;
    outs[node] = records.length;
    records.push(0, shorter, literal.atoms.length);
    for (const atom of literal.atoms) records.push(atom);
  }
  return { outs, records };
}

interface Records {
  outs: Int32Array;
  records: number[];
}

function trieRecords(tree: LiteralTree, literals: readonly Literal[]): Records {
  const outs = new Int32Array(tree.count);
  const records: number[] = [0];
  literals.forEach(({ atoms, equalAtoms }, index) => {
    outs[tree.ends[index] as number] = records.length;
    records.push(atoms.length, equalAtoms.length);
    for (const atom of atoms) records.push(atom);
    for (const atom of equalAtoms) records.push(atom);
  });
  return { outs, records };
}

/** Gives dense nodes the first numbers and keeps the others in order, so that a first child stays the next one. */
function place(
  tree: LiteralTree,
  rows: Rows,
  outs: Int32Array,
  pool: IntPool,
): Omit<CompiledTree, 'alphabet' | 'window' | 'skips' | 'records'> {
  const { count, parents, classes, branches, branchStarts } = tree;
  const { denseCount, classCount, rowOf } = rows;
  const states = new Int32Array(count);
  let deep = denseCount;
  for (let node = 0; node < count; node++) states[node] = rowOf[node] === -1 ? deep++ : (rowOf[node] as number);
  const meta = new Int32Array(count);
  const links = new Int32Array(count);
  const placedOuts = new Int32Array(count);
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
    rows: pool.add(rows.targets.map((node) => states[node] as number)),
    meta: pool.add(meta),
    links: pool.add(links),
    branches: pool.add(placedBranches),
    outs: pool.add(placedOuts),
  };
}

function texts(literals: readonly Literal[]): string[] {
  return literals.map(({ text }) => text);
}
