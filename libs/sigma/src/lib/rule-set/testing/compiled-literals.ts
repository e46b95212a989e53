import type { TextTest } from '../../model/pattern.ts';
import type { CompiledField } from '../compiled-rules.ts';
import { FieldIndex } from '../field-index.ts';
import { HitList } from '../hit-list.ts';
import { IntArena } from '../int-arena.ts';
import { IntPool } from '../int-pool.ts';
import { LiteralTable } from '../literal-table.ts';

/** A field's index of literals, each with its place in the list as its atom. */
export class CompiledLiterals {
  readonly compiled: CompiledField;
  readonly hits = new HitList();
  readonly #index: FieldIndex;

  /** @param literals folded; those with wide characters are looked for anywhere, whatever the test */
  constructor(literals: readonly { test: TextTest; text: string }[]) {
    const table = new LiteralTable();
    literals.forEach((literal, atom) => table.add(literal, atom));
    const pool = new IntPool();
    this.compiled = table.compile(0, { pool, arena: new IntArena() });
    this.#index = new FieldIndex(pool.join(), this.compiled, undefined);
    this.hits.reserve(this.compiled.maxHits);
  }

  /** Atoms found, ascending. */
  find(text: string): number[] {
    const units = Uint16Array.from({ length: text.length + 2 }, (_, at) => (at === 0 ? 0 : text.charCodeAt(at - 1)));
    this.#index.search({ units, start: 1, end: text.length + 1 }, this.hits);
    return [...this.hits.atoms.subarray(0, this.hits.count)].sort((left, right) => left - right);
  }
}
