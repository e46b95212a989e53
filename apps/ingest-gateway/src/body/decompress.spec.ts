import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { Refusal } from '../http/refusal.ts';
import type { BodyEncoding } from './content-encoding.ts';
import { decompressStream } from './decompress-stream.ts';
import { decompressWhole } from './decompress-whole.ts';

type Coding = Exclude<BodyEncoding, 'identity'>;

const text = Buffer.from(Array.from({ length: 2000 }, (_, i) => `line ${i} ${(i * 7919) % 1013}\n`).join(''));
const half = text.length >> 1;
const compress: Record<Coding, (data: Buffer) => Buffer> = {
  gzip: (data) => gzipSync(data),
  deflate: (data) => deflateSync(data),
  br: (data) => brotliCompressSync(data),
  zstd: (data) => zstdCompressSync(data),
};
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 1]);
const codings = Object.keys(compress) as Coding[];

async function streamed(body: Buffer, coding: Coding, chunkBytes: number, maxBytes = 1e9): Promise<Buffer> {
  let at = 0;
  const next = (): Promise<Buffer | null> => {
    if (at >= body.length) return Promise.resolve(null);
    const chunk = body.subarray(at, at + chunkBytes);
    at += chunk.length;
    return Promise.resolve(chunk);
  };
  const parts: Buffer[] = [];
  for await (const part of decompressStream({ next }, coding, maxBytes)) parts.push(part);
  return Buffer.concat(parts);
}

async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'no refusal';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}

/** Both ways of decompression: at once, and in chunks of several sizes. */
const ways: readonly (readonly [string, (body: Buffer, coding: Coding) => Promise<Buffer>])[] = [
  ['at once', async (body, coding) => decompressWhole(body, coding, 1e9) as Buffer],
  ['in one chunk', (body, coding) => streamed(body, coding, 1e9)],
  ['in chunks of 997 bytes', (body, coding) => streamed(body, coding, 997)],
  ['byte by byte', (body, coding) => streamed(body.subarray(0), coding, 1)],
];

describe.each(ways)('decompression %s', (_, decompress) => {
  it.each(codings)('%s gives back what was compressed', async (coding) => {
    expect((await decompress(compress[coding](text), coding)).equals(text)).toBe(true);
  });

  it('takes raw deflate as well', async () => {
    expect((await decompress(deflateRawSync(text), 'deflate')).equals(text)).toBe(true);
  });

  it.each(['gzip', 'zstd'] as const)('%s reads every member or frame', async (coding) => {
    const body = Buffer.concat([compress[coding](text.subarray(0, half)), compress[coding](text.subarray(half))]);
    expect((await decompress(body, coding)).equals(text)).toBe(true);
  });

  it('zstd passes over skippable frames', async () => {
    const frames = [
      skippable,
      compress.zstd(text.subarray(0, half)),
      skippable,
      compress.zstd(text.subarray(half)),
      skippable,
    ];
    expect((await decompress(Buffer.concat(frames), 'zstd')).equals(text)).toBe(true);
  });

  it.each(codings)('%s refuses data that breaks off', async (coding) => {
    const body = compress[coding](text);
    for (const cut of [1, 5, body.length >> 1, body.length - 1]) {
      expect(await codeOf(() => decompress(body.subarray(0, cut), coding))).toBe('invalid_compression');
    }
  });

  it('zstd refuses a second frame that breaks off', async () => {
    const body = Buffer.concat([
      compress.zstd(text.subarray(0, half)),
      compress.zstd(text.subarray(half)).subarray(0, -3),
    ]);
    expect(await codeOf(() => decompress(body, 'zstd'))).toBe('invalid_compression');
  });

  it.each(codings)('%s refuses bytes behind its end', async (coding) => {
    const body = Buffer.concat([compress[coding](text), Buffer.from('{"eventType":"x"}')]);
    expect(await codeOf(() => decompress(body, coding))).toBe('invalid_compression');
  });

  it.each(codings)('%s refuses other data', async (coding) => {
    expect(await codeOf(() => decompress(Buffer.from('{"eventType":"x"}'), coding))).toBe('invalid_compression');
  });
});

describe('bounds', () => {
  const bomb = Buffer.alloc(16 * 1024 * 1024);

  it.each(codings)('%s output is bounded at once and in a stream', async (coding) => {
    const body = compress[coding](text);
    expect(decompressWhole(body, coding, 100)).toBeNull();
    expect(await codeOf(() => streamed(body, coding, 997, 100))).toBe('decoded_too_large');
  });

  it.each(['gzip', 'br', 'zstd'] as const)('%s bombs end at the ratio bound', async (coding) => {
    const body = coding === 'br' ? brotliCompressSync(bomb.subarray(0, 1 << 23)) : compress[coding](bomb);
    expect(await codeOf(() => streamed(body, coding, 1e9))).toBe('decoded_too_large');
  });

  it('refuses thousands of zstd frames', async () => {
    const body = Buffer.concat(Array.from({ length: 1100 }, () => compress.zstd(Buffer.from('a'))));
    expect(await codeOf(() => decompressWhole(body, 'zstd', 1e6))).toBe('invalid_compression');
    expect(await codeOf(() => streamed(body, 'zstd', 1e6))).toBe('invalid_compression');
  });
});
