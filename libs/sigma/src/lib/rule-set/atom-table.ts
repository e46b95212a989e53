import type { Pattern } from '../model/pattern.ts';
import type { Leaf } from '../model/rule.ts';
import type { ResidualItem } from './compiled-rules.ts';
import { indexKeyword, indexPattern, type IndexedPattern, type IndexedText } from './index-pattern.ts';
import { LiteralTable } from './literal-table.ts';
import { costOfText, PRESENCE_COST, type Witness } from './witness.ts';

/** A leaf as the unit knows it; equal leaves of different rules are one. */
export interface UnitLeaf {
  atom: number;
  isKeyword: boolean;
  /** Residual items that are asked when the atom is not stamped. */
  items: number[];
  /** Atoms of which one is stamped whenever the leaf holds; null when nothing can be said. */
  witness: Witness | null;
}

interface Item {
  index: number;
  witness: Witness | null;
}

/** Gives numbers to what the rules of a unit ask for, each thing once. */
export class AtomTable {
  readonly items: ResidualItem[] = [];
  readonly leaves: UnitLeaf[] = [];
  readonly tables = new Map<string | null, LiteralTable>();
  count = 0;
  readonly #leafByText = new Map<string, UnitLeaf>();
  readonly #itemByText = new Map<string, Item>();
  readonly #presenceByField = new Map<string, number>();

  leafOf(leaf: Leaf): UnitLeaf {
    const text = JSON.stringify([leaf.field, leaf.patterns]);
    let known = this.#leafByText.get(text);
    if (known === undefined) {
      known = this.#addLeaf(leaf);
      this.#leafByText.set(text, known);
      this.leaves.push(known);
    }
    return known;
  }

  #addLeaf({ field, patterns }: Leaf): UnitLeaf {
    const atom = this.count++;
    const leaf: UnitLeaf = { atom, isKeyword: field === null, items: [], witness: { atoms: [], cost: 0 } };
    const own: Witness = { atoms: [atom], cost: 0 };
    for (const pattern of patterns) {
      const indexed = field === null ? indexKeyword(pattern) : indexPattern(pattern);
      if (indexed.kind === 'exact' || indexed.kind === 'any') {
        this.#stamp(field, indexed, atom);
        own.cost += indexed.kind === 'any' ? PRESENCE_COST : costOf(indexed.texts);
        continue;
      }
      const item = this.#itemOf(field, pattern, indexed);
      leaf.items.push(item.index);
      if (item.witness === null) leaf.witness = null;
      else if (leaf.witness !== null) join(leaf.witness, item.witness);
    }
    if (own.cost > 0 && leaf.witness !== null) join(leaf.witness, own);
    return leaf;
  }

  #itemOf(field: string | null, pattern: Pattern, indexed: IndexedPattern): Item {
    const text = JSON.stringify([field, pattern]);
    let item = this.#itemByText.get(text);
    if (item === undefined) {
      const witness = this.#prefilterOf(field, indexed);
      item = { index: this.items.length, witness };
      this.items.push({ field, pattern, atom: witness?.atoms[0] ?? -1 });
      this.#itemByText.set(text, item);
    }
    return item;
  }

  #prefilterOf(field: string | null, indexed: IndexedPattern): Witness | null {
    if (indexed.kind === 'presence' && field !== null) return { atoms: [this.#presenceOf(field)], cost: PRESENCE_COST };
    if (indexed.kind !== 'prefiltered') return null;
    const atom = this.count++;
    this.#stamp(field, indexed, atom);
    return { atoms: [atom], cost: costOf(indexed.texts) };
  }

  #presenceOf(field: string): number {
    let atom = this.#presenceByField.get(field);
    if (atom === undefined) {
      atom = this.count++;
      this.#presenceByField.set(field, atom);
      this.#tableOf(field).present.push(atom);
    }
    return atom;
  }

  #stamp(field: string | null, indexed: { kind: 'any' } | { texts: readonly IndexedText[] }, atom: number): void {
    const table = this.#tableOf(field);
    if (!('texts' in indexed)) {
      table.any.push(atom);
      return;
    }
    for (const text of indexed.texts) table.add(text, atom);
  }

  #tableOf(field: string | null): LiteralTable {
    let table = this.tables.get(field);
    if (table === undefined) this.tables.set(field, (table = new LiteralTable()));
    return table;
  }
}

function costOf(texts: readonly IndexedText[]): number {
  return texts.reduce((sum, { test, text }) => sum + costOfText(test, text), 0);
}

function join(whole: Witness, more: Witness): void {
  whole.atoms.push(...more.atoms);
  whole.cost += more.cost;
}
