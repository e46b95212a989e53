/** Writes numbers and texts compactly; see ByteReader for the way back. */
export class ByteWriter {
  readonly #allocate: (size: number) => Buffer;
  #bytes: Buffer;
  #length = 0;

  /**
   * @param allocate  `Buffer.allocUnsafeSlow` for a writer that is kept: a part of the shared pool would hold the whole
   *   slab of `Buffer.poolSize` bytes, whatever else was in it
   */
  constructor(allocate: (size: number) => Buffer = Buffer.allocUnsafe) {
    this.#allocate = allocate;
    this.#bytes = allocate(256);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1 in groups of seven bits, lowest first. */
  unsigned(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of either sign, magnitude below 2^52: the sign is the lowest bit. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.unsigned(size);
    this.#reserve(size);
    this.#length += this.#bytes.write(value, this.#length);
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** What was written, valid until more is. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Forgets what was written behind a length. */
  cutTo(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  finish(): Buffer {
    return Buffer.from(this.written);
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = this.#allocate(Math.max(this.#bytes.length * 2, this.#length + size));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Reads what ByteWriter wrote. Every method throws a RangeError at the end of the bytes. */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#offset++];
    if (value === undefined) throw new RangeError('the bytes end early');
    return value;
  }

  unsigned(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
      factor *= 0x80;
    }
    if (!Number.isSafeInteger(value)) throw new RangeError('a number is too large');
    return value;
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  double(): number {
    const value = this.#bytes.readDoubleLE(this.#offset);
    this.#offset += 8;
    return value;
  }

  text(): string {
    const size = this.unsigned();
    const end = this.#offset + size;
    if (end > this.#bytes.length) throw new RangeError('the bytes end early');
    const value = this.#bytes.toString('utf8', this.#offset, end);
    this.#offset = end;
    return value;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }
}
