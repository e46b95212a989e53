import { ByteWriter } from './byte-codec.ts';
import { encodeEntry, NO_ENTRY, type EntryBefore } from './entry-codec.ts';
import type { WindowEntry } from './window-entry.ts';

/** Entries between two places from which encoding can go on. */
const MARK_STEP = 16;
/** Shorter lists are encoded anew each time: their bytes are not worth the memory. */
const LEAST_KEPT = 32;

interface Mark {
  /** Bytes before it. */
  length: number;
  before: EntryBefore;
}

/**
 * The bytes of a group's entries. A window is written after every batch that touches it and changes at its newest end as
 * a rule, so what stands before the first change is kept.
 */
export class EncodedEntries {
  #writer: ByteWriter | undefined;
  /** One for every MARK_STEP entries. */
  #marks: Mark[] = [];
  /** Entries whose bytes are still true. */
  #count = 0;

  /** Entries from this index on are others now, or differ. */
  changedFrom(index: number): void {
    this.#count = Math.min(this.#count, index);
  }

  /** @returns the bytes of all entries; only valid until the next call */
  bytesOf(entries: readonly WindowEntry[]): Buffer {
    if (entries.length < LEAST_KEPT) {
      this.#writer = undefined;
      this.#marks = [];
      this.#count = 0;
      const writer = new ByteWriter();
      let before = NO_ENTRY;
      for (const entry of entries) before = encodeEntry(writer, entry, before);
      return writer.written;
    }
    const from = Math.max(0, Math.min(Math.floor(this.#count / MARK_STEP), this.#marks.length - 1));
    const { length, before: start } = this.#marks[from] ?? { length: 0, before: NO_ENTRY };
    this.#marks.length = from;
    // Begun anew after a group was thinned out: it may have been much larger.
    if (from === 0) this.#writer = undefined;
    const writer = (this.#writer ??= new ByteWriter(Buffer.allocUnsafeSlow));
    writer.cutTo(length);
    let before = start;
    for (let index = this.#marks.length * MARK_STEP; index < entries.length; index++) {
      if (index % MARK_STEP === 0) this.#marks.push({ length: writer.length, before });
      before = encodeEntry(writer, entries[index] as WindowEntry, before);
    }
    this.#count = entries.length;
    return writer.written;
  }
}
