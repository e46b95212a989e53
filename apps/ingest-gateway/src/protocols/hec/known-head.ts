/** Time of a wrapper as nearly all senders write it: a number, once, bare or in quotes. */
const NAME = '"time"';
const TIME = /"time" ?: ?"?(?=[1-9])/;
const ASCII = /^[\x20-\x7e]*$/;
const DOT = 0x2e;
const BRACE = 0x7d;

/**
 * What stands before the event in a wrapper. The wrappers of one sender begin with the same text but for the time, so
 * that what was read once need not be parsed again: only the event is, and its time.
 */
export class KnownHead {
  #beforeTime: string | undefined;
  /** From behind the time up to the event; undefined when the head has no time. */
  #afterTime: string | undefined;
  /** Where the event begins in the text that matched, in bytes as well. */
  eventAt = 0;
  /** Time of the wrapper that matched, as its sender wrote it; undefined when it has none. */
  time: number | string | undefined;
  #isQuoted = false;

  /** Whether what `parse` gave last is the event alone. */
  isMatch = false;

  /** Parses a wrapper, or the event in it alone when its head is known. @throws SyntaxError */
  parse(text: string): unknown {
    this.isMatch = false;
    if (this.matches(text)) {
      try {
        const event = JSON.parse(text.slice(this.eventAt, -1)) as unknown;
        this.isMatch = true;
        return event;
      } catch {
        // Members may stand behind the event.
      }
    }
    return JSON.parse(text) as unknown;
  }

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
      this.#beforeTime = head;
      return;
    }
    const found = TIME.exec(head);
    // Metadata may hold members of that name as well.
    if (found === null || head.indexOf(NAME) !== head.lastIndexOf(NAME)) return;
    const start = found.index + found[0].length;
    const end = numberEnd(head, start);
    const digits = head.slice(start, end);
    if (time !== digits && time !== Number(digits)) return;
    this.#isQuoted = time === digits;
    this.#beforeTime = head.slice(0, start);
    this.#afterTime = head.slice(end);
  }

  forget(): void {
    this.#beforeTime = undefined;
    this.#afterTime = undefined;
  }

  /** Whether the text begins with the head that is known and ends as a wrapper does. */
  matches(text: string): boolean {
    const before = this.#beforeTime;
    if (before === undefined || !text.startsWith(before) || text.charCodeAt(text.length - 1) !== BRACE) return false;
    this.time = undefined;
    this.eventAt = before.length;
    const after = this.#afterTime;
    if (after === undefined) return true;
    const end = numberEnd(text, before.length);
    if (end === before.length || !text.startsWith(after, end)) return false;
    const digits = text.slice(before.length, end);
    this.time = this.#isQuoted ? digits : Number(digits);
    this.eventAt = end + after.length;
    return true;
  }
}

/** Behind the digits at `start`, with a fraction; `start` when no number of JSON without exponent and sign is there. */
function numberEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first < 0x31 || first > 0x39) return start;
  const whole = digitsEnd(text, start);
  if (text.charCodeAt(whole) !== DOT) return whole;
  const end = digitsEnd(text, whole + 1);
  return end === whole + 1 ? start : end;
}

function digitsEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at += 1;
  return at;
}
