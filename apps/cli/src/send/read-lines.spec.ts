import { Readable } from 'node:stream';
import { batchesOf } from './batches.ts';
import { kindOf } from './input.ts';
import { readLines, type InputLine } from './read-lines.ts';

async function all(chunks: (string | Buffer)[], maxBytes = 100): Promise<[number, string | undefined][]> {
  const lines: [number, string | undefined][] = [];
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const { number, bytes } of readLines(input, maxBytes)) lines.push([number, bytes?.toString('latin1')]);
  return lines;
}

describe('reading lines', () => {
  it('cuts at line ends wherever the chunks end, and takes the last line without one', async () => {
    expect(await all(['on', 'e\ntw', 'o\r\nthree'])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
  });

  it('leaves blank lines out and counts them', async () => {
    expect(await all(['a\n\n \t\r\nb\n'])).toEqual([
      [1, 'a'],
      [4, 'b'],
    ]);
  });

  it('keeps bytes that are no text', async () => {
    expect(await all([Buffer.from([0xff, 0x00, 0x0a, 0xfe])])).toEqual([
      [1, '\xff\x00'],
      [2, '\xfe'],
    ]);
  });

  it('skips a line that is too long as it comes, and goes on after it', async () => {
    expect(await all(['short\n', 'x'.repeat(70), 'x'.repeat(70), '\nnext\n', 'y'.repeat(101)])).toEqual([
      [1, 'short'],
      [2, undefined],
      [3, 'next'],
      [4, undefined],
    ]);
  });
});

describe('batches', () => {
  async function* lines(...texts: (string | undefined)[]): AsyncGenerator<InputLine> {
    for (const [i, text] of texts.entries()) {
      yield await Promise.resolve({ number: i + 1, bytes: text === undefined ? undefined : Buffer.from(text) });
    }
  }

  it('are bounded by lines and by bytes and remember line numbers', async () => {
    const tooLong: number[] = [];
    const batches = [];
    const given = lines('a', 'b', undefined, 'cccc', 'd');
    for await (const batch of batchesOf(given, { maxLines: 2, maxBytes: 6 }, (n) => tooLong.push(n))) {
      batches.push([batch.numbers, batch.lines.map(String), batch.sizeBytes]);
    }
    expect(batches).toEqual([
      [[1, 2], ['a', 'b'], 4],
      [[4], ['cccc'], 5],
      [[5], ['d'], 2],
    ]);
    expect(tooLong).toEqual([3]);
  });
});

describe('the kind of lines', () => {
  it('is told by the first one', () => {
    expect(kindOf(Buffer.from('  {"a":1}'))).toBe('json');
    expect(kindOf(Buffer.from('Nov 22 03:00:00 host sshd[1]: Failed'))).toBe('text');
    expect(kindOf(Buffer.from('[Sun Dec 04 04:47:44 2005] [notice] started'))).toBe('text');
  });

  it('is none for a JSON array, which is refused with the way out', () => {
    for (const start of ['[', '[{"a":1},', '[ {']) {
      expect(() => kindOf(Buffer.from(start))).toThrow('the input is a JSON array');
    }
  });
});
