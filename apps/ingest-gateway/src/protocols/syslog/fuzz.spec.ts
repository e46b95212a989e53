import { decodeEvent } from '@redoubt/contracts';
import { seededRandom } from '@redoubt/test-kit';
import { FUZZ_SEED, fuzzInputs } from '@redoubt/test-kit/fuzz';
import { messageMaker } from '../../testing/fuzz-messages.ts';
import { SyslogFramer } from './framer.ts';
import { eventOf, textOf, unframed } from './message.ts';
import { takeToken } from './token.ts';

const inputs = fuzzInputs(3_000);
const seed = FUZZ_SEED;
const MAX_BYTES = 1_024;
jest.setTimeout(60_000 + inputs * 20);
const context = { nowMs: Date.UTC(2026, 10, 22, 12), offsetMinutes: 0 };

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
    const make = messageMaker(seededRandom(seed));
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
    const make = messageMaker(seededRandom(seed + 1));
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
    const make = messageMaker(seededRandom(seed + 2));
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
