import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@redoubt/contracts';
import type { FrameAppender } from '@redoubt/stream';
import type { InFlightBytes, Reservation } from '../admission/in-flight-bytes.ts';
import type { SheddingPolicy } from '../admission/memory-gate.ts';
import { BodyReader, type BodyLimits } from '../body/body-reader.ts';
import { decodedChunks, wholeBody } from '../body/decoded-body.ts';
import { piecesOf, type Piece } from '../body/pieces.ts';
import type { StallWatch } from '../body/stall-watch.ts';
import { ArrayScanner } from '../items/array.ts';
import { Batch } from '../items/batch.ts';
import type { ItemError } from '../items/item-error.ts';
import { ItemReader } from '../items/item-reader.ts';
import { isBlank, LineScanner } from '../items/lines.ts';
import type { GatewayLimits } from '../limits.ts';
import type { BodyDigest } from './body-digest.ts';
import { jsonBodyOf, singleEventIn } from './json-body.ts';
import type { Principal, QuotaGate } from './ports.ts';
import { Refusal } from './refusal.ts';
import { batchIdOf, planOf, type RequestPlan } from './request-plan.ts';
import { Submission } from './submission.ts';

/** What a request came to. */
export interface IngestResult {
  accepted: number;
  refused: number;
  errors: readonly ItemError[];
  isErrorsTruncated: boolean;
  batchId: string;
  isReplay: boolean;
}

export interface IngestDeps {
  appender: FrameAppender;
  quota: QuotaGate;
  digest: BodyDigest;
  memory: SheddingPolicy;
  inFlight: InFlightBytes;
  watch: StallWatch;
  clock: Clock;
  limits: GatewayLimits;
  body: BodyLimits;
  /** Told the outcome of every request that came as far as its events, refused ones too. */
  onBatch: (batch: Batch, accepted: number, format: RequestPlan['format'], receivedBytes: number) => void;
  /** Told of events that are stored although their sender gets no 202. */
  onUnacknowledged: (events: number) => void;
}

/** Items read before other requests get their turn: about 10 ms. */
const ITEMS_PER_TURN = 4096;
const FIRST_RESERVATION_BYTES = 64 * 1024;
const BRACE = 0x7b;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

interface Job {
  plan: RequestPlan;
  batch: Batch;
  items: ItemReader;
  submission: Submission;
  reservation: Reservation;
  reader: BodyReader;
  bodyBytes: number;
}

/** Takes the body of one `POST /v1/events` apart, checks its events and appends them. */
export class Ingest {
  readonly #deps: IngestDeps;

  constructor(deps: IngestDeps) {
    this.#deps = deps;
  }

  /**
   * @param onHeadAccepted  called once nothing in the head speaks against reading the body
   * @throws Refusal (its `extra.accepted` says what is stored all the same), SenderGone
   */
  async run(request: IncomingMessage, principal: Principal, onHeadAccepted: () => void): Promise<IngestResult> {
    const { limits, inFlight, watch, body } = this.#deps;
    const plan = planOf(request, limits);
    const reservation = inFlight.reserve(plan.lengthBytes === undefined ? FIRST_RESERVATION_BYTES : this.#held(plan));
    onHeadAccepted();
    const reader = new BodyReader(request, body, watch);
    const job = this.#jobOf(plan, principal, reservation, reader);
    try {
      if (isSmall(plan, limits)) await this.#whole(job, await reader.all());
      else await this.#read(job);
      return resultOf(job);
    } catch (thrown) {
      const { accepted } = job.submission;
      if (accepted > 0) this.#deps.onUnacknowledged(accepted);
      throw thrown instanceof Refusal && accepted > 0 ? thrown.with(countsOf(job)) : thrown;
    } finally {
      reader.release();
      reservation.release();
      this.#deps.onBatch(job.batch, job.submission.accepted, plan.format, reader.receivedBytes);
    }
  }

  /** A body of known length takes no more than itself, a large one no more than the pieces it is read in. */
  #held({ lengthBytes = 0, format }: RequestPlan): number {
    return format === 'json' ? lengthBytes : Math.min(lengthBytes, 2 * this.#deps.limits.pieceBytes);
  }

  #jobOf(plan: RequestPlan, principal: Principal, reservation: Reservation, reader: BodyReader): Job {
    const { limits, clock, memory } = this.#deps;
    const batch = new Batch(memory.shedBelowRank(principal.orgId));
    const text = { nowMs: clock.now(), ...plan.text };
    const items = new ItemReader(batch, { maxEventBytes: limits.maxEventBytes, maxDepth: limits.maxDepth, text });
    const key = plan.idempotencyKey;
    const identity =
      key === undefined ? undefined : { batchId: batchIdOf(principal.orgId, key), meaning: meaningOf(plan) };
    const submission = new Submission(this.#deps, principal, identity);
    return { plan, batch, items, submission, reservation, reader, bodyBytes: 0 };
  }

  async #read(job: Job): Promise<void> {
    const { plan, reader, reservation } = job;
    const { limits } = this.#deps;
    const whole = await wholeBody(reader, plan, limits);
    if (whole.isComplete) {
      reservation.cover(whole.data.length);
      return this.#whole(job, whole.data);
    }
    const chunks = decodedChunks(whole.source, plan.encoding, limits, (bytes) => {
      job.bodyBytes = bytes;
      reservation.cover(plan.format === 'json' ? bytes : Math.min(bytes, 2 * limits.pieceBytes));
    });
    if (plan.format === 'json') return this.#whole(job, await jsonBodyOf(chunks, limits));
    let isFirst = true;
    for await (const piece of piecesOf(chunks, limits.pieceBytes)) {
      await this.#lines(job, piece, isFirst);
      isFirst = false;
    }
  }

  /** A body that is in hand as a whole. */
  #whole(job: Job, data: Buffer): Promise<void> {
    job.bodyBytes = data.length;
    if (job.plan.format === 'json') return this.#json(job, data);
    return this.#lines(job, { data, isLast: true, isOverlongLine: false }, true);
  }

  #lines(job: Job, piece: Piece, isFirst: boolean): Promise<void> {
    const { batch, items, plan, submission } = job;
    const { data } = piece;
    if (piece.isOverlongLine) {
      items.overlong();
    } else {
      items.startPiece(data);
      const onLine = plan.format === 'text' ? textLine(items) : jsonLine(items);
      const scanner = new LineScanner(data, onLine, isFirst ? bomLength(data) : 0);
      if (scanner.read(ITEMS_PER_TURN)) return this.#manyLines(job, piece, scanner);
    }
    this.#checkCount(batch);
    return submission.submit(batch, data, piece.isLast);
  }

  async #manyLines({ batch, submission }: Job, { data, isLast }: Piece, scanner: LineScanner): Promise<void> {
    do {
      this.#checkCount(batch);
      await nextTurn();
    } while (scanner.read(ITEMS_PER_TURN));
    this.#checkCount(batch);
    await submission.submit(batch, data, isLast);
  }

  #json(job: Job, body: Buffer): Promise<void> {
    const { batch, items, submission } = job;
    items.startPiece(body);
    const start = bomLength(body);
    const single = singleEventIn(body, start, this.#deps.limits.maxEventBytes);
    if (single === null) return this.#array(job, body, body.indexOf('[', start) + 1);
    items.json(body, single.start, single.end);
    return submission.submit(batch, body, true);
  }

  async #array({ batch, items, submission }: Job, body: Buffer, start: number): Promise<void> {
    const scanner = new ArrayScanner(body, (data, from, to) => items.json(data, from, to), start);
    let pieceStart = 0;
    while (scanner.read(ITEMS_PER_TURN)) {
      this.#checkCount(batch);
      if (scanner.position - pieceStart >= this.#deps.limits.pieceBytes) {
        await submission.submit(batch, body.subarray(pieceStart, scanner.position), false);
        pieceStart = scanner.position;
      } else {
        await nextTurn();
      }
    }
    this.#checkCount(batch);
    await submission.submit(batch, body.subarray(pieceStart), true);
  }

  #checkCount(batch: Batch): void {
    const { maxBatchEvents } = this.#deps.limits;
    if (batch.seen > maxBatchEvents) throw new Refusal('too_many_events', `more than ${maxBatchEvents} events`);
  }
}

function resultOf({ batch, submission, bodyBytes }: Job): IngestResult {
  if (submission.accepted === 0) throw noneAccepted(batch, bodyBytes);
  return {
    accepted: submission.accepted,
    refused: batch.refused,
    errors: batch.errors,
    isErrorsTruncated: batch.isErrorsTruncated,
    batchId: submission.batchId,
    isReplay: submission.isReplay,
  };
}

/** Needs nothing but to be received: the way of nearly all requests. */
function isSmall({ encoding, lengthBytes }: RequestPlan, { pieceBytes }: GatewayLimits): boolean {
  return encoding === 'identity' && lengthBytes !== undefined && lengthBytes <= pieceBytes;
}

function noneAccepted(batch: Batch, bodyBytes: number): Refusal {
  if (batch.seen === 0) return new Refusal(bodyBytes === 0 ? 'empty_body' : 'empty_batch');
  const counts = {
    accepted: 0,
    refused: batch.refused,
    errors: batch.errors,
    ...(batch.isErrorsTruncated ? { errorsTruncated: true } : {}),
  };
  return batch.shed.size > 0
    ? new Refusal('shed', undefined, { ...counts, retryAfterS: 5 })
    : new Refusal('no_event_accepted', undefined, counts);
}

function countsOf({ batch, submission }: Job): { accepted: number; refused: number } {
  return { accepted: submission.accepted, refused: batch.refused };
}

function meaningOf({ format, text }: RequestPlan): string {
  return format === 'text' ? `text ${text.format ?? 'auto'} ${text.offsetMinutes}` : format;
}

function textLine(items: ItemReader) {
  return (data: Buffer, start: number, end: number): void => items.text(data, start, end);
}

function jsonLine(items: ItemReader) {
  return (data: Buffer, start: number, end: number): void => {
    if (data[start] !== BRACE && isBlank(data, start, end)) return;
    items.json(data, start, end);
  };
}

function bomLength(body: Buffer): number {
  return body.length >= 3 && body[0] === 0xef && body.compare(BOM, 0, 3, 0, 3) === 0 ? 3 : 0;
}
