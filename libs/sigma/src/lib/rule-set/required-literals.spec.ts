import { requiredLiterals } from './required-literals.ts';

describe('requiredLiterals', () => {
  it.each([
    ['invoke-mimi', ['invoke-mimi']],
    ['(?i)Invoke', ['invoke']],
    ['foo.*longer', ['longer']],
    ['fo+bar', ['bar']],
    ['abx?cd', ['ab']],
    ['abx*', ['ab']],
    ['abx{0,3}cde', ['cde']],
    ['abx{2}', ['abx']],
    ['[Ee][Xx][Ee]', ['exe']],
    ['a[bc]de', ['de']],
    ['[^]x]ab', ['ab']],
    ['[]a]bcd', ['bcd']],
    ['[[:alpha:]]ab', ['ab']],
    ['(foo|barn)', ['foo', 'barn']],
    ['(?:foo|barn)xy', ['foo', 'barn']],
    ['(?P<name>user)=', ['user']],
    ['foo|bar', ['foo', 'bar']],
    ['\\\\x64\\.exe', ['\\x64.exe']],
    ['\\x41bc', ['abc']],
    ['\\x{41}bc', ['abc']],
    ['\\bcmd\\b', ['cmd']],
    ['^\\d+key$', ['key']],
    ['x{,5}', ['x{,5}']],
    ['a😀?bcd', ['bcd']],
    ['\\pLabc', ['abc']],
    ['(?i:AB)', ['ab']],
  ])('of %j are %j', (source, literals) => {
    expect(requiredLiterals(source)).toEqual(literals);
  });

  it.each([
    '',
    '.',
    'a',
    'a|bcd',
    '(foo)?',
    '(foo|)',
    '[a-z]+',
    '\\Qab\\E',
    '(ab)\\1',
    '(ab',
    'ab)',
    '+ab',
    '[ab',
    '\\',
  ])('of %j are none', (source) => {
    expect(requiredLiterals(source)).toBeNull();
  });

  it('gives up on deep nesting and on many alternatives', () => {
    expect(requiredLiterals('('.repeat(10_000) + 'abc' + ')'.repeat(10_000))).toBeNull();
    expect(requiredLiterals(Array.from({ length: 100 }, (_, number) => `word${number}`).join('|'))).toBeNull();
  });
});
