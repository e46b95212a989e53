import type { IntArena } from './int-arena.ts';
import type { LiteralTree } from './literal-tree.ts';

/** A folded literal with the atoms that it stamps. */
export interface Literal {
  text: string;
  /** Where the text stands at the front (of a trie: a prefix of the value), or anywhere (of an automaton). */
  atoms: number[];
  /** Atoms of values that are the text and nothing more; of tries only. */
  equalAtoms: number[];
}

/** Every state names the record of the longest literal that ends there; a record names that of the next shorter one. */
export function chainedRecords(
  tree: LiteralTree,
  literals: readonly Literal[],
  fails: Int32Array,
  arena: IntArena,
): Records {
  const own = arena.ints(tree.count, -1);
  literals.forEach((_, index) => (own[tree.ends[index] as number] = index));
  const outs = arena.ints(tree.count);
  const records: number[] = [0];
  for (const node of tree.byDepth) {
    const shorter = node === 0 ? 0 : (outs[fails[node] as number] as number);
    const index = own[node] as number;
    outs[node] = shorter;
    if (index < 0) continue;
    const literal = literals[index] as Literal;
    outs[node] = records.length;
    records.push(0, shorter, literal.atoms.length);
    for (const atom of literal.atoms) records.push(atom);
  }
  return { outs, records };
}

interface Records {
  /** Place of each node's record, 0 = none. */
  outs: Int32Array;
  records: number[];
}

/** Records of a trie stand alone: on the way to a node every shorter literal was passed. */
export function trieRecords(tree: LiteralTree, literals: readonly Literal[], arena: IntArena): Records {
  const outs = arena.ints(tree.count);
  const records: number[] = [0];
  literals.forEach(({ atoms, equalAtoms }, index) => {
    outs[tree.ends[index] as number] = records.length;
    records.push(atoms.length, equalAtoms.length);
    for (const atom of atoms) records.push(atom);
    for (const atom of equalAtoms) records.push(atom);
  });
  return { outs, records };
}
