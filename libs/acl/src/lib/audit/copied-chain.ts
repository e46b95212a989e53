import { parseAuditRecord, recordHash, type ChainFault } from './audit-record.ts';

/** How far back a record may name its predecessor: a failover of Redis lets the chain go on a little earlier. */
const REMEMBERED = 10_000;

/**
 * Recomputes the copy of the chain, row by row in the order in which it was written. Each record has to follow one that
 * is there; only the first, and what acl-manager recorded as a gap of its copy, need not.
 */
export class CopiedChain {
  readonly #hashes = new Set<string>();
  /** Records whose predecessor is not there, by the number of the one that was copied before. */
  readonly #loose = new Map<number, ChainFault>();
  readonly #gaps = new Set<number>();
  #lastSeq: number | undefined;
  records = 0;

  /** Takes the next row; tells what is wrong with it by itself. */
  take({ text, hash }: { text: string; hash: string }): ChainFault | null {
    const record = parseAuditRecord(text);
    if (record === null) return { seq: (this.#lastSeq ?? 0) + 1, reason: 'unreadable' };
    if (recordHash(text) !== hash) return { seq: record.seq, reason: 'changed' };
    const { what, lastSeq } = record.detail;
    if (record.kind === 'log_gap' && what === 'audit archive' && typeof lastSeq === 'number') this.#gaps.add(lastSeq);
    if (this.#lastSeq !== undefined && !this.#hashes.has(record.previous)) {
      this.#loose.set(this.#lastSeq, { seq: this.#lastSeq + 1, reason: 'missing' });
    }
    this.#remember(hash);
    this.#lastSeq = record.seq;
    this.records += 1;
    return null;
  }

  /** The first hole that nobody recorded; null when there is none. */
  hole(): ChainFault | null {
    for (const [lastSeq, fault] of this.#loose) if (!this.#gaps.has(lastSeq)) return fault;
    return null;
  }

  #remember(hash: string): void {
    this.#hashes.add(hash);
    if (this.#hashes.size <= REMEMBERED) return;
    for (const oldest of this.#hashes) {
      this.#hashes.delete(oldest);
      return;
    }
  }
}
