/** Time of a wrapper as nearly all senders write it: a number, once, bare or in quotes. */
const NAME = '"time"';
const TIME = /"time" ?: ?"?(?=[1-9])/;
const ASCII = /^[\x20-\x7e]*$/;
const DOT = 0x2e;
const BRACE = 0x7d;
/** More are no time. */
const MAX_DIGITS = 40;

/**
 * What stands before the event in a wrapper. The wrappers of one sender begin with the same text but for the time, so
 * that what was read once need not be parsed again: only the event is, and its time.
 */
export class KnownHead {
  #beforeTime: Buffer | undefined;
  /** From behind the time up to the event; undefined when the head has no time. */
  #afterTime: Buffer | undefined;
  /** Time of the wrapper that matched, as its sender wrote it; undefined when it has none. */
  time: number | string | undefined;
  #isQuoted = false;

  /**
   * Remembers the head of a wrapper that was parsed and whose last member is the event.
   *
   * @param head  text up to the event
   * @param time  `time` of the wrapper
   */
  learn(head: string, time: unknown): void {
    this.forget();
    // Positions count in bytes of the body as well.
    if (!ASCII.test(head)) return;
    if (time === undefined) {
      this.#beforeTime = Buffer.from(head);
      return;
    }
    const found = TIME.exec(head);
    // Metadata may hold members of that name as well.
    if (found === null || head.indexOf(NAME) !== head.lastIndexOf(NAME)) return;
    const start = found.index + found[0].length;
    const end = numberEnd(Buffer.from(head), start);
    const digits = head.slice(start, end);
    if (time !== digits && time !== Number(digits)) return;
    this.#isQuoted = time === digits;
    this.#beforeTime = Buffer.from(head.slice(0, start));
    this.#afterTime = Buffer.from(head.slice(end));
  }

  forget(): void {
    this.#beforeTime = undefined;
    this.#afterTime = undefined;
  }

  /** Where the event stands in a wrapper that begins with the head that is known and ends as wrappers do. */
  eventIn(body: Buffer, start: number, end: number): { start: number; end: number } | undefined {
    const before = this.#beforeTime;
    if (before === undefined || body[end - 1] !== BRACE || !isAt(body, start, before)) return undefined;
    const after = this.#afterTime;
    const timeAt = start + before.length;
    if (after === undefined) {
      this.time = undefined;
      return { start: timeAt, end: end - 1 };
    }
    const timeEnd = numberEnd(body, timeAt);
    if (timeEnd === timeAt || timeEnd - timeAt > MAX_DIGITS || !isAt(body, timeEnd, after)) return undefined;
    const digits = body.toString('latin1', timeAt, timeEnd);
    this.time = this.#isQuoted ? digits : Number(digits);
    return { start: timeEnd + after.length, end: end - 1 };
  }
}

function isAt(body: Buffer, start: number, bytes: Buffer): boolean {
  // Faster than a call out of JavaScript for so few.
  for (let at = 0; at < bytes.length; at += 1) if (body[start + at] !== bytes[at]) return false;
  return true;
}

/** Behind the digits at `start`, with a fraction; `start` when no number of JSON without exponent and sign is there. */
function numberEnd(bytes: Buffer, start: number): number {
  const first = bytes[start] ?? 0;
  if (first < 0x31 || first > 0x39) return start;
  const whole = digitsEnd(bytes, start);
  if (bytes[whole] !== DOT) return whole;
  const end = digitsEnd(bytes, whole + 1);
  return end === whole + 1 ? start : end;
}

function digitsEnd(bytes: Buffer, start: number): number {
  let at = start;
  for (let byte = bytes[at]; byte !== undefined && byte >= 0x30 && byte <= 0x39; byte = bytes[at]) at += 1;
  return at;
}
