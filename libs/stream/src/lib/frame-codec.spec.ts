import { randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { decodeEvent } from '@redoubt/contracts';
import fc from 'fast-check';
import { COMPRESS_FROM_BYTES, decodeEntry, encodeFrame } from './frame-codec.ts';

const entryId = '1700000000000-3';

/** The flat field list of an entry as XREADGROUP answers it. */
function entryOf(fields: Record<string, string | Buffer | number>): Buffer[] {
  return Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(name),
    Buffer.isBuffer(value) ? value : Buffer.from(String(value)),
  ]);
}

/** What the append script stores of a frame. */
function stored(lines: readonly Buffer[], acceptedAtMs = 1_700_000_000_123): Buffer[] {
  const { version, count, payload } = encodeFrame(lines);
  return entryOf({ v: version, n: count, t: acceptedAtMs, d: payload });
}

function errorOf(fields: Buffer[]): string {
  const decoded = decodeEntry(entryId, fields);
  if (!('error' in decoded)) throw new Error('decoded');
  return decoded.error;
}

const line = fc
  .uint8Array({ minLength: 0, maxLength: 300 })
  .map((bytes) => Buffer.from(bytes.map((b) => (b === 0x0a ? 0x20 : b))));

function hexOf(lines: readonly Buffer[]): string {
  return lines.map((l) => l.toString('hex')).join();
}

describe('frames', () => {
  it('come back byte for byte, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 100 }), (lines) => {
        const decoded = decodeEntry(entryId, stored(lines));
        if ('error' in decoded) throw new Error(decoded.error);
        expect(decoded.acceptedAtMs).toBe(1_700_000_000_123);
        // One text instead of a deep comparison of buffers, which takes seconds.
        expect(hexOf(decoded.lines)).toBe(hexOf(lines));
      }),
    );
  });

  it('are compressed from 8 KiB on', () => {
    const below = encodeFrame([Buffer.alloc(COMPRESS_FROM_BYTES - 1, 'a')]);
    const from = encodeFrame([Buffer.alloc(COMPRESS_FROM_BYTES, 'a')]);
    expect(COMPRESS_FROM_BYTES).toBe(8192);
    expect([below.version, below.payload.length]).toEqual(['1r', 8191]);
    expect(from.version).toBe('1z');
    expect(from.payload.length).toBeLessThan(100);
  });

  it('count the separators of a joined payload towards its size', () => {
    const lines = Array.from({ length: 64 }, () => Buffer.alloc(127, 'a'));
    expect(encodeFrame(lines).version).toBe('1r');
    expect(encodeFrame([...lines, Buffer.alloc(1)]).version).toBe('1z');
  });

  it('come back under compression, incompressible ones too', () => {
    const lines = Array.from({ length: 100 }, () => Buffer.from(randomBytes(600).toString('base64')));
    const decoded = decodeEntry(entryId, stored(lines));
    if ('error' in decoded) throw new Error(decoded.error);
    expect(hexOf(decoded.lines)).toBe(hexOf(lines));
  });

  it('give views into the payload instead of copies', () => {
    const fields = stored([Buffer.from('{"a":1}'), Buffer.from('{"b":2}')]);
    const decoded = decodeEntry(entryId, fields);
    if ('error' in decoded) throw new Error(decoded.error);
    expect(decoded.lines.every((l) => l.buffer === (fields[7] as Buffer).buffer)).toBe(true);
  });
});

it('an entry with fields that a newer release added is read as it was', () => {
  const fields = stored([Buffer.from('{"a":1}')]);
  const added = ['w', 'whatever', 'trace', '\0'].map((text) => Buffer.from(text));
  expect(decodeEntry(entryId, [...added, ...fields])).toEqual(decodeEntry(entryId, fields));
});

describe('broken frames', () => {
  const payload = Buffer.from('{"a":1}\n{"b":2}');
  const whole = { v: '1r', n: 2, t: 1_700_000_000_123, d: payload };

  it.each([0, 1, 3, '', 'x', '2.5', '-2'])('are refused when n is %j and not 2', (n) => {
    expect(errorOf(entryOf({ ...whole, n }))).toContain('payload has 2');
  });

  it.each(['', '1', '2r', '0z', '1rr', 'r1', 'x'])('are refused under version %j', (v) => {
    expect(errorOf(entryOf({ ...whole, v }))).toContain('version');
  });

  it('are refused under an unknown codec', () => {
    expect(errorOf(entryOf({ ...whole, v: '1g' }))).toContain('unpacked');
  });

  it.each(['soon', '1e400', '1.5'])('are refused when t is %j', (t) => {
    expect(errorOf(entryOf({ ...whole, t }))).toContain('no time');
  });

  it('are refused when the compressed payload is damaged', () => {
    const packed = zstdCompressSync(Buffer.alloc(20_000, '{"a":1}'));
    const flipped = Buffer.from(packed);
    flipped[4] = (flipped[4] as number) ^ 0xff;
    for (const d of [Buffer.alloc(0), payload, packed.subarray(0, -3), flipped]) {
      expect(errorOf(entryOf({ v: '1z', n: 1, t: 1, d }))).toContain('unpacked');
    }
  });

  it('are refused when they would unpack to more than 4 MiB', () => {
    const bomb = zstdCompressSync(Buffer.alloc(4 * 1024 * 1024 + 1));
    expect(bomb.length).toBeLessThan(1_000);
    expect(errorOf(entryOf({ v: '1z', n: 1, t: 1, d: bomb }))).toContain('unpacked');
    const largest = zstdCompressSync(Buffer.alloc(4 * 1024 * 1024));
    expect(decodeEntry(entryId, entryOf({ v: '1z', n: 1, t: 1, d: largest }))).toHaveProperty('lines');
  });

  it('are refused when further zstd frames follow, of which only the first would be read', () => {
    const d = Buffer.concat([zstdCompressSync(Buffer.from('{"a":1}')), zstdCompressSync(Buffer.from('\n{"b":2}'))]);
    expect(errorOf(entryOf({ v: '1z', n: 2, t: 1, d }))).toContain('n says 2');
  });

  it('never make decoding throw', () => {
    const names = fc.constantFrom('v', 'n', 't', 'd', 'event_type', 'payload', 'x');
    const fields = fc.array(fc.tuple(names, fc.oneof(fc.constantFrom('1z', '1r', '1', '{}'), fc.string())));
    fc.assert(
      fc.property(fields, fc.boolean(), (pairs, isOdd) => {
        const flat = pairs.flat().map((text) => Buffer.from(text));
        expect(decodeEntry(entryId, isOdd ? flat.slice(1) : flat)).toBeDefined();
      }),
    );
  });
});

describe('the one-event field form', () => {
  it('is read as one event, accepted when its entry was made', () => {
    const fields = entryOf({
      org_id: 'somebody-else',
      event_type: 'failed_login',
      severity: 'high',
      source_ip: '203.0.113.7',
      timestamp: '1700000000',
      payload: '{"port":22}',
      colour: 'red',
    });
    const decoded = decodeEntry(entryId, fields);
    if ('error' in decoded) throw new Error(decoded.error);
    expect(decoded.acceptedAtMs).toBe(1_700_000_000_000);
    expect(decoded.lines).toHaveLength(1);
    expect(decodeEvent(JSON.parse(String(decoded.lines[0])))).toEqual({
      ok: true,
      fields: {
        eventType: 'failed_login',
        severity: 'high',
        sourceIp: '203.0.113.7',
        eventTimeMs: 1_700_000_000_000,
        payload: { port: 22 },
      },
    });
  });

  it('keeps a payload that is no JSON as text', () => {
    const decoded = decodeEntry(entryId, entryOf({ event_type: 'x', payload: 'not {json' }));
    if ('error' in decoded) throw new Error(decoded.error);
    expect(JSON.parse(String(decoded.lines[0]))).toEqual({ event_type: 'x', payload: 'not {json' });
  });

  it.each<[string, Record<string, string>]>([
    ['no field', {}],
    ['no event type', { severity: 'high' }],
    ['foreign fields', { foo: 'bar' }],
  ])('is not what has %s', (_name, fields) => {
    expect(errorOf(entryOf(fields))).toContain('neither');
  });
});
