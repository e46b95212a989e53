import type { Clock } from '@redoubt/contracts';

/** Why chunks were given up: the others did not come in time, or too many messages wait for theirs. */
export type ChunkLoss = 'incomplete' | 'overflow';

interface Pending {
  chunks: (Buffer | undefined)[];
  /** Chunks that are still to come. */
  missing: number;
  bytes: number;
  startedMs: number;
}

const HEADER_BYTES = 12;
const MAX_CHUNKS = 128;
/** Chunks of a message must arrive within this time (GELF 1.1, "chunking"). */
const MAX_AGE_MS = 5_000;
/** Messages that may wait for chunks at once. */
const MAX_PENDING = 1_024;

/** A chunk of a GELF message: magic bytes, id of the message, number of the chunk, number of chunks. */
export function isGelfChunk(datagram: Buffer): boolean {
  if (datagram.length < HEADER_BYTES || datagram[0] !== 0x1e || datagram[1] !== 0x0f) return false;
  const count = datagram[11] as number;
  return count > 0 && count <= MAX_CHUNKS && (datagram[10] as number) < count;
}

/** Puts GELF messages together that come in several datagrams, in any order. */
export class GelfChunks {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #onLost: (reason: ChunkLoss) => void;
  /** Oldest first. */
  readonly #pending = new Map<string, Pending>();
  #heldBytes = 0;

  /** @param onLost  told once per message */
  constructor(clock: Pick<Clock, 'monotonicMs'>, onLost: (reason: ChunkLoss) => void) {
    this.#clock = clock;
    this.#onLost = onLost;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get isEmpty(): boolean {
    return this.#pending.size === 0;
  }

  /**
   * Takes a chunk.
   *
   * @param sender  address it comes from: ids are chosen by senders
   * @returns the message when it is whole
   */
  add(datagram: Buffer, sender: string): Buffer | undefined {
    this.dropOverdue();
    const [number, count] = [datagram[10] as number, datagram[11] as number];
    const content = datagram.subarray(HEADER_BYTES);
    const key = `${sender} ${datagram.toString('latin1', 2, 10)}`;
    const pending = this.#pending.get(key) ?? this.#start(key, count);
    // One that came before, or does not belong to the others, changes nothing.
    if (pending === undefined || pending.chunks.length !== count || pending.chunks[number] !== undefined)
      return undefined;
    pending.chunks[number] = content;
    pending.missing -= 1;
    pending.bytes += content.length;
    this.#heldBytes += content.length;
    if (pending.missing > 0) return undefined;
    this.#forget(key, pending);
    return Buffer.concat(pending.chunks as Buffer[], pending.bytes);
  }

  /** Gives up what waits too long. */
  dropOverdue(): void {
    const startedBeforeMs = this.#clock.monotonicMs() - MAX_AGE_MS;
    for (const [key, pending] of this.#pending) {
      if (pending.startedMs > startedBeforeMs) return;
      this.#forget(key, pending);
      this.#onLost('incomplete');
    }
  }

  /** Gives up everything. */
  clear(): void {
    for (const [key, pending] of this.#pending) {
      this.#forget(key, pending);
      this.#onLost('incomplete');
    }
  }

  #start(key: string, count: number): Pending | undefined {
    if (this.#pending.size >= MAX_PENDING) {
      this.#onLost('overflow');
      return undefined;
    }
    const chunks = new Array<Buffer | undefined>(count).fill(undefined);
    const pending: Pending = { chunks, missing: count, bytes: 0, startedMs: this.#clock.monotonicMs() };
    this.#pending.set(key, pending);
    return pending;
  }

  #forget(key: string, { bytes }: Pending): void {
    this.#pending.delete(key);
    this.#heldBytes -= bytes;
  }
}
