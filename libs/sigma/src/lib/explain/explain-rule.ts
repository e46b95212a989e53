import { EventContext } from '../evaluate/context.ts';
import type { DetectionRule, Expression, Leaf } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { explainLeaf, type ExplainedItem } from './explain-leaf.ts';

/** Why a part of a rule holds, or does not, for an event. */
export interface ExplainNode {
  op: Expression['op'];
  isTrue: boolean;
  /** The search identifier that this part is. */
  identifier?: string;
  /** In one line, e.g. `Image ends with "\\cmd.exe": no, it is "C:\\a.exe"`. */
  text: string;
  of: ExplainNode[];
  /** Of leaves. */
  item?: ExplainedItem;
}

/**
 * Evaluates a rule on an event and says item by item what held, on which value, and what did not and why. Every part
 * is looked at, also those that could no longer change the verdict.
 */
export function explainRule(rule: DetectionRule, event: SigmaEvent): ExplainNode {
  const context = new EventContext(event);
  const names = new Map(Object.entries(rule.identifiers).map(([name, part]) => [JSON.stringify(part), name]));
  return explain(rule.condition, { rule, context, names });
}

/** The explanation as indented lines, `+` before what holds and `-` before what does not. */
export function explainLines(node: ExplainNode, depth = 0): string[] {
  const line = `${'  '.repeat(depth)}${node.isTrue ? '+' : '-'} ${node.text}`;
  return [line, ...node.of.flatMap((part) => explainLines(part, depth + 1))];
}

interface Scope {
  rule: DetectionRule;
  context: EventContext;
  names: ReadonlyMap<string, string>;
}

function explain(expression: Expression, scope: Scope): ExplainNode {
  const identifier = scope.names.get(JSON.stringify(expression));
  const named = identifier === undefined ? {} : { identifier };
  const prefix = identifier === undefined ? '' : `${identifier}: `;
  switch (expression.op) {
    case 'leaf': {
      const item = explainLeaf(scope.rule.leaves[expression.leaf] as Leaf, scope.context);
      return { op: 'leaf', isTrue: item.isTrue, ...named, text: prefix + item.text, of: [], item };
    }
    case 'constant':
      return {
        op: 'constant',
        isTrue: expression.value,
        ...named,
        text: `${prefix}always ${expression.value}`,
        of: [],
      };
    case 'not': {
      const part = explain(expression.of, scope);
      return { op: 'not', isTrue: !part.isTrue, ...named, text: `${prefix}none of this may hold`, of: [part] };
    }
    default: {
      const of = expression.of.map((part) => explain(part, scope));
      const trueCount = of.filter((part) => part.isTrue).length;
      const isTrue = expression.op === 'and' ? trueCount === of.length : trueCount > 0;
      const wanted = expression.op === 'and' ? 'all' : 'one';
      return { op: expression.op, isTrue, ...named, text: `${prefix}${wanted} of ${of.length}: ${trueCount} hold`, of };
    }
  }
}
