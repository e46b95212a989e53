/** How a text is written as bytes before it is searched for or base64-encoded. */
export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'utf16';

const BYTE_ORDER_MARK = Buffer.from([0xff, 0xfe]);
/** Where the characters that depend on the bytes before and behind begin and end, by offset. */
const STARTS = [0, 2, 3];
const ENDS = [undefined, -3, -2];

/** The bytes of a text; `utf16` is little-endian behind a byte order mark. */
export function encodeBytes(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  if (encoding === 'utf16be') return bytes.swap16();
  return encoding === 'utf16' ? Buffer.concat([BYTE_ORDER_MARK, bytes]) : bytes;
}

/** The base64 form of bytes that begin at the start of what was encoded. */
export function base64Of(bytes: Buffer): string {
  return bytes.toString('base64');
}

/** What all base64 forms of bytes anywhere in what was encoded have in common: one text for each of three offsets. */
export function base64Offsets(bytes: Buffer): string[] {
  return STARTS.map((start, offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset, ' '), bytes]);
    return padded.toString('base64').slice(start, ENDS[padded.length % 3]);
  });
}

/**
 * A text whose characters are the bytes of an encoded ASCII text, so that `wide` can be searched for in a text.
 *
 * @returns undefined when the text is not ASCII: its bytes are no text
 */
export function encodedText(text: string, encoding: Encoding): string | undefined {
  if (encoding === 'utf8') return text;
  if (/[^\0-\x7f]/.test(text)) return undefined;
  const mark = encoding === 'utf16' ? '\ufeff' : '';
  return mark + [...text].map((letter) => (encoding === 'utf16be' ? `\0${letter}` : `${letter}\0`)).join('');
}
