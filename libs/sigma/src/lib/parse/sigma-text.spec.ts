import type { Pattern } from '../model/pattern.ts';
import { readSigmaText, textPattern } from './sigma-text.ts';

const many = { kind: 'many' };
const one = { kind: 'one' };
const text = (literal: string): object => ({ kind: 'text', text: literal });

describe('readSigmaText', () => {
  it.each([
    ['plain', [text('plain')]],
    ['', []],
    ['*', [many]],
    ['a*b?c', [text('a'), many, text('b'), one, text('c')]],
    ['\\*', [text('*')]],
    ['\\?', [text('?')]],
    ['\\', [text('\\')]],
    ['\\\\', [text('\\')]],
    ['\\\\\\', [text('\\\\')]],
    ['\\\\\\\\', [text('\\\\')]],
    ['\\a', [text('\\a')]],
    ['a\\\\*', [text('a\\'), many]],
    ['a\\\\\\*', [text('a\\*')]],
    ['a\\\\\\\\*', [text('a\\\\'), many]],
    ['a\\\\\\\\\\*', [text('a\\\\*')]],
    ['C:\\Windows\\*', [text('C:\\Windows*')]],
  ])('%j', (value, parts) => {
    expect(readSigmaText(value)).toEqual(parts);
  });
});

describe('textPattern', () => {
  const rows: [value: string, test: 'equals' | 'startsWith' | 'endsWith' | 'contains', pattern: Pattern][] = [
    ['Ab', 'equals', { kind: 'text', test: 'equals', text: 'ab', isCased: false }],
    ['Ab*', 'equals', { kind: 'text', test: 'startsWith', text: 'ab', isCased: false }],
    ['*Ab', 'equals', { kind: 'text', test: 'endsWith', text: 'ab', isCased: false }],
    ['*Ab*', 'equals', { kind: 'text', test: 'contains', text: 'ab', isCased: false }],
    ['*Ab', 'startsWith', { kind: 'text', test: 'contains', text: 'ab', isCased: false }],
    ['**Ab', 'endsWith', { kind: 'text', test: 'endsWith', text: 'ab', isCased: false }],
    ['', 'equals', { kind: 'text', test: 'equals', text: '', isCased: false }],
    ['', 'contains', { kind: 'any' }],
    ['', 'startsWith', { kind: 'any' }],
    ['***', 'equals', { kind: 'any' }],
    [
      'a?',
      'contains',
      {
        kind: 'glob',
        parts: [{ kind: 'many' }, { kind: 'text', text: 'a' }, { kind: 'one' }, { kind: 'many' }],
        isCased: false,
      },
    ],
    ['?', 'equals', { kind: 'glob', parts: [{ kind: 'one' }], isCased: false }],
  ];

  it.each(rows)('%j that %s', (value, test, pattern) => {
    expect(textPattern(readSigmaText(value), test, false)).toEqual(pattern);
  });

  it('leaves the case alone where it counts', () => {
    expect(textPattern(readSigmaText('Ab'), 'equals', true)).toEqual({
      kind: 'text',
      test: 'equals',
      text: 'Ab',
      isCased: true,
    });
  });
});
