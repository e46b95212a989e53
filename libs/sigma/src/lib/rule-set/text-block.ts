const LEAST_UNITS = 1 << 13;
/** A larger block than this is given back after the event that needed it. */
const MOST_KEPT_UNITS = 1 << 20;
const UNIT_BYTES = 2;

/**
 * Texts as UTF-16 units side by side. One native copy per event is quicker than a call of `charCodeAt` per character,
 * which takes ten times as long once any module of the process has a class that extends String (ioredis does).
 */
export class TextBlock {
  units = new Uint16Array(LEAST_UNITS);
  #bytes = Buffer.from(this.units.buffer);
  #pending = '';
  #end = 0;

  /** Takes a text that will stand in `units` after `flush`. @returns where it begins */
  add(text: string): number {
    const start = this.#pending.length;
    this.#pending += text;
    return start;
  }

  /** Puts what was added into `units`, in place of what was there. */
  flush(): void {
    this.#end = this.#pending.length;
    this.#reserve(this.#end);
    this.#bytes.write(this.#pending, 0, 'utf16le');
  }

  /** Puts one more text behind those, in place of the last one put there. @returns where it begins */
  put(text: string): number {
    this.#reserve(this.#end + text.length);
    this.#bytes.write(text, this.#end * UNIT_BYTES, 'utf16le');
    return this.#end;
  }

  clear(): void {
    this.#pending = '';
    this.#end = 0;
    if (this.units.length > MOST_KEPT_UNITS) this.#allocate(LEAST_UNITS);
  }

  #reserve(count: number): void {
    if (count <= this.units.length) return;
    const before = this.units;
    this.#allocate(2 ** Math.ceil(Math.log2(count)));
    this.units.set(before);
  }

  #allocate(count: number): void {
    this.units = new Uint16Array(count);
    this.#bytes = Buffer.from(this.units.buffer);
  }
}
