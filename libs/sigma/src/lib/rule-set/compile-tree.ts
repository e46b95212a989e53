import { asciiAlphabet, type Alphabet } from './alphabet.ts';
import type { CompiledTree } from './compiled-rules.ts';
import type { IntArena } from './int-arena.ts';
import type { IntPool } from './int-pool.ts';
import { buildLiteralTree, type LiteralTree } from './literal-tree.ts';
import { buildSkipTable, type SkipTable } from './skip-table.ts';
import { layOutTree } from './tree-layout.ts';
import { chainedRecords, trieRecords, type Literal } from './tree-records.ts';
import { buildRows } from './tree-rows.ts';
import { wideAlphabet } from './wide-alphabet.ts';

/** Where compiled numbers go, and where there is room to work. */
export interface CompileSpace {
  pool: IntPool;
  arena: IntArena;
}

/** Deeper states have no row but a chain: rows of all states would take ten times the memory and be no faster. */
const ROW_DEPTH = 2;

const MAX_TARGETS = 0x10000;

/** A trie: tells which literals a text begins with. */
export function compileTrie(literals: readonly Literal[], space: CompileSpace): CompiledTree {
  return compile(literals, { alphabet: asciiAlphabet(texts(literals)), rowDepth: 0, isAutomaton: false }, space);
}

/**
 * An automaton: tells which literals a text contains.
 *
 * @param isLeaping  it need not read every character where its literals are long
 */
export function compileAutomaton(literals: readonly Literal[], isLeaping: boolean, space: CompileSpace): CompiledTree {
  const alphabet = asciiAlphabet(texts(literals));
  const skips = isLeaping ? buildSkipTable(texts(literals), alphabet) : undefined;
  return compile(literals, { alphabet, rowDepth: ROW_DEPTH, isAutomaton: true, skips }, space);
}

/** An automaton of literals with any characters. */
export function compileWideAutomaton(literals: readonly Literal[], space: CompileSpace): CompiledTree {
  return compile(literals, { alphabet: wideAlphabet(texts(literals)), rowDepth: 0, isAutomaton: true }, space);
}

interface Shape {
  alphabet: Alphabet;
  rowDepth: number;
  isAutomaton: boolean;
  skips?: SkipTable | undefined;
}

/** @param literals distinct, sorted by UTF-16 unit */
function compile(literals: readonly Literal[], shape: Shape, { pool, arena }: CompileSpace): CompiledTree {
  const { alphabet, rowDepth, isAutomaton, skips } = shape;
  arena.reset();
  const tree = buildLiteralTree(texts(literals), alphabet, arena);
  const rows = buildRows(
    tree,
    { classCount: alphabet.size, rowDepth: fittingDepth(tree, rowDepth), isAutomaton },
    arena,
  );
  const { outs, records } = isAutomaton
    ? chainedRecords(tree, literals, rows.fails, arena)
    : trieRecords(tree, literals, arena);
  return {
    ...layOutTree(tree, rows, outs, { pool, arena }),
    alphabet: pool.addBytes(alphabet.bytes),
    window: skips?.window ?? 0,
    skips: pool.addBytes(skips?.skips ?? new Uint8Array()),
    records: pool.add(records),
  };
}

/** The depth to which rows of 16 bits can name every target. */
function fittingDepth({ byDepth, depths }: LiteralTree, wanted: number): number {
  for (let depth = wanted; depth > 0; depth--) {
    let targets = 0;
    for (const node of byDepth) {
      const own = depths[node] as number;
      if (own > depth + 1) break;
      // A state with a row may stand in `specials` as well.
      targets += own > depth ? 1 : 2;
    }
    if (targets <= MAX_TARGETS) return depth;
  }
  return 0;
}

function texts(literals: readonly Literal[]): string[] {
  return literals.map(({ text }) => text);
}
