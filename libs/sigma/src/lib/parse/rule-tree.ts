import type { Pattern } from '../model/pattern.ts';
import type { Expression, Leaf } from '../model/rule.ts';
import { RULE_LIMITS } from './limits.ts';
import { RuleError } from './rule-error.ts';

/** Collects the leaves of a rule. */
export class RuleTree {
  readonly leaves: Leaf[] = [];
  private patternCount = 0;
  private regexCount = 0;

  /** To be asked before they are compiled. @throws RuleError when the rule has too many regular expressions */
  reserveRegexes(count: number, line: number): void {
    this.regexCount += count;
    if (this.regexCount <= RULE_LIMITS.regexesPerRule) return;
    const detail = `the rule has more than ${RULE_LIMITS.regexesPerRule} regular expressions`;
    throw new RuleError('too_many_values', line, detail);
  }

  /** @throws RuleError when the rule has too many values */
  addLeaf(field: string | null, patterns: Pattern[], line: number): Expression {
    this.patternCount += patterns.length;
    if (this.patternCount > RULE_LIMITS.valuesPerRule) {
      const detail = `the rule has more than ${RULE_LIMITS.valuesPerRule} values`;
      throw new RuleError('too_many_values', line, detail);
    }
    this.leaves.push({ field, patterns });
    return { op: 'leaf', leaf: this.leaves.length - 1 };
  }
}

/** All or any of the parts; a lone part stands for itself. */
export function join(op: 'and' | 'or', parts: Expression[]): Expression {
  const [first] = parts;
  return parts.length === 1 && first ? first : { op, of: parts };
}
