import { listElements } from '../evaluate/list-elements.ts';
import { valueText } from '../evaluate/value-text.ts';
import { KEYWORDS, type CompiledUnit, type SpanLists } from './compiled-rules.ts';
import type { EventView } from './event-view.ts';
import { FieldIndex } from './field-index.ts';
import type { HitList, TextSpan } from './hit-list.ts';
import { viewOf } from './int-pool.ts';
import { MATCH } from './program.ts';
import { ResidualItems } from './residual-items.ts';
import type { CacheBudget } from './value-cache.ts';

/** What the units of a rule set share. */
export interface SharedIndex {
  pool: Int32Array<ArrayBuffer>;
  fieldCount: number;
  fieldOf: (name: string) => number | undefined;
  hits: HitList;
  /** Used for one text after the other. */
  text: TextSpan;
  budget: CacheBudget | undefined;
}

interface Lists {
  starts: Int32Array;
  lists: Int32Array;
}

const LAST_EVENT = 0x7fffffff;

/**
 * The rules of one log source, ready to run. An event's texts stamp the atoms that hold; stamped witnesses name the
 * candidates; a candidate's program asks for stamps and, where stamps cannot tell, for residual items.
 */
export class UnitIndex {
  readonly #shared: SharedIndex;
  readonly #rules: Int32Array;
  readonly #entries: Int32Array;
  readonly #program: Int32Array;
  readonly #always: Int32Array;
  readonly #witnesses: Lists;
  readonly #itemsOfAtom: Lists;
  readonly #keywordLeaves: Int32Array;
  readonly #isKeywordWitness: boolean;
  readonly #items: ResidualItems;
  readonly #fields: FieldIndex[];
  readonly #keywords: FieldIndex | undefined;
  /** Field number → place in `#fields`, -1 = no rule of the unit looks at it. */
  readonly #places: Int16Array;
  /** Of an atom the number of the event that stamped it; of a leaf found not to hold, that number negated. */
  readonly #stamps: Int32Array;
  readonly #itemVerdicts: Int32Array;
  readonly #candidateStamps: Int32Array;
  readonly #candidates: Int32Array;
  #candidateCount = 0;
  #event = 0;
  #hasKeywords = false;

  constructor(shared: SharedIndex, unit: CompiledUnit) {
    const { pool } = shared;
    this.#shared = shared;
    this.#rules = viewOf(pool, unit.rules);
    this.#entries = viewOf(pool, unit.entries);
    this.#program = viewOf(pool, unit.program);
    this.#always = viewOf(pool, unit.always);
    this.#witnesses = listsOf(pool, unit.witnesses);
    this.#itemsOfAtom = listsOf(pool, unit.itemsOfAtom);
    this.#keywordLeaves = viewOf(pool, unit.keywordLeaves);
    this.#isKeywordWitness = unit.isKeywordWitness;
    this.#items = new ResidualItems(unit.items, shared.fieldOf);
    const keywords = unit.fields.find(({ field }) => field === KEYWORDS);
    // The texts of a whole event do not come again.
    this.#keywords = keywords && new FieldIndex(pool, keywords, undefined);
    const fields = unit.fields.filter(({ field }) => field !== KEYWORDS);
    this.#fields = fields.map((field) => new FieldIndex(pool, field, shared.budget));
    this.#places = new Int16Array(shared.fieldCount).fill(-1);
    this.#fields.forEach(({ field }, place) => (this.#places[field] = place));
    this.#stamps = new Int32Array(unit.atomCount);
    this.#itemVerdicts = new Int32Array(unit.items.length);
    this.#candidateStamps = new Int32Array(unit.rules.length);
    this.#candidates = new Int32Array(unit.rules.length);
    shared.hits.reserve(unit.fields.reduce((most, { maxHits }) => Math.max(most, maxHits), 0));
  }

  get brokenPatternCount(): number {
    return this.#items.brokenCount;
  }

  /** Adds the pack indexes of the rules that match. @returns the number of candidates looked at */
  match(view: EventView, out: number[]): number {
    this.#start();
    this.#stampFields(view);
    if (this.#isKeywordWitness) this.#stampKeywords(view);
    for (let at = 0; at < this.#candidateCount; at++) {
      const rule = this.#candidates[at] as number;
      if (this.#holds(rule, view)) out.push(this.#rules[rule] as number);
    }
    return this.#candidateCount;
  }

  #start(): void {
    if (this.#event === LAST_EVENT) {
      this.#event = 0;
      for (const stamps of [this.#stamps, this.#itemVerdicts, this.#candidateStamps]) stamps.fill(0);
    }
    this.#event++;
    this.#hasKeywords = false;
    this.#candidates.set(this.#always);
    this.#candidateCount = this.#always.length;
  }

  #stampFields(view: EventView): void {
    if (view.count <= this.#fields.length) {
      for (let at = 0; at < view.count; at++) {
        const number = view.fields[at] as number;
        const place = this.#places[number] as number;
        if (place >= 0) this.#stampField(this.#fields[place] as FieldIndex, view.valueOf(number), view);
      }
      return;
    }
    for (const field of this.#fields) {
      const value = view.valueOf(field.field);
      if (value !== undefined) this.#stampField(field, value, view);
    }
  }

  #stampField(field: FieldIndex, value: unknown, view: EventView): void {
    this.#stampAll(field.present, field.present.length);
    if (!view.isText(field.field)) {
      if (Array.isArray(value)) for (const element of listElements(value)) this.#stampValue(field, element, view);
      else this.#stampValue(field, value, view);
      return;
    }
    this.#stampAll(field.any, field.any.length);
    const text = typeof value === 'string' ? value : String(value);
    if (!field.recall(text, this.#shared.hits)) {
      field.search(view.placeText(this.#shared.text, field.field), this.#shared.hits);
      field.remember(text, this.#shared.hits);
    }
    this.#stampHits();
  }

  /** Of what is in a list, of an object, of null. */
  #stampValue(field: FieldIndex, value: unknown, view: EventView): void {
    if (value === null || value === undefined) return;
    this.#stampAll(field.any, field.any.length);
    const text = valueText(value);
    if (text === undefined) return;
    if (!field.recall(text, this.#shared.hits)) {
      field.search(view.placeOther(this.#shared.text, text), this.#shared.hits);
      field.remember(text, this.#shared.hits);
    }
    this.#stampHits();
  }

  #stampHits(): void {
    this.#stampAll(this.#shared.hits.atoms, this.#shared.hits.count);
  }

  #stampKeywords(view: EventView): void {
    this.#hasKeywords = true;
    if (this.#keywords === undefined) return;
    this.#keywords.search(view.placeKeywordText(this.#shared.text), this.#shared.hits);
    this.#stampHits();
  }

  #stampAll(atoms: Int32Array, count: number): void {
    const stamps = this.#stamps;
    const event = this.#event;
    const { starts, lists } = this.#witnesses;
    for (let at = 0; at < count; at++) {
      const atom = atoms[at] as number;
      if (stamps[atom] === event) continue;
      stamps[atom] = event;
      const end = starts[atom + 1] as number;
      for (let place = starts[atom] as number; place < end; place++) this.#addCandidate(lists[place] as number);
    }
  }

  #addCandidate(rule: number): void {
    if (this.#candidateStamps[rule] === this.#event) return;
    this.#candidateStamps[rule] = this.#event;
    this.#candidates[this.#candidateCount++] = rule;
  }

  #holds(rule: number, view: EventView): boolean {
    const program = this.#program;
    let at = this.#entries[rule] as number;
    while (at >= 0) at = program[at + (this.#isLeafTrue(program[at] as number, view) ? 1 : 2)] as number;
    return at === MATCH;
  }

  #isLeafTrue(atom: number, view: EventView): boolean {
    const stamp = this.#stamps[atom] as number;
    if (stamp === this.#event) return true;
    if (stamp === -this.#event) return false;
    if (this.#keywordLeaves[atom] === 1 && !this.#hasKeywords) {
      this.#stampKeywords(view);
      return this.#isLeafTrue(atom, view);
    }
    const isTrue = this.#hasItem(atom, view);
    this.#stamps[atom] = isTrue ? this.#event : -this.#event;
    return isTrue;
  }

  #hasItem(atom: number, view: EventView): boolean {
    const { starts, lists } = this.#itemsOfAtom;
    const end = starts[atom + 1] as number;
    for (let at = starts[atom] as number; at < end; at++) if (this.#isItemTrue(lists[at] as number, view)) return true;
    return false;
  }

  #isItemTrue(index: number, view: EventView): boolean {
    const prefilter = this.#items.prefilterOf(index);
    if (prefilter >= 0 && this.#stamps[prefilter] !== this.#event) return false;
    const verdict = this.#itemVerdicts[index] as number;
    if (verdict !== this.#event && verdict !== -this.#event) {
      this.#itemVerdicts[index] = this.#items.holds(index, view) ? this.#event : -this.#event;
    }
    return this.#itemVerdicts[index] === this.#event;
  }
}

function listsOf(pool: Int32Array<ArrayBuffer>, { starts, lists }: SpanLists): Lists {
  return { starts: viewOf(pool, starts), lists: viewOf(pool, lists) };
}
