import { SyslogFramer } from './framer.ts';

type Seen = string | [fault: string, text: string];

/** Everything a framer gives for bytes that come in pieces of `pieceBytes`. */
function framesOf(text: string, { pieceBytes = text.length || 1, maxBytes = 64, isEnded = true } = {}): Seen[] {
  const framer = new SyslogFramer(maxBytes);
  const bytes = Buffer.from(text);
  const seen: Seen[] = [];
  const take = (frame: ReturnType<SyslogFramer['next']>): void => {
    if (frame === null) return;
    const content = frame.data.toString('utf8', frame.start, frame.end);
    seen.push(frame.fault === undefined ? content : [frame.fault, content]);
  };
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    framer.push(bytes.subarray(at, at + pieceBytes));
    for (let frame = framer.next(); frame !== null; frame = framer.next()) take(frame);
  }
  if (isEnded) take(framer.end());
  return seen;
}

const long = 'x'.repeat(80);

/** [name, bytes, frames] */
const vectors: readonly (readonly [string, string, Seen[]])[] = [
  ['nothing', '', []],
  ['one counted message', '5 <1>ab', ['<1>ab']],
  ['counted messages', '5 <1>ab6 <13>cd7 <191>ef', ['<1>ab', '<13>cd', '<191>ef']],
  ['a counted message with line feeds in it', '9 <1>a\nb\ncd5 <1>ab', ['<1>a\nb\ncd', '<1>ab']],
  ['counted messages with line feeds behind them', '5 <1>ab\n5 <1>cd\n', ['<1>ab', '<1>cd']],
  ['lengths in bytes, not in characters', '6 <1>aä5 <1>ab', ['<1>aä', '<1>ab']],
  ['a counted message that breaks off', '9 <1>ab', [['broken', '<1>ab']]],
  ['lines', '<1>ab\n<13>cd\n', ['<1>ab', '<13>cd']],
  ['lines without a priority', 'Oct 11 22:14:15 h a: b\nc\n', ['Oct 11 22:14:15 h a: b', 'c']],
  ['a last line without its end', '<1>ab\n<1>cd', ['<1>ab', '<1>cd']],
  ['empty lines', '\n\n<1>ab\n\n', ['<1>ab']],
  [
    'lines that begin with digits',
    '2026-11-22T10:00:00Z h a: b\n12 monkeys\n',
    ['2026-11-22T10:00:00Z h a: b', '12 monkeys'],
  ],
  ['digits that are no length', '05 <1>ab\n12345678 <1>ab\n', ['05 <1>ab', '12345678 <1>ab']],
  ['lines, then a length', '<1>ab\n5 <1>cd5 <1>ef', ['<1>ab', '<1>cd', '<1>ef']],
  ['JSON that ends with NUL', '{"a":1}\0{"b":2}\0', ['{"a":1}', '{"b":2}']],
  ['JSON lines', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
  ['a length too small', '4 <1>ab5 <1>cd', ['<1>a', ['broken', 'b'], '<1>cd']],
  ['a length too small, then a line', '4 <1>abc\n5 <1>cd', ['<1>a', ['broken', 'bc'], '<1>cd']],
  ['a length too large', '8 <1>ab5 <1>cd5 <1>ef', ['<1>ab5 <', ['broken', '1>cd'], '<1>ef']],
  ['a length of nothing', '5 <1>ab0 <1>5 <1>cd', ['<1>ab', ['broken', '0 <1>'], '<1>cd']],
  ['noise between counted messages', '5 <1>ab??!5 <1>cd', ['<1>ab', ['broken', '??!'], '<1>cd']],
  ['a counted message beyond the bound', `83 <1>${long}5 <1>ab`, [['oversize', `<1>${long}`.slice(0, 64)], '<1>ab']],
  ['a line beyond the bound', `<1>${long}\n<1>ab\n`, [['oversize', `<1>${long}`.slice(0, 64)], '<1>ab']],
  [
    'noise beyond the bound',
    `5 <1>ab${long}\n5 <1>cd`,
    ['<1>ab', ['broken', 'x'.repeat(64)], ['broken', 'x'.repeat(16)], '<1>cd'],
  ],
];

describe('SyslogFramer', () => {
  test.each(vectors)('divides %s', (_name, bytes, frames) => {
    expect(framesOf(bytes)).toEqual(frames);
  });

  test.each([1, 2, 3, 7])('comes to the same in pieces of %i bytes', (pieceBytes) => {
    for (const [, bytes, frames] of vectors) expect(framesOf(bytes, { pieceBytes })).toEqual(frames);
  });

  it('waits for what is not complete', () => {
    for (const start of ['', '1', '12', '12 ', '12 <', '12 <1>ab', '<1>ab', '{"a"']) {
      expect(framesOf(start, { isEnded: false })).toEqual([]);
    }
  });
});
