import { seededRandom } from '@redoubt/test-kit';
import { foldText } from '../fold.ts';
import type { TextTest } from '../model/pattern.ts';
import { CompiledLiterals } from './testing/compiled-literals.ts';

interface Wanted {
  test: TextTest;
  text: string;
}

const TESTS: readonly TextTest[] = ['equals', 'startsWith', 'endsWith', 'contains'];

function holds({ test, text }: Wanted, folded: string): boolean {
  if (test === 'equals') return folded === text;
  if (test === 'startsWith') return folded.startsWith(text);
  return test === 'endsWith' ? folded.endsWith(text) : folded.includes(text);
}

/** Random texts over an alphabet so small that literals overlap in every way. */
class Texts {
  readonly #random: () => number;
  readonly #units: readonly string[];

  constructor(seed: number, alphabet: string) {
    this.#random = seededRandom(seed);
    this.#units = [...alphabet];
  }

  text(least: number, most: number): string {
    const length = least + this.below(most - least + 1);
    return Array.from({ length }, () => this.#units[this.below(this.#units.length)]).join('');
  }

  below(end: number): number {
    return Math.floor(this.#random() * end);
  }
}

function distinct(literals: readonly Wanted[]): Wanted[] {
  return [...new Map(literals.map((literal) => [`${literal.test} ${literal.text}`, literal])).values()];
}

describe('FieldIndex', () => {
  it.each(['ab', 'abc', 'abcdefgh\\', 'aå😀'])('finds what a search literal by literal finds, over %j', (alphabet) => {
    const texts = new Texts(7, alphabet);
    const isWide = /[^\0-\x7f]/.test(alphabet);
    const wrong: string[] = [];
    for (let round = 0; round < 60; round++) {
      const literals = distinct(
        Array.from({ length: 1 + texts.below(30) }, () => {
          const text = texts.text(1, 6);
          return { text, test: isWide ? 'contains' : (TESTS[texts.below(4)] as TextTest) };
        }),
      );
      const index = new CompiledLiterals(literals);
      for (let count = 0; count < 20; count++) {
        const text = count === 0 ? '' : texts.text(0, 40);
        const expected = literals.flatMap((literal, atom) => (holds(literal, text) ? [atom] : []));
        const found = index.find(text.toUpperCase());
        if (found.join() !== expected.join()) wrong.push(text);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('leaps over what no literal can begin in, and misses nothing', () => {
    const texts = new Texts(11, 'abcdefghijklmnopqrstuvwxyz');
    const wrong: string[] = [];
    let leaping = 0;
    for (let round = 0; round < 60; round++) {
      const made = Array.from({ length: 1 + texts.below(4) }, () => texts.text(6, 14));
      const literals = distinct(made.map((text) => ({ test: 'contains' as const, text })));
      const index = new CompiledLiterals(literals);
      if ((index.compiled.contains?.window ?? 0) > 0) leaping++;
      for (let count = 0; count < 30; count++) {
        let text = texts.text(0, 12);
        for (let part = texts.below(4); part > 0; part--) {
          const { text: literal } = literals[texts.below(literals.length)] as Wanted;
          text += literal.slice(texts.below(2), literal.length - texts.below(2)) + texts.text(0, 5);
        }
        const expected = literals.flatMap((literal, atom) => (text.includes(literal.text) ? [atom] : []));
        if (index.find(text).join() !== expected.join()) wrong.push(text);
      }
    }
    expect(wrong).toEqual([]);
    expect(leaping).toBeGreaterThan(40);
  });

  it('folds characters outside ASCII that belong to letters inside', () => {
    const index = new CompiledLiterals([
      { test: 'contains', text: 'kerb' },
      { test: 'startsWith', text: 'kerb' },
      { test: 'endsWith', text: 'masse' },
      { test: 'contains', text: foldText('ΣΑΣ') },
    ]);
    expect(index.find('\u212aERBEROS')).toEqual([0, 1]);
    expect(index.find('x Ma\u017f\u017fe')).toEqual([2]);
    expect(index.find('σας')).toEqual([3]);
  });

  it('reports each literal once, however often it stands there', () => {
    const index = new CompiledLiterals([
      { test: 'contains', text: 'a' },
      { test: 'contains', text: 'aa' },
    ]);
    expect(index.find('a'.repeat(1_000))).toEqual([0, 1]);
  });

  it('keeps apart what the parts of a surrogate pair are', () => {
    const index = new CompiledLiterals([{ test: 'contains', text: '😀' }]);
    expect(index.find('😀')).toEqual([0]);
    expect(index.find('\ud83d')).toEqual([]);
  });

  describe('takes steps in proportion to the text', () => {
    const suffixes = Array.from({ length: 2_000 }, (_, length) => 'a'.repeat(length + 1));
    const nearly = Array.from({ length: 500 }, (_, length) => `${'a'.repeat(length + 3)}b`);
    const long = ['abcabcabcabd', 'bcabcabcabcx'];

    it.each([
      ['every suffix a literal', suffixes, 'a'.repeat(100_000)],
      ['literals that nearly end', nearly, 'a'.repeat(100_000)],
      ['leaps that come to nothing', long, 'abc'.repeat(33_334)],
      ['leaps that come to nothing, elsewhere', long, 'abcabcabcab'.repeat(10_000)],
    ])('%s', (_, literals, text) => {
      const index = new CompiledLiterals(literals.map((literal) => ({ test: 'contains', text: literal })));
      const before = index.hits.steps;
      index.find(text);
      expect(index.hits.steps - before).toBeLessThanOrEqual(4 * text.length);
    });

    it('no literal is reported twice, so reports are as few as literals', () => {
      const index = new CompiledLiterals(suffixes.map((text) => ({ test: 'contains', text })));
      index.find('a'.repeat(100_000));
      expect(index.hits.count).toBe(suffixes.length);
    });
  });
});
