import { CopyBuffer } from './copy-buffer.ts';

/** Bytes after the 19-byte head, without the two closing bytes. */
function fieldsOf(write: (buffer: CopyBuffer) => void, initialBytes?: number): Buffer {
  const buffer = new CopyBuffer(initialBytes);
  buffer.reset();
  write(buffer);
  return buffer.finish().subarray(19, -2);
}

function int64Of(field: Buffer): bigint {
  expect(field.readInt32BE(0)).toBe(8);
  return field.readBigInt64BE(4);
}

describe('CopyBuffer', () => {
  test('starts with the signature and ends with -1', () => {
    const buffer = new CopyBuffer();
    buffer.reset();
    expect(buffer.finish().toString('hex')).toBe('5047434f50590aff0d0a000000000000000000ffff');
  });

  test.each([
    ['zero of PostgreSQL', 946_684_800_000, 0n],
    ['before it', 0, -946_684_800_000_000n],
    ['a present time', 1_795_000_000_123, 848_315_200_123_000n],
    ['beyond 2^53 microseconds', Date.UTC(9999, 11, 31, 23, 59, 59, 999), 252_455_615_999_999_000n],
    ['earlier than year 1 is held at it', -8.64e15, -63_082_281_600_000_000n],
    ['later than year 9999 is held at it', 8.64e15, 252_455_615_999_999_000n],
  ])('timestamp: %s', (_name, ms, expected) => {
    expect(int64Of(fieldsOf((buffer) => buffer.timestamp(ms)))).toBe(expected);
  });

  test.each([
    ['plain', 'root', 'root'],
    ['NUL left out', 'ro\0ot\0', 'root'],
    ['lone surrogate replaced', 'a\ud800b', 'a\ufffdb'],
    ['pair kept', 'a😀b', 'a😀b'],
    ['empty', '', ''],
  ])('text: %s', (_name, given, stored) => {
    const field = fieldsOf((buffer) => buffer.text(given));
    expect(field.readInt32BE(0)).toBe(Buffer.byteLength(stored));
    expect(field.subarray(4).toString('utf8')).toBe(stored);
  });

  test('bytes that are UTF-8 pass unchanged, others are repaired', () => {
    expect(
      fieldsOf((buffer) => buffer.bytes(Buffer.from('{"a":"\\u0000\\ud800"}')))
        .subarray(4)
        .toString(),
    ).toBe('{"a":"\\u0000\\ud800"}');
    expect(
      fieldsOf((buffer) => buffer.bytes(Buffer.from([0x61, 0xff, 0, 0x62])))
        .subarray(4)
        .toString(),
    ).toBe('a\ufffdb');
  });

  test('undefined is null', () => {
    expect(fieldsOf((buffer) => buffer.text(undefined)).toString('hex')).toBe('ffffffff');
    expect(fieldsOf((buffer) => buffer.inet(undefined)).toString('hex')).toBe('ffffffff');
  });

  test('what is no address becomes null', () => {
    expect(fieldsOf((buffer) => buffer.inet('10.0.0.256')).toString('hex')).toBe('ffffffff');
  });

  test('grows without losing what was written', () => {
    const words = Array.from({ length: 500 }, (_, index) => `word ${index} é`);
    const field = fieldsOf((buffer) => words.forEach((word) => buffer.text(word)), 64);
    let at = 0;
    for (const word of words) {
      const length = field.readInt32BE(at);
      expect(field.subarray(at + 4, at + 4 + length).toString()).toBe(word);
      at += 4 + length;
    }
    expect(at).toBe(field.length);
  });
});
