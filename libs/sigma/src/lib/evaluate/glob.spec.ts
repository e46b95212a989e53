import * as fc from 'fast-check';
import { readSigmaText } from '../parse/sigma-text.ts';
import { createGlob, matchGlob } from './glob.ts';

const fits = (pattern: string, text: string): boolean => matchGlob(createGlob(readSigmaText(pattern)), text);

/** The same by a regular expression, which may take forever and is asked about short texts only. */
const byRegex = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, 'u').test(text);

describe('matchGlob', () => {
  it.each([
    ['a*b*c', 'a__b__c', true],
    ['a*b*c', 'a__c__b', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab?', 'xxabab1', true],
    ['?*?', 'a', false],
    ['?*?', 'ab', true],
    ['*', '', true],
    ['?', '', false],
    ['a?b', 'a😀b', true],
    ['?', '😀', true],
    ['*?', '😀', true],
    ['??', '😀', false],
    ['*😀?', 'x😀😀', true],
  ])('%j on %j is %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  it('says what a regular expression says', () => {
    const letters = fc
      .array(fc.constantFrom('a', 'b', '*', '?', '😀'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b', '😀', '\n'), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        expect(fits(pattern, text)).toBe(byRegex(pattern, text));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(100_000)],
    [`${'*a?'.repeat(50)}*b`, 'a'.repeat(100_000)],
    [`*${'a?'.repeat(50)}b*`, 'a'.repeat(20_000)],
    ['*'.repeat(1_000), 'a'.repeat(100_000)],
  ])('does not blow up on %s', (pattern, text) => {
    const startMs = performance.now();
    fits(pattern, text);
    expect(performance.now() - startMs).toBeLessThan(2_000);
  });
});
