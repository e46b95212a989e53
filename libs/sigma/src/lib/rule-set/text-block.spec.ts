import { TextBlock } from './text-block.ts';

function textAt(block: TextBlock, start: number, length: number): string {
  return String.fromCharCode(...block.units.subarray(start, start + length));
}

describe('TextBlock', () => {
  it('holds texts side by side, unit by unit', () => {
    const block = new TextBlock();
    const texts = ['abc', '', '😀', '\ud83d', 'ÿĀ', '\0'];
    const starts = texts.map((text) => block.add(text));
    block.flush();
    expect(starts.map((start, index) => textAt(block, start, (texts[index] as string).length))).toEqual(texts);
  });

  it('puts other texts behind, one in place of the other', () => {
    const block = new TextBlock();
    block.add('first');
    block.flush();
    expect(block.put('xyz')).toBe(5);
    expect(block.put('ab')).toBe(5);
    expect(textAt(block, 0, 8)).toBe('firstabz');
  });

  it('grows and keeps what it holds', () => {
    const block = new TextBlock();
    block.add('kept');
    block.flush();
    const long = 'é'.repeat(50_000);
    const start = block.put(long);
    expect(textAt(block, 0, 4)).toBe('kept');
    expect([block.units[start], block.units[start + long.length - 1]]).toEqual([0xe9, 0xe9]);
  });

  it('begins anew, and gives back what only one event needed', () => {
    const block = new TextBlock();
    block.add('x'.repeat(2_000_000));
    block.flush();
    expect(block.units.length).toBeGreaterThanOrEqual(2_000_000);
    block.clear();
    expect(block.units.length).toBeLessThan(10_000);
    expect(block.add('y')).toBe(0);
    block.flush();
    expect(textAt(block, 0, 1)).toBe('y');
  });
});
