import * as fc from 'fast-check';
import { createPortableRegex, createRegex, regexEngine } from './regex.ts';

describe('createRegex', () => {
  it('runs the native engine here', () => {
    expect(regexEngine()).toBe('re2');
  });

  it.each([
    ['b+', '', 'abbc', true],
    ['^b', '', 'a\nb', false],
    ['^b', 'm', 'a\nb', true],
    ['a.b', '', 'a\nb', false],
    ['a.b', 's', 'a\nb', true],
    ['B', 'i', 'abc', true],
    ['(?i)B', '', 'abc', true],
    ['(?is)A.B', '', 'a\nb', true],
    ['\\bword\\b', '', 'a word.', true],
    ['^\\d{3}$', '', '123', true],
    ['[[:alpha:]]+', '', 'abc', true],
    ['\\/etc\\/', '', '/etc/', true],
    ['^.$', '', '😀', true],
    ['\\x41\\u0042', '', 'AB', true],
    ['', '', '', true],
  ])('/%s/%s on %j is %s, in both engines, on texts and buffers', (source, flags, text, expected) => {
    for (const create of [createRegex, createPortableRegex]) {
      expect(create(source, flags).test(text)).toBe(expected);
      expect(create(source, flags).test(Buffer.from(text))).toBe(expected);
    }
  });

  it.each(['(?=a)', '(?<!a)b', '(a)\\1', '(', '[', 'a{2,1}', 'a{1001}', '*a'])(
    'refuses /%s/ in both engines',
    (source) => {
      expect(() => createRegex(source, '')).toThrow(SyntaxError);
      expect(() => createPortableRegex(source, '')).toThrow(SyntaxError);
    },
  );

  it('remembers nothing between texts', () => {
    const regex = createRegex('a', '');
    expect([regex.test('a'), regex.test('a'), regex.test('b'), regex.test('a')]).toEqual([true, true, false, true]);
  });

  it('agrees with its portable form', () => {
    const source = fc.stringMatching(/^[ab.*+?()|^$\\d]{1,8}$/);
    fc.assert(
      fc.property(source, fc.stringMatching(/^[ab1\n]{0,10}$/), (pattern, text) => {
        expect(verdict(createPortableRegex, pattern, text)).toBe(verdict(createRegex, pattern, text));
      }),
      { numRuns: 1_000 },
    );
  });
});

function verdict(create: typeof createRegex, source: string, text: string): boolean | 'refused' {
  try {
    return create(source, '').test(text);
  } catch {
    return 'refused';
  }
}
