import { createHash } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import type { FrameAppender } from '@redoubt/stream';
import { refusalOfAppend } from '../admission/append-refusal.ts';
import type { Batch } from '../items/batch.ts';
import type { QuotaGate } from './ports.ts';

/** Makes a piece's bytes and everything that decides its meaning comparable. */
export interface PieceIdentity {
  /** Name of the whole request under the client's Idempotency-Key. */
  batchId: string;
  /** Media type and parameters: they change what the same bytes mean. */
  meaning: string;
}

/**
 * Appends the events of one request, piece by piece. Under an Idempotency-Key each piece is a batch of its own named
 * by its number, so a request that broke off can be sent again and goes on where it stopped; whether a piece is the
 * last is part of its digest, so that the same beginning with another end is noticed.
 */
export class Submission {
  readonly #deps: { appender: FrameAppender; quota: QuotaGate };
  readonly #orgId: OrgId;
  readonly #identity: PieceIdentity | undefined;
  #part = 0;
  #appended = 0;
  #duplicates = 0;
  accepted = 0;

  constructor(deps: { appender: FrameAppender; quota: QuotaGate }, orgId: OrgId, identity?: PieceIdentity) {
    this.#deps = deps;
    this.#orgId = orgId;
    this.#identity = identity;
  }

  /** True when every piece had been stored before. */
  get isReplay(): boolean {
    return this.#appended > 0 && this.#duplicates === this.#appended;
  }

  /**
   * Appends what the batch took since the last call.
   *
   * @param piece  the bytes these events were read from
   * @throws Refusal
   */
  async submit(batch: Batch, piece: Buffer, isLast: boolean): Promise<void> {
    const { lanes, events, bytes } = batch.drain();
    const part = this.#part;
    this.#part += 1;
    if (events === 0) return;
    const charged = this.#deps.quota.charge(this.#orgId, { events, bytes });
    if (charged !== undefined) await charged;
    try {
      const idempotency = this.#identity && this.#keyOf(this.#identity, part, piece, isLast);
      const result = await this.#deps.appender.append({
        orgId: this.#orgId,
        lanes,
        ...(idempotency === undefined ? {} : { idempotency }),
      });
      this.accepted += events;
      this.#appended += 1;
      if (result.duplicate) this.#duplicates += 1;
    } catch (thrown) {
      throw refusalOfAppend(thrown);
    }
  }

  #keyOf({ batchId, meaning }: PieceIdentity, part: number, piece: Buffer, isLast: boolean) {
    const digest = createHash('sha256')
      .update(`${meaning}\0${isLast ? 'last' : 'more'}\0`)
      .update(piece)
      .digest('hex');
    return { batchId: `${batchId}-${part}`, bodyDigest: digest };
  }
}
