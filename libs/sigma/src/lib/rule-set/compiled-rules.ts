import type { LogSource } from '../model/rule.ts';
import type { Pattern } from '../model/pattern.ts';

/** Where a run of numbers stands in the pool of a compiled set. */
export interface Span {
  start: number;
  length: number;
}

/** A list per atom: `lists[starts[atom]]` up to `starts[atom + 1]`. */
export interface SpanLists {
  starts: Span;
  lists: Span;
}

/** Number that stands for the texts in which keywords are looked for, where a field is meant else. */
export const KEYWORDS = -1;

/**
 * Literals of one field as a tree of character classes. Nodes stand in the order of the sorted literals, so the first
 * child of a node is the next one; `meta` holds its class with the flags of `node-meta.ts`, further children are in
 * `branches` (`[fail, count, (class, child)…]`).
 */
export interface CompiledTree {
  /** 128 bytes: class of each ASCII character, either case, 0 = in no literal. Of a wide tree: see `wide-alphabet.ts`. */
  alphabet: Span;
  classCount: number;
  /** Of an automaton that leaps (`SkipTable`), else 0 and nothing. */
  window: number;
  skips: Span;
  /**
   * States 0 to `denseCount - 1` have a row of `classCount` targets of 16 bits each in `rows`: such a state that reports
   * nothing, or from `denseCount` on a place in `specials`, where the state stands.
   */
  denseCount: number;
  rows: Span;
  specials: Span;
  meta: Span;
  /** Of a state with branches the place of its record in `branches`, else the state to fail to. */
  links: Span;
  branches: Span;
  /** Place of a state's record in `records`, 0 = none. */
  outs: Span;
  /**
   * Of an automaton `[stamp, next record, count, atom…]`; of a trie, which reports what begins the text and what equals
   * it, `[count of prefixes, count of equals, atom…]`.
   */
  records: Span;
}

/** What is looked for in one field, or in every text of the event. */
export interface CompiledField {
  /** Number of the field's name, or `KEYWORDS`. */
  field: number;
  /** `equals` and `startsWith`. */
  forward?: CompiledTree;
  /** `endsWith`, backwards. */
  reverse?: CompiledTree;
  contains?: CompiledTree;
  /** `contains` of literals with other characters than ASCII. */
  wide?: CompiledTree;
  /** Atoms that hold when the event has the field. */
  present: Span;
  /** Atoms that hold when the field has any value but null. */
  any: Span;
  /** The most atoms that one text can report. */
  maxHits: number;
}

/** A pattern that no tree can answer; asked only when its atom is stamped, or always when `atom` is -1. */
export interface ResidualItem {
  field: string | null;
  pattern: Pattern;
  atom: number;
}

/** The rules of one log source. Leaves and prefilters share one numbering: atoms. */
export interface CompiledUnit {
  logSource: LogSource;
  /** Index in the pack of each rule of the unit. */
  rules: Span;
  /** First instruction of each rule. */
  entries: Span;
  /** `[atom, next when true, next when false]`; -1 = matches, -2 = does not. */
  program: Span;
  /** Rules without a witness: looked at for every event. */
  always: Span;
  /** Rules of which an atom is a witness. */
  witnesses: SpanLists;
  /** Residual items of an atom that is a leaf. */
  itemsOfAtom: SpanLists;
  items: ResidualItem[];
  fields: CompiledField[];
  /** Keywords are a witness of some rule, so they are looked for in every event. */
  isKeywordWitness: boolean;
  /** 1 for each atom that is a keyword leaf. */
  keywordLeaves: Span;
  atomCount: number;
}

/** Everything that evaluation needs, in one block of numbers that moves between threads without a copy. */
export interface CompiledRules {
  pool: Int32Array<ArrayBuffer>;
  fieldNames: string[];
  units: CompiledUnit[];
}
