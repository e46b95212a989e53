import fc from 'fast-check';
import { piecesOf, type Piece } from './pieces.ts';

async function* inChunks(body: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let i = 0; at < body.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    yield body.subarray(at, at + size);
    at += size;
  }
}

async function cut(text: string, pieceBytes: number, sizes: readonly number[] = [7]): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of piecesOf(inChunks(Buffer.from(text), sizes), pieceBytes)) pieces.push(piece);
  return pieces;
}

const texts = (pieces: readonly Piece[]): string[] =>
  pieces.filter((p) => !p.isOverlongLine).map((p) => p.data.toString());

describe('piecesOf', () => {
  it('keeps a body that fits in one piece', async () => {
    expect(await cut('aa\nbb\ncc', 8)).toEqual([
      { data: Buffer.from('aa\nbb\ncc'), isLast: true, isOverlongLine: false },
    ]);
  });

  it('cuts at the last line end that fits', async () => {
    expect(texts(await cut('aa\nbb\ncc\ndd', 8))).toEqual(['aa\nbb\n', 'cc\ndd']);
  });

  it('passes over a line that is longer than a piece, and goes on behind it', async () => {
    const pieces = await cut(`aa\n${'x'.repeat(50)}\nbb\n`, 8);
    expect(texts(pieces)).toEqual(['aa\n', 'bb\n']);
    expect(pieces.filter((piece) => piece.isOverlongLine)).toHaveLength(1);
  });

  it('holds no more of an endless line than a piece and a chunk', async () => {
    const pieces = await cut('x'.repeat(5000), 100, [64]);
    expect(Math.max(...pieces.map((piece) => piece.data.length))).toBeLessThanOrEqual(164);
    expect(pieces.filter((piece) => piece.isOverlongLine)).toHaveLength(1);
  });

  it('cuts at the same places however the body arrives', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(line), sizes, async (lines, chunkSizes) => {
        const text = lines.join('\n');
        const pieces = await cut(text, 16, chunkSizes);
        expect(texts(pieces)).toEqual(texts(await cut(text, 16, [1000])));
        expect(pieces.map((piece) => piece.data.toString()).join('')).toBe(text);
        expect(pieces.map((piece) => piece.isLast)).toEqual(pieces.map((_, i) => i === pieces.length - 1));
      }),
    );
  });
});
