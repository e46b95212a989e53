import type { Expression } from '../model/rule.ts';
import { RULE_LIMITS } from './limits.ts';
import { RuleError } from './rule-error.ts';
import { join } from './rule-tree.ts';

/** The identifiers a condition may name, in the order of the file. */
export type Identifiers = ReadonlyMap<string, Expression>;

const TOKEN = /[()|]|[^\s()|]+/g;
const LEGACY = /\|\s*(count|min|max|avg|sum|near)\b/i;

/**
 * Reads a condition: `not` binds tighter than `and`, that tighter than `or`; `1 of x*`, `any of`, `all of them`.
 *
 * @throws RuleError
 */
export function parseCondition(text: string, line: number, identifiers: Identifiers): Expression {
  if (text.length > RULE_LIMITS.conditionCharacters) {
    const detail = `the condition has ${text.length} characters; at most ${RULE_LIMITS.conditionCharacters} are taken`;
    throw new RuleError('too_large', line, detail);
  }
  if (text.includes('|')) throw legacy(text, line);
  return new ConditionReader(text.match(TOKEN) ?? [], line, identifiers).read();
}

function legacy(text: string, line: number): RuleError {
  const word = LEGACY.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return new RuleError('invalid_condition', line, 'a condition has no "|"');
  const hint =
    word === 'count'
      ? 'write a correlation (event_count or value_count); "rules convert" translates this one'
      : 'write a correlation (temporal for near, value_* for the others)';
  return new RuleError('legacy_aggregation', line, `aggregations such as "| ${word}" are obsolete: ${hint}`);
}

/** Reads the tokens of one condition by recursive descent. */
class ConditionReader {
  private readonly tokens: readonly string[];
  private readonly line: number;
  private readonly identifiers: Identifiers;
  private at = 0;
  private depth = 0;
  private nodeCount = 0;
  private readonly sizes = new Map<string, number>();

  constructor(tokens: readonly string[], line: number, identifiers: Identifiers) {
    this.tokens = tokens;
    this.line = line;
    this.identifiers = identifiers;
  }

  read(): Expression {
    if (this.tokens.length === 0) throw this.fault('the condition is empty');
    const expression = this.readAny();
    if (this.at < this.tokens.length) throw this.fault(`"${this.tokens[this.at]}" is not expected`);
    return expression;
  }

  private readAny(): Expression {
    const parts = [this.readAll()];
    while (this.take('or')) parts.push(this.readAll());
    return join('or', parts);
  }

  private readAll(): Expression {
    const parts = [this.readNot()];
    while (this.take('and')) parts.push(this.readNot());
    return join('and', parts);
  }

  private readNot(): Expression {
    let isNegated = false;
    while (this.take('not')) isNegated = !isNegated;
    const expression = this.readOperand();
    return isNegated ? { op: 'not', of: expression } : expression;
  }

  private readOperand(): Expression {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === undefined) throw this.fault('the condition ends too early');
    if (token === '(') return this.readGroup();
    if (token === ')' || ['and', 'or', 'of'].includes(token.toLowerCase())) {
      throw this.fault(`"${token}" is not expected`);
    }
    return this.tokens[this.at]?.toLowerCase() === 'of' ? this.readQuantified(token) : this.identifier(token);
  }

  private readGroup(): Expression {
    this.depth += 1;
    if (this.depth > RULE_LIMITS.conditionDepth) {
      const detail = `parentheses stand more than ${RULE_LIMITS.conditionDepth} deep`;
      throw new RuleError('too_deep', this.line, detail);
    }
    const expression = this.readAny();
    if (!this.take(')')) throw this.fault('a ")" is missing');
    this.depth -= 1;
    return expression;
  }

  private readQuantified(quantifier: string): Expression {
    const word = quantifier.toLowerCase();
    if (word !== '1' && word !== 'any' && word !== 'all') {
      throw this.fault(`"${quantifier} of" is not known; write "1 of", "any of" or "all of"`);
    }
    const pattern = this.tokens[this.at + 1];
    if (pattern === undefined || pattern === '(' || pattern === ')') throw this.fault(`"${word} of" names nothing`);
    this.at += 2;
    return join(word === 'all' ? 'and' : 'or', this.matching(pattern));
  }

  private matching(pattern: string): Expression[] {
    const names = [...this.identifiers.keys()].filter((name) => isNamed(name, pattern));
    if (names.length === 0) {
      const detail = `"${pattern}" matches no search identifier`;
      throw new RuleError('no_identifier_matches', this.line, detail);
    }
    return names.map((name) => this.identifier(name));
  }

  private identifier(name: string): Expression {
    const expression = this.identifiers.get(name);
    if (expression) return this.counted(name, expression);
    throw new RuleError('unknown_identifier', this.line, `the condition names "${name}", which is not defined`);
  }

  /** Expressions are shared in memory, but a stored pack writes them out each time. */
  private counted(name: string, expression: Expression): Expression {
    let size = this.sizes.get(name);
    if (size === undefined) this.sizes.set(name, (size = sizeOf(expression)));
    this.nodeCount += size;
    if (this.nodeCount <= RULE_LIMITS.nodesPerCondition) return expression;
    const detail = `the condition, written out, has more than ${RULE_LIMITS.nodesPerCondition} parts`;
    throw new RuleError('too_large', this.line, detail);
  }

  private take(word: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private fault(detail: string): RuleError {
    return new RuleError('invalid_condition', this.line, detail);
  }
}

function sizeOf(expression: Expression): number {
  if (expression.op === 'not') return 1 + sizeOf(expression.of);
  return expression.op === 'and' || expression.op === 'or'
    ? expression.of.reduce((sum, part) => sum + sizeOf(part), 1)
    : 1;
}

/** `them` and patterns pass over names that begin with `_`, unless the pattern does so too. */
function isNamed(name: string, pattern: string): boolean {
  if (pattern === 'them') return !name.startsWith('_');
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  const pieces = pattern.split('*');
  const [head = ''] = pieces;
  if (pieces.length === 1) return name === pattern;
  if (!name.startsWith(head)) return false;
  let from = head.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  const tail = pieces.at(-1) as string;
  return name.length - tail.length >= from && name.endsWith(tail);
}
