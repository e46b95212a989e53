import { decodeEvent } from '@redoubt/contracts';
import { seededRandom } from '@redoubt/test-kit';
import { SyslogFramer } from './framer.ts';
import { eventOf, textOf, unframed } from './message.ts';
import { takeToken } from './token.ts';

/** `FUZZ_INPUTS=100000` runs the long form; `FUZZ_SEED` another one. */
const inputs = Number(process.env.FUZZ_INPUTS ?? 3_000);
const seed = Number(process.env.FUZZ_SEED ?? 7);
const MAX_BYTES = 1_024;
jest.setTimeout(60_000 + inputs * 20);
const context = { nowMs: Date.UTC(2026, 10, 22, 12), offsetMinutes: 0 };

const heads = [
  ...['<13>1 2026-11-22T10:00:00Z h app 1 ID - ', '<13>1 - - - - - - ', '<13>Nov 22 10:00:00 h sshd[1]: ', '<13>'],
  ...['<13>1 2026-11-22T10:00:00.1+02:00 h a - - [a@1 k="v\\"]"][redoubt@32473 key="rk_x"] ', 'Nov 22 10:00:00 h '],
  ...['', '<999>', '<', '<13>1 ', '<13>Nov 31 10:00:00 h p: ', '<34>2026-11-22T10:00:00Z h p: '],
];
const bodies = [
  ...['Failed password for root from 203.0.113.9 port 22 ssh2', 'CEF:0|a|b|c|d|e|5|src=203.0.113.9 msg=x\\=y act=z'],
  ...[
    'LEEF:2.0|V|P|2|x|^|src=203.0.113.9^sev=9',
    '{"eventType":"x","user":{"name":"u"},"n":[1,{"a":"b"}]}',
    'a=1 b="2" c=3',
  ],
  ...[
    'type=USER_LOGIN msg=audit(1700000000.123:4): msg=\'acct="root" res=failed\'',
    'message repeated 3 times: [ x]',
    '',
  ],
  ...[
    '2026/11/22 10:00:00 [error] 1#1: *3 x, client: 203.0.113.9',
    '@cee: {"a":1}',
    'plain text',
    '5 <13>x',
    '\ufeffä€😀',
  ],
];
const bytes = [
  '<',
  '>',
  '[',
  ']',
  '"',
  '\\',
  '|',
  '=',
  '{',
  '}',
  ' ',
  '\t',
  '\0',
  '0',
  '9',
  ':',
  '%',
  '\xff',
  '€',
  '\r',
];

function generator(random: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const mutated = (text: string): string => {
    const chars = [...text];
    for (let left = Math.floor(random() ** 3 * 6); left > 0; left -= 1) {
      const at = Math.floor(random() * (chars.length + 1));
      const kind = random();
      if (kind < 0.4) chars.splice(at, 0, pick(bytes));
      else if (kind < 0.7) chars.splice(at, 1 + Math.floor(random() * 4));
      else chars[at] = pick(bytes);
    }
    return chars.join('');
  };
  const message = (): Buffer => {
    const text = mutated(pick(heads) + pick(bodies) + (random() < 0.02 ? 'x'.repeat(2_000) : ''));
    return Buffer.from(text, random() < 0.05 ? 'latin1' : 'utf8');
  };
  const chunks = (whole: Buffer): Buffer[] => {
    const parts: Buffer[] = [];
    for (let at = 0; at < whole.length;) {
      const size = 1 + Math.floor(random() ** 4 * 4_000);
      parts.push(whole.subarray(at, at + size));
      at += size;
    }
    return parts;
  };
  return { pick, message, chunks };
}

interface Seen {
  text: string;
  fault?: string | undefined;
}

function framesOf(parts: readonly Buffer[]): Seen[] {
  const framer = new SyslogFramer(MAX_BYTES);
  const seen: Seen[] = [];
  for (const part of parts) {
    framer.push(part);
    for (let frame = framer.next(); frame !== null; frame = framer.next()) {
      seen.push({ text: frame.data.toString('latin1', frame.start, frame.end), fault: frame.fault });
    }
    expect(framer.heldBytes).toBeLessThanOrEqual(MAX_BYTES + 16);
  }
  const last = framer.end();
  if (last !== null) seen.push({ text: last.data.toString('latin1', last.start, last.end), fault: last.fault });
  return seen;
}

describe(`${inputs} inputs made from seed ${seed}`, () => {
  it('become events that every reader understands, byte for byte, most of them past the header', () => {
    const make = generator(seededRandom(seed));
    let parsed = 0;
    for (let i = 0; i < inputs; i += 1) {
      const message = make.message();
      const line = unframed(message, 0, message.length);
      const decoded = textOf(line);
      const taken = takeToken(decoded.isText ? decoded.text : line.toString('latin1'));
      // Refused: it carries a key that cannot be cut out.
      if (taken === 'unreadable') continue;
      const bare = taken === undefined ? line : Buffer.from(taken.text, decoded.isText ? 'utf8' : 'latin1');
      const text = taken === undefined ? decoded : textOf(bare);
      const event = eventOf(bare, text, { context, maxDepth: 64 });
      expect(event.line.includes(0x0a)).toBe(false);
      const read = JSON.parse(event.line.toString()) as Record<string, unknown>;
      expect(decodeEvent(read)).toMatchObject({ ok: true, fields: { eventType: event.fields.eventType } });
      const isSame = read['raw'] === text.text || event.line.equals(line);
      expect(isSame || read['rawBase64'] === bare.toString('base64')).toBe(true);
      if (taken?.token !== undefined) expect(bare.toString('latin1')).not.toContain(`key="${taken.token}"`);
      if (read['payload'] !== undefined) parsed += 1;
    }
    expect(parsed / inputs).toBeGreaterThan(0.3);
  });

  it('come out of whole framing exactly as they went in', () => {
    const make = generator(seededRandom(seed + 1));
    for (let left = inputs; left > 0; left -= 20) {
      const isCounted = left % 40 === 0;
      const messages = Array.from({ length: 20 }, () => {
        const text = make
          .message()
          .toString('latin1')
          .replaceAll(/[\n\0]/g, '');
        // A counted message begins with its priority; a line must not look counted.
        return isCounted ? `<13>${text}` : `<14>${text.replace(/^\d+ </, '')}`;
      });
      const whole = messages.map((text) => (isCounted ? `${text.length} ${text}` : `${text}\n`)).join('');
      const seen = framesOf(make.chunks(Buffer.from(whole, 'latin1')));
      expect(seen.map(({ text }) => text)).toEqual(messages.map((text) => text.slice(0, MAX_BYTES)));
      const faults = messages.map((text) => (text.length > MAX_BYTES ? 'oversize' : undefined));
      expect(seen.map(({ fault }) => fault)).toEqual(faults);
    }
  });

  it('do not keep what follows broken framing from being read', () => {
    const make = generator(seededRandom(seed + 2));
    for (let left = inputs; left > 0; left -= 5) {
      const noise = Array.from({ length: 4 }, () => {
        const text = make.message().toString('latin1');
        const length = make.pick([text.length, text.length - 1, text.length + 3, 0, 12]);
        return make.pick([`${length} ${text}`, `${text}\n`, text]);
      }).join('');
      // Longer than any message that the noise may have announced.
      const calm = `\n${'12 <13>abcdefgh'.repeat(1_300)}`;
      const seen = framesOf(make.chunks(Buffer.from(`5 <13>x${noise}${calm}`, 'latin1')));
      expect(seen.slice(-10)).toEqual(Array.from({ length: 10 }, () => ({ text: '<13>abcdefgh', fault: undefined })));
    }
  });
});
