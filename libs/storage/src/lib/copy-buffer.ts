import { isUtf8 } from 'node:buffer';
import { writeInet } from './inet-binary.ts';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** 2000-01-01T00:00:00Z in Unix ms, the zero of PostgreSQL's timestamps. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
/** Year 1 to year 9999: both ends are printable by PostgreSQL and readable by a Date. */
const MIN_TIME_MS = -62_135_596_800_000;
const MAX_TIME_MS = 253_402_300_799_999;
const TWO_32 = 4_294_967_296;
/** Up to this length a loop over the characters beats the call into the runtime (measured: 25 against 70 ns). */
const SHORT_TEXT = 32;
/** After a large COPY the buffer goes back to its first size, so that one burst does not hold memory for good. */
const KEEP_BYTES = 16 * 1024 * 1024;

/**
 * Builds the input of `COPY … FROM STDIN (FORMAT binary)` in one buffer that is used again and again.
 *
 * Fields are written in column order after `beginRow`. The buffer doubles when it is full; a batch is bounded by its caller.
 * @see PostgreSQL documentation, COPY, "Binary Format"
 */
export class CopyBuffer {
  readonly #initialBytes: number;
  #buffer: Buffer;
  #at = 0;

  constructor(initialBytes = 1024 * 1024) {
    this.#initialBytes = initialBytes;
    this.#buffer = Buffer.allocUnsafeSlow(initialBytes);
  }

  /** Forgets what was written and starts a new COPY. */
  reset(): void {
    if (this.#buffer.length > KEEP_BYTES) this.#buffer = Buffer.allocUnsafeSlow(this.#initialBytes);
    this.#at = 0;
    this.#room(19);
    this.#at += SIGNATURE.copy(this.#buffer, 0);
    this.#buffer.writeUInt32BE(0, this.#at);
    this.#buffer.writeUInt32BE(0, this.#at + 4);
    this.#at += 8;
  }

  /** Gives up the memory, after a failed COPY whose bytes the socket may still hold. */
  replace(): void {
    this.#buffer = Buffer.allocUnsafeSlow(this.#initialBytes);
    this.#at = 0;
  }

  /** Ends the COPY and returns its bytes, valid until the next `reset`. */
  finish(): Buffer {
    this.#room(2);
    this.#buffer.writeInt16BE(-1, this.#at);
    this.#at += 2;
    return this.#buffer.subarray(0, this.#at);
  }

  beginRow(columnCount: number): void {
    this.#room(2);
    this.#buffer.writeInt16BE(columnCount, this.#at);
    this.#at += 2;
  }

  null(): void {
    this.#room(4);
    this.#buffer.writeInt32BE(-1, this.#at);
    this.#at += 4;
  }

  /** @param bytes the 16 bytes of a UUID */
  uuid(bytes: Buffer): void {
    this.#room(20);
    this.#buffer.writeInt32BE(16, this.#at);
    bytes.copy(this.#buffer, this.#at + 4);
    this.#at += 20;
  }

  smallint(value: number): void {
    this.#room(6);
    this.#buffer.writeInt32BE(2, this.#at);
    this.#buffer.writeInt16BE(value, this.#at + 4);
    this.#at += 6;
  }

  boolean(value: boolean): void {
    this.#room(5);
    this.#buffer.writeInt32BE(1, this.#at);
    this.#buffer[this.#at + 4] = value ? 1 : 0;
    this.#at += 5;
  }

  /** @param epochMs whole Unix ms; held within the years 1 to 9999 */
  timestamp(epochMs: number): void {
    this.#room(12);
    const ms = Math.trunc(Math.min(Math.max(epochMs, MIN_TIME_MS), MAX_TIME_MS)) - POSTGRES_EPOCH_MS;
    // ms * 1000 exceeds 2^53 for far dates, so the two halves of the 64-bit number are made apart.
    const high = Math.floor(ms / TWO_32);
    const low = (ms - high * TWO_32) * 1000;
    const carry = Math.floor(low / TWO_32);
    this.#buffer.writeInt32BE(8, this.#at);
    this.#buffer.writeInt32BE(high * 1000 + carry, this.#at + 4);
    this.#buffer.writeUInt32BE(low - carry * TWO_32, this.#at + 8);
    this.#at += 12;
  }

  /** An address in text form; anything else becomes null, since the payload keeps what the sender wrote. */
  inet(text: string | undefined): void {
    if (text === undefined) return this.null();
    this.#room(24);
    const length = writeInet(this.#buffer, this.#at + 4, text);
    this.#buffer.writeInt32BE(length === 0 ? -1 : length, this.#at);
    this.#at += 4 + length;
  }

  /** UTF-8 text. NUL, which PostgreSQL cannot hold, is left out; a lone surrogate becomes U+FFFD. */
  text(value: string | undefined): void {
    if (value === undefined) return this.null();
    this.#room(4 + value.length * 3);
    if (value.length <= SHORT_TEXT && this.#shortAscii(value)) return;
    const clean = value.indexOf('\0') < 0 ? value : value.replaceAll('\0', '');
    const length = this.#buffer.write(clean, this.#at + 4, 'utf8');
    this.#buffer.writeInt32BE(length, this.#at);
    this.#at += 4 + length;
  }

  #shortAscii(value: string): boolean {
    const buffer = this.#buffer;
    const start = this.#at + 4;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code === 0 || code > 127) return false;
      buffer[start + i] = code;
    }
    buffer.writeInt32BE(value.length, this.#at);
    this.#at = start + value.length;
    return true;
  }

  /** Text that is already UTF-8 bytes: copied as it is, repaired like `text` when it is not what it should be. */
  bytes(value: Buffer): void {
    if (value.includes(0) || !isUtf8(value)) return this.text(value.toString('utf8'));
    this.#room(4 + value.length);
    this.#buffer.writeInt32BE(value.length, this.#at);
    value.copy(this.#buffer, this.#at + 4);
    this.#at += 4 + value.length;
  }

  #room(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
