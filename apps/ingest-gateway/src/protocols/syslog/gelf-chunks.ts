import type { Clock } from '@redoubt/contracts';
import { networkOf } from '@redoubt/tenancy';

/** Why chunks were given up: the others did not come in time, or too many messages wait for theirs. */
export type ChunkLoss = 'incomplete' | 'overflow';

interface Pending {
  chunks: (Buffer | undefined)[];
  /** Chunks that are still to come. */
  missing: number;
  bytes: number;
  startedMs: number;
  /** Whose place it takes. */
  network: string;
}

/** What one address has waiting. */
interface Share {
  /** Oldest first. */
  readonly keys: Set<string>;
  bytes: number;
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

/**
 * Puts GELF messages together that come in several datagrams, in any order. When there is no more room, the address that
 * has most waiting loses its oldest: who leaves messages unfinished does not keep out those who finish theirs.
 */
export class GelfChunks {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #onLost: (reason: ChunkLoss) => void;
  readonly #maxBytes: number;
  /** Oldest first. */
  readonly #pending = new Map<string, Pending>();
  /** By network; no more entries than messages that wait. */
  readonly #shares = new Map<string, Share>();
  #heldBytes = 0;

  /**
   * @param onLost  told once per message
   * @param maxBytes  of all chunks that wait
   */
  constructor(clock: Pick<Clock, 'monotonicMs'>, onLost: (reason: ChunkLoss) => void, maxBytes: number) {
    this.#clock = clock;
    this.#onLost = onLost;
    this.#maxBytes = maxBytes;
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
    const pending = this.#pending.get(key) ?? this.#start(key, count, networkOf(sender));
    // One that came before, or does not belong to the others, changes nothing.
    if (pending.chunks.length !== count || pending.chunks[number] !== undefined) return undefined;
    pending.chunks[number] = content;
    pending.missing -= 1;
    this.#hold(pending, content.length);
    if (pending.missing === 0) {
      this.#forget(key, pending);
      return Buffer.concat(pending.chunks as Buffer[], pending.bytes);
    }
    while (this.#heldBytes > this.#maxBytes) this.#giveUpOldestOf(this.#greediest(({ bytes }) => bytes));
    return undefined;
  }

  /** Gives up what waits too long. */
  dropOverdue(): void {
    const startedBeforeMs = this.#clock.monotonicMs() - MAX_AGE_MS;
    for (const [key, pending] of this.#pending) {
      if (pending.startedMs > startedBeforeMs) return;
      this.#giveUp(key, pending, 'incomplete');
    }
  }

  /** Gives up everything. */
  clear(): void {
    for (const [key, pending] of this.#pending) this.#giveUp(key, pending, 'incomplete');
  }

  #start(key: string, count: number, network: string): Pending {
    if (this.#pending.size >= MAX_PENDING) this.#giveUpOldestOf(this.#mostWaiting(network));
    const chunks = new Array<Buffer | undefined>(count).fill(undefined);
    const pending: Pending = { chunks, missing: count, bytes: 0, startedMs: this.#clock.monotonicMs(), network };
    this.#pending.set(key, pending);
    const share = this.#shares.get(network) ?? { keys: new Set(), bytes: 0 };
    share.keys.add(key);
    this.#shares.set(network, share);
    return pending;
  }

  /** Who comes has most when it has half of all; then nobody else needs to be looked at. */
  #mostWaiting(network: string): Share | undefined {
    const own = this.#shares.get(network);
    return own !== undefined && own.keys.size >= MAX_PENDING / 2 ? own : this.#greediest(({ keys }) => keys.size);
  }

  #greediest(measure: (share: Share) => number): Share | undefined {
    let greediest: Share | undefined;
    for (const share of this.#shares.values()) {
      if (greediest === undefined || measure(share) > measure(greediest)) greediest = share;
    }
    return greediest;
  }

  #giveUpOldestOf(share: Share | undefined): void {
    const [key = ''] = share?.keys ?? [];
    const pending = this.#pending.get(key);
    if (pending !== undefined) this.#giveUp(key, pending, 'overflow');
  }

  #giveUp(key: string, pending: Pending, reason: ChunkLoss): void {
    this.#forget(key, pending);
    this.#onLost(reason);
  }

  #hold(pending: Pending, bytes: number): void {
    pending.bytes += bytes;
    this.#heldBytes += bytes;
    const share = this.#shares.get(pending.network);
    if (share !== undefined) share.bytes += bytes;
  }

  #forget(key: string, { bytes, network }: Pending): void {
    this.#pending.delete(key);
    this.#heldBytes -= bytes;
    const share = this.#shares.get(network);
    if (share === undefined) return;
    share.bytes -= bytes;
    share.keys.delete(key);
    if (share.keys.size === 0) this.#shares.delete(network);
  }
}
