import type { CompiledField, CompiledTree } from './compiled-rules.ts';
import { compileAutomaton, compileTrie, compileWideAutomaton, type CompileSpace } from './compile-tree.ts';
import type { Literal } from './tree-records.ts';
import type { IndexedText } from './index-pattern.ts';

const NOT_ASCII = /[^\0-\x7f]/;

/** Collects what is looked for in one field. */
export class LiteralTable {
  readonly present: number[] = [];
  readonly any: number[] = [];
  readonly #forward = new Map<string, Literal>();
  readonly #reverse = new Map<string, Literal>();
  readonly #contains = new Map<string, Literal>();
  readonly #wide = new Map<string, Literal>();

  add({ test, text }: IndexedText, atom: number): void {
    // Wide literals are all looked for anywhere: where their place matters, they are only a first test.
    if (NOT_ASCII.test(text)) this.#entry(this.#wide, text).atoms.push(atom);
    else if (test === 'equals') this.#entry(this.#forward, text).equalAtoms.push(atom);
    else if (test === 'startsWith') this.#entry(this.#forward, text).atoms.push(atom);
    else if (test === 'endsWith') this.#entry(this.#reverse, backwards(text)).atoms.push(atom);
    else this.#entry(this.#contains, text).atoms.push(atom);
  }

  compile(field: number, space: CompileSpace): CompiledField {
    const { pool } = space;
    const compiled: CompiledField = {
      field,
      present: pool.add(this.present),
      any: pool.add(this.any),
      maxHits: 0,
    };
    const put = (
      key: 'forward' | 'reverse' | 'contains' | 'wide',
      literals: ReadonlyMap<string, Literal>,
      build: (sorted: readonly Literal[], space: CompileSpace) => CompiledTree,
    ): void => {
      if (literals.size === 0) return;
      compiled[key] = build(sorted(literals), space);
      for (const { atoms, equalAtoms } of literals.values()) compiled.maxHits += atoms.length + equalAtoms.length;
    };
    put('forward', this.#forward, compileTrie);
    put('reverse', this.#reverse, compileTrie);
    // Leaping does not tell whether the text has wide characters.
    const isLeaping = this.#wide.size === 0;
    put('contains', this.#contains, (literals) => compileAutomaton(literals, isLeaping, space));
    put('wide', this.#wide, compileWideAutomaton);
    return compiled;
  }

  #entry(literals: Map<string, Literal>, text: string): Literal {
    let literal = literals.get(text);
    if (literal === undefined) literals.set(text, (literal = { text, atoms: [], equalAtoms: [] }));
    return literal;
  }
}

function sorted(literals: ReadonlyMap<string, Literal>): Literal[] {
  return [...literals.values()].sort((left, right) => (left.text < right.text ? -1 : 1));
}

function backwards(text: string): string {
  let reversed = '';
  for (let at = text.length - 1; at >= 0; at--) reversed += text.charAt(at);
  return reversed;
}
