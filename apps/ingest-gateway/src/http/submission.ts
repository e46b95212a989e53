import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AppendedOtherwise, type FrameAppender } from '@redoubt/stream';
import { refusalOfAppend } from '../admission/append-refusal.ts';
import type { Batch } from '../items/batch.ts';
import type { BodyDigest } from './body-digest.ts';
import type { Principal, QuotaGate } from './ports.ts';
import { Refusal } from './refusal.ts';

export interface SubmissionDeps {
  appender: FrameAppender;
  quota: QuotaGate;
  digest: BodyDigest;
}

/** Makes a piece's bytes and everything that decides its meaning comparable. */
export interface PieceIdentity {
  /** Name of the whole request under the client's Idempotency-Key. */
  batchId: string;
  /** Media type and parameters: they change what the same bytes mean. */
  meaning: string;
}

/** What the quota is charged with. */
export interface Cost {
  events: number;
  bytes: number;
}

const NOTHING: Cost = { events: 0, bytes: 0 };

const processId = randomBytes(12).toString('hex');
let requests = 0;

// A random id per request would cost as much as checking an event.
function nextBatchId(): string {
  requests += 1;
  return `${processId}-${requests.toString(36)}`;
}

/**
 * Longest pause before a further piece of a body for want of quota, ms. The first piece is refused at once; once events
 * of a body are stored, slowing its sender down is better than refusing the rest, which it would only send again.
 */
const MAX_QUOTA_PAUSE_MS = 5_000;

/**
 * Appends the events of one request, piece by piece. Under an Idempotency-Key each piece is a batch of its own named
 * by its number, so a request that broke off can be sent again and goes on where it stopped; whether a piece is the
 * last is part of its digest, so that the same beginning with another end is noticed.
 */
export class Submission {
  readonly #deps: SubmissionDeps;
  readonly #principal: Principal;
  readonly #identity: PieceIdentity | undefined;
  #paid: Cost;
  #part = 0;
  #appended = 0;
  #duplicates = 0;
  accepted = 0;
  /** What the piece submitted last came to. */
  cost = NOTHING;

  /** @param paid  what the first piece was charged with already, when the body is read again */
  constructor(deps: SubmissionDeps, principal: Principal, identity?: PieceIdentity, paid = NOTHING) {
    this.#deps = deps;
    this.#principal = principal;
    this.#identity = identity;
    this.#paid = paid;
  }

  /** Names the request in answers and logs. */
  get batchId(): string {
    return this.#identity?.batchId ?? nextBatchId();
  }

  /** Nothing was submitted so far. */
  get isUntouched(): boolean {
    return this.#part === 0;
  }

  /** True when every piece had been stored before. */
  get isReplay(): boolean {
    return this.#appended > 0 && this.#duplicates === this.#appended;
  }

  /**
   * Appends what the batch took since the last call.
   *
   * @param piece  the bytes these events were read from
   * @throws AppendedOtherwise  the piece was stored before, when other events of it were shed
   * @throws Refusal
   */
  async submit(batch: Batch, piece: Buffer, isLast: boolean): Promise<void> {
    const { lanes, events, bytes, shedBelowRank } = batch.drain();
    const part = this.#part;
    this.#part += 1;
    if (events === 0) return;
    this.cost = { events, bytes };
    const charged = this.#charge(this.cost);
    if (charged !== undefined) await charged;
    try {
      const idempotency = this.#identity && {
        ...this.#keyOf(this.#identity, part, piece, isLast),
        leftOutBelowRank: shedBelowRank,
      };
      const result = await this.#deps.appender.append({
        orgId: this.#principal.orgId,
        lanes,
        ...(idempotency === undefined ? {} : { idempotency }),
      });
      this.accepted += events;
      this.#appended += 1;
      if (result.duplicate) this.#duplicates += 1;
    } catch (thrown) {
      throw thrown instanceof AppendedOtherwise ? thrown : refusalOfAppend(thrown);
    }
  }

  /** Without a promise when the tokens are at hand. */
  #charge({ events, bytes }: Cost): Promise<void> | undefined {
    const cost = { events: Math.max(0, events - this.#paid.events), bytes: Math.max(0, bytes - this.#paid.bytes) };
    this.#paid = NOTHING;
    if (cost.events === 0 && cost.bytes === 0) return undefined;
    const waitMs = this.#deps.quota.charge(this.#principal, cost);
    return waitMs === 0 ? undefined : this.#chargeLater(waitMs, cost);
  }

  async #chargeLater(first: number | Promise<number>, cost: Cost): Promise<void> {
    let pausedMs = 0;
    for (let waitMs = await first; waitMs > 0; waitMs = await this.#deps.quota.charge(this.#principal, cost)) {
      pausedMs += waitMs;
      if (this.accepted === 0 || pausedMs > MAX_QUOTA_PAUSE_MS) {
        throw new Refusal('quota_exceeded', 'the events or bytes per second of the organisation are used up', {
          retryAfterS: Math.max(1, Math.ceil(waitMs / 1_000)),
        });
      }
      await pause(waitMs);
    }
  }

  #keyOf({ batchId, meaning }: PieceIdentity, part: number, piece: Buffer, isLast: boolean) {
    const digest = `${this.#deps.digest(piece)} ${isLast ? 'last' : 'more'} ${meaning}`;
    return { batchId: `${batchId}-${part}`, bodyDigest: digest };
  }
}
