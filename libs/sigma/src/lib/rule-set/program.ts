import type { Expression } from '../model/rule.ts';
import type { UnitLeaf } from './atom-table.ts';

/** Where a rule's program ends. */
export const MATCH = -1;
export const NO_MATCH = -2;

/** A rule's condition over the leaves of its unit. */
export type UnitExpression =
  | { op: 'and' | 'or'; of: UnitExpression[] }
  | { op: 'not'; of: UnitExpression }
  | { op: 'leaf'; leaf: UnitLeaf }
  | { op: 'constant'; value: boolean };

/** The same condition with the unit's leaves, what is cheap to ask first. */
export function bindExpression(expression: Expression, leaves: readonly UnitLeaf[]): UnitExpression {
  switch (expression.op) {
    case 'constant':
      return expression;
    case 'leaf':
      return { op: 'leaf', leaf: leaves[expression.leaf] as UnitLeaf };
    case 'not':
      return { op: 'not', of: bindExpression(expression.of, leaves) };
    default: {
      const parts = expression.of.map((part) => bindExpression(part, leaves));
      const priced = parts.map((part) => ({ part, price: priceOf(part) }));
      priced.sort((left, right) => left.price - right.price);
      return { op: expression.op, of: priced.map(({ part }) => part) };
    }
  }
}

/** Stamps cost nothing, residual items run a pattern, keywords may have to read the whole event. */
function priceOf(expression: UnitExpression): number {
  switch (expression.op) {
    case 'constant':
      return 0;
    case 'not':
      return priceOf(expression.of);
    case 'leaf':
      return 1 + expression.leaf.items.length * 100 + (expression.leaf.isKeyword ? 10_000 : 0);
    default:
      return expression.of.reduce((sum, part) => sum + priceOf(part), 0);
  }
}

/** Instructions of the rules of a unit: `[atom, next when true, next when false]`. */
export class ProgramWriter {
  readonly instructions: number[] = [];

  /** @returns the first instruction, or `MATCH` or `NO_MATCH` where nothing has to be asked */
  write(expression: UnitExpression, whenTrue = MATCH, whenFalse = NO_MATCH): number {
    switch (expression.op) {
      case 'constant':
        return expression.value ? whenTrue : whenFalse;
      case 'not':
        return this.write(expression.of, whenFalse, whenTrue);
      case 'leaf':
        return this.#add(expression.leaf.atom, whenTrue, whenFalse);
      case 'and':
        return expression.of.reduceRight((next, part) => this.write(part, next, whenFalse), whenTrue);
      case 'or':
        return expression.of.reduceRight((next, part) => this.write(part, whenTrue, next), whenFalse);
    }
  }

  #add(atom: number, whenTrue: number, whenFalse: number): number {
    return this.instructions.push(atom, whenTrue, whenFalse) - 3;
  }
}
