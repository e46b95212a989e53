import type { Rule, RuleRefusal } from '../model/rule.ts';

/** A rule of another pack that correlations and filters may name. */
export interface ExternalRule {
  id: string;
  name?: string;
}

/** What a name in a correlation or a filter stands for. */
export type Resolution =
  | { kind: 'rule'; id: string }
  | { kind: 'unknown' }
  | { kind: 'ambiguous'; ids: string[] }
  | { kind: 'refused'; refusal: RuleRefusal };

/** Finds rules by id or name. Ids come first; a name that several rules have is ambiguous. */
export class RuleNames {
  private readonly ids = new Set<string>();
  private readonly names = new Map<string, Set<string>>();
  private readonly refusals = new Map<string, RuleRefusal>();

  constructor(rules: readonly (Rule | ExternalRule)[], refused: readonly RuleRefusal[]) {
    for (const rule of rules) {
      this.ids.add(rule.id);
      if (rule.name === undefined) continue;
      const ids = this.names.get(rule.name) ?? new Set();
      this.names.set(rule.name, ids.add(rule.id));
    }
    for (const refusal of refused) this.refuse(refusal);
  }

  /** Notes that a rule was refused, by all it may be called. */
  refuse(refusal: RuleRefusal): void {
    for (const name of [refusal.ruleId, refusal.name]) {
      if (name !== undefined && !this.refusals.has(name)) this.refusals.set(name, refusal);
    }
  }

  resolve(name: string): Resolution {
    if (this.ids.has(name)) return { kind: 'rule', id: name };
    const ids = [...(this.names.get(name) ?? [])];
    if (ids.length > 1) return { kind: 'ambiguous', ids };
    if (ids[0] !== undefined) return { kind: 'rule', id: ids[0] };
    const refusal = this.refusals.get(name);
    return refusal ? { kind: 'refused', refusal } : { kind: 'unknown' };
  }
}
