import type { Comparison, Pattern, TextTest } from '../model/pattern.ts';
import type { EventContext } from './context.ts';
import { datePart } from './date-part.ts';
import { createGlob, matchGlob, type Glob } from './glob.ts';
import { listElements } from './list-elements.ts';
import { isInNetwork, parseNetwork, type Network } from './network.ts';
import { createRegex, type Regex } from './regex.ts';
import { valueText } from './value-text.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

const globs = new WeakMap<Pattern, Glob>();
const regexes = new WeakMap<Pattern, Regex>();
const networks = new WeakMap<Pattern, Network>();

/**
 * Tells whether a pattern holds for a field's value (undefined = the event has no such field). Of a list any element
 * will do. The reference that the candidate index must agree with.
 */
export function matchPattern(pattern: Pattern, value: unknown, context: EventContext): boolean {
  if (pattern.kind === 'exists') return (value !== undefined) === pattern.isPresent;
  if (pattern.kind === 'null' && value === undefined) return true;
  if (!Array.isArray(value)) return matchElement(pattern, value, context);
  return listElements(value).some((element) => matchElement(pattern, element, context));
}

function matchElement(pattern: Pattern, value: unknown, context: EventContext): boolean {
  if (pattern.kind === 'null') return value === null;
  if (value === null || value === undefined) return false;
  if (pattern.kind === 'any') return true;
  const text = valueText(value);
  return text !== undefined && matchScalar(pattern, value, text, context);
}

function matchScalar(pattern: Pattern, value: unknown, text: string, context: EventContext): boolean {
  switch (pattern.kind) {
    case 'text':
      return testText(pattern.test, pattern.isCased ? text : context.fold(text), pattern.text);
    case 'glob':
      return matchGlob(globOf(pattern), pattern.isCased ? text : context.fold(text));
    case 'number':
      return typeof value === 'number' ? value === pattern.value : isNumberText(pattern, value);
    case 'boolean':
      return context.fold(text) === String(pattern.value);
    case 'regex':
      return regexOf(pattern).test(text);
    case 'cidr':
      return typeof value === 'string' && isInNetwork(networkOf(pattern), value);
    case 'compare':
      return compare(numberOf(value), pattern.op, pattern.value);
    case 'time':
      return compare(datePart(value, pattern.part), pattern.op, pattern.value);
    case 'field':
      return matchReference(pattern, text, context);
    default:
      return false;
  }
}

/** A number of a rule equals a text that is spelled as in the rule or as the number prints. */
function isNumberText(pattern: { value: number; text: string }, value: unknown): boolean {
  return typeof value === 'string' && (value === pattern.text || value === String(pattern.value));
}

/** Compares a text with a literal of a rule, both folded or both as they are. */
export function testText(test: TextTest, text: string, sought: string): boolean {
  if (test === 'equals') return text === sought;
  if (test === 'startsWith') return text.startsWith(sought);
  return test === 'endsWith' ? text.endsWith(sought) : text.includes(sought);
}

function matchReference(pattern: Pattern & { kind: 'field' }, text: string, context: EventContext): boolean {
  const other = context.value(pattern.field);
  const folded = pattern.isCased ? text : context.fold(text);
  return (Array.isArray(other) ? listElements(other) : [other]).some((element) => {
    const sought = valueText(element);
    return sought !== undefined && testText(pattern.test, folded, pattern.isCased ? sought : context.fold(sought));
  });
}

/** An event's number: a number, or a text that reads as one; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length <= 64 && NUMBER.test(value) ? Number(value) : undefined;
}

function compare(left: number | undefined, op: Comparison, right: number): boolean {
  if (left === undefined) return false;
  if (op === 'gt') return left > right;
  if (op === 'gte') return left >= right;
  if (op === 'lt') return left < right;
  if (op === 'lte') return left <= right;
  return op === 'eq' ? left === right : left !== right;
}

function globOf(pattern: Pattern & { kind: 'glob' }): Glob {
  let glob = globs.get(pattern);
  if (!glob) globs.set(pattern, (glob = createGlob(pattern.parts)));
  return glob;
}

function regexOf(pattern: Pattern & { kind: 'regex' }): Regex {
  let regex = regexes.get(pattern);
  if (!regex) regexes.set(pattern, (regex = createRegex(pattern.source, pattern.flags)));
  return regex;
}

function networkOf(pattern: Pattern & { kind: 'cidr' }): Network {
  let network = networks.get(pattern);
  if (!network) {
    network = parseNetwork(pattern.network) ?? { bytes: [], prefix: 0 };
    networks.set(pattern, network);
  }
  return network;
}
