import type { Comparison, GlobPart, Pattern, TextTest } from '../model/pattern.ts';

const TESTS: Readonly<Record<TextTest, string>> = {
  equals: 'is',
  startsWith: 'starts with',
  endsWith: 'ends with',
  contains: 'contains',
};

const SIGNS: Readonly<Record<Comparison, string>> = {
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  eq: '=',
  neq: '!=',
};

/** A pattern in words that follow a field's name: `contains "mimikatz"`. */
export function describePattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'text':
      return `${TESTS[pattern.test]} ${JSON.stringify(pattern.text)}${caseNote(pattern.isCased)}`;
    case 'glob':
      return `fits ${JSON.stringify(pattern.parts.map(spellPart).join(''))}${caseNote(pattern.isCased)}`;
    case 'any':
      return 'has any value';
    case 'number':
      return `is ${pattern.text}`;
    case 'boolean':
      return `is ${pattern.value}`;
    case 'null':
      return 'is missing or null';
    case 'exists':
      return pattern.isPresent ? 'is there' : 'is not there';
    case 'regex':
      return `fits /${pattern.source}/${pattern.flags}`;
    case 'cidr':
      return `is in ${pattern.network}`;
    case 'compare':
      return `${SIGNS[pattern.op]} ${pattern.value}`;
    case 'time':
      return `has ${pattern.part} ${SIGNS[pattern.op]} ${pattern.value}`;
    case 'field':
      return `${TESTS[pattern.test]} the field ${pattern.field}${caseNote(pattern.isCased)}`;
  }
}

function caseNote(isCased: boolean): string {
  return isCased ? ' (case counts)' : '';
}

function spellPart(part: GlobPart): string {
  if (part.kind === 'text') return part.text.replace(/[*?\\]/g, '\\$&');
  return part.kind === 'many' ? '*' : '?';
}
