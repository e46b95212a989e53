import type { Rule } from '../model/rule.ts';

/** Rules as JSON, one after the other: read one by one when they are asked for, so that a large pack stalls nothing. */
export interface StoredRules {
  json: Uint8Array<ArrayBuffer>;
  /** Where each rule begins, and the end. */
  starts: Int32Array<ArrayBuffer>;
  ids: readonly string[];
  /** Indexes of the correlations among the rules. */
  correlations: readonly number[];
}

/** The rules of a pack by index. */
export class RuleStore {
  readonly count: number;
  /** Indexes of the correlations. */
  readonly correlations: readonly number[];
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #rules: (Rule | undefined)[];
  readonly #stored: StoredRules | undefined;

  private constructor(
    rules: (Rule | undefined)[],
    known: { ids: readonly string[]; correlations: readonly number[] },
    stored?: StoredRules,
  ) {
    this.count = rules.length;
    this.correlations = known.correlations;
    this.#indexes = new Map(known.ids.map((id, index) => [id, index]));
    this.#rules = rules;
    this.#stored = stored;
  }

  static of(rules: readonly Rule[]): RuleStore {
    return new RuleStore([...rules], { ids: rules.map(({ id }) => id), correlations: correlationsOf(rules) });
  }

  static fromStored(stored: StoredRules): RuleStore {
    return new RuleStore(new Array<Rule | undefined>(stored.starts.length - 1).fill(undefined), stored, stored);
  }

  /** Index of the rule with an id; undefined when there is none. */
  indexOf(id: string): number | undefined {
    return this.#indexes.get(id);
  }

  /** @throws RangeError when there is no such rule */
  rule(index: number): Rule {
    const known = this.#rules[index];
    if (known !== undefined) return known;
    if (this.#stored === undefined || !(index in this.#rules)) throw new RangeError(`no rule ${index}`);
    const { json, starts } = this.#stored;
    const bytes = json.subarray(starts[index], starts[index + 1]);
    const rule = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as Rule;
    this.#rules[index] = rule;
    return rule;
  }
}

/** Indexes of the correlations among rules. */
export function correlationsOf(rules: readonly Rule[]): number[] {
  return rules.flatMap((rule, index) => (rule.kind === 'correlation' ? [index] : []));
}
