import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@redoubt/contracts';
import { AppendedOtherwise, type FrameAppender } from '@redoubt/stream';
import { refusalOfAppend } from '../admission/append-refusal.ts';
import { BodyRoom, roomShapeOf } from '../admission/body-room.ts';
import type { InFlightBytes, Reservation } from '../admission/in-flight-bytes.ts';
import type { SheddingPolicy } from '../admission/memory-gate.ts';
import { BodyReader, type BodyLimits } from '../body/body-reader.ts';
import { decodedChunks, wholeBody } from '../body/decoded-body.ts';
import { piecesOf, type Piece } from '../body/pieces.ts';
import type { StallWatch } from '../body/stall-watch.ts';
import { Batch } from '../items/batch.ts';
import type { BodyItems } from '../items/body-items.ts';
import { ItemReader } from '../items/item-reader.ts';
import type { ItemScanner } from '../items/item-scanner.ts';
import type { GatewayLimits } from '../limits.ts';
import type { EventFormat } from '../metrics.ts';
import type { BodyDigest } from './body-digest.ts';
import { collectBody } from './json-body.ts';
import type { Principal, QuotaGate } from './ports.ts';
import { Refusal } from './refusal.ts';
import { batchIdOf, type RequestPlan } from './request-plan.ts';
import { Submission, type Cost } from './submission.ts';

/** What became of the events of one request. */
export interface Received {
  /** What was read, and what of it was refused item by item. */
  batch: Batch;
  /** Events that are durable. */
  accepted: number;
  /** Items whose append has settled: those before it are durable unless they were refused. */
  settledItems: number;
  /** Every item of the body was read, stored or not. */
  isFullyRead: boolean;
  bodyBytes: number;
  batchId: string;
  /** Every event had been stored before. */
  isReplay: boolean;
  /** What ended the request before its last item was stored. */
  failure: Refusal | undefined;
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
  onBatch: (batch: Batch, accepted: number, format: EventFormat, receivedBytes: number) => void;
  /** Told of events that are stored although their sender gets no answer that says so. */
  onUnacknowledged: (events: number) => void;
}

/** Items read before other requests get their turn: about 10 ms. */
const ITEMS_PER_TURN = 4096;
/** Seconds after which what was shed is worth sending again. */
const SHED_EXTRA = { retryAfterS: 5 };
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

interface Job {
  plan: RequestPlan;
  principal: Principal;
  batch: Batch;
  items: ItemReader;
  body: BodyItems;
  submission: Submission;
  reservation: Reservation;
  room: BodyRoom;
  reader: BodyReader;
  bodyBytes: number;
  settledItems: number;
  isFullyRead: boolean;
  /** What was stored under its key before was found to be read at another level of shedding, and read at that one. */
  isReadAgain: boolean;
}

/** Takes the body of one request apart, checks its events and appends them: the one way in for all HTTP protocols. */
export class Ingest {
  readonly #deps: IngestDeps;

  constructor(deps: IngestDeps) {
    this.#deps = deps;
  }

  /**
   * @param onHeadAccepted  called once nothing in the head speaks against reading the body
   * @throws Refusal when there is no room for the body to begin with, SenderGone; whatever else ends the request is its `failure`
   */
  async receive(
    request: IncomingMessage,
    plan: RequestPlan,
    principal: Principal,
    onHeadAccepted: () => void,
  ): Promise<Received> {
    const { limits, inFlight, watch, body } = this.#deps;
    const parts = this.#partsOf(plan, principal, this.#deps.memory.shedBelowRank(principal.orgId));
    const isWhole = parts.body.kind === 'whole' || isSmall(plan, limits);
    const { lengthBytes, unverifiedSender } = plan;
    const reservation =
      unverifiedSender === undefined ? inFlight.ofOrg(principal.orgId) : inFlight.ofUnverified(unverifiedSender);
    const room = new BodyRoom(reservation, roomShapeOf(plan.encoding, isWhole, limits.pieceBytes));
    try {
      if (lengthBytes !== undefined) room.announce(lengthBytes);
      onHeadAccepted();
    } catch (thrown) {
      reservation.release();
      throw thrown;
    }
    const reader = new BodyReader(request, body, watch, room);
    const job: Job = {
      ...{ plan, principal, ...parts, reservation, room, reader },
      ...{ bodyBytes: 0, settledItems: 0, isFullyRead: false, isReadAgain: false },
    };
    try {
      if (isSmall(plan, limits)) await this.#whole(job, await reader.all());
      else await this.#read(job);
      return receivedOf(job, undefined);
    } catch (thrown) {
      if (thrown instanceof Refusal) return receivedOf(job, thrown);
      if (job.submission.accepted > 0) this.#deps.onUnacknowledged(job.submission.accepted);
      throw thrown;
    } finally {
      reader.release();
      reservation.release();
      this.#deps.onBatch(job.batch, job.submission.accepted, plan.format, reader.receivedBytes);
    }
  }

  /** Receives a small body that holds no events. @throws Refusal, SenderGone */
  async smallBody(request: IncomingMessage, maxBodyBytes: number): Promise<Buffer> {
    const reader = new BodyReader(request, { ...this.#deps.body, maxBodyBytes }, this.#deps.watch);
    try {
      return await reader.all();
    } finally {
      reader.release();
    }
  }

  /** To be called when the answer to a request does not say that events of it are stored. */
  unacknowledged(events: number): void {
    this.#deps.onUnacknowledged(events);
  }

  #partsOf(
    plan: RequestPlan,
    principal: Principal,
    shedBelowRank: number,
    paid?: Cost,
  ): Pick<Job, 'batch' | 'items' | 'body' | 'submission'> {
    const { limits, clock } = this.#deps;
    const batch = new Batch(shedBelowRank);
    const text = { nowMs: clock.now(), ...plan.text };
    const items = new ItemReader(batch, { maxEventBytes: limits.maxEventBytes, maxDepth: limits.maxDepth, text });
    const key = plan.idempotencyKey;
    const identity =
      key === undefined ? undefined : { batchId: batchIdOf(principal.orgId, key), meaning: plan.meaning };
    const submission = new Submission(this.#deps, principal, identity, paid);
    return { batch, items, body: plan.open({ batch, items, limits }), submission };
  }

  async #read(job: Job): Promise<void> {
    const { plan, reader, room, body } = job;
    const { limits } = this.#deps;
    const whole = await wholeBody(reader, plan, limits);
    if (whole.isComplete) {
      room.decoded(whole.data.length);
      return this.#whole(job, whole.data);
    }
    const chunks = decodedChunks(whole.source, plan.encoding, limits, (bytes) => {
      job.bodyBytes = bytes;
      room.decoded(bytes);
    });
    if (body.kind === 'whole') return this.#whole(job, await collectBody(chunks, limits, body.isOneObject));
    let isFirst = true;
    for await (const piece of piecesOf(chunks, limits.pieceBytes)) {
      await this.#lines(job, body, piece, isFirst);
      isFirst = false;
    }
  }

  /** A body that is in hand as a whole. */
  #whole(job: Job, data: Buffer): Promise<void> {
    const { body } = job;
    job.bodyBytes = data.length;
    if (body.kind === 'whole') return this.#scan(job, body, data);
    return this.#lines(job, body, { data, isLast: true, isOverlongLine: false }, true);
  }

  #lines(job: Job, body: BodyItems & { kind: 'lines' }, piece: Piece, isFirst: boolean): Promise<void> {
    const { data } = piece;
    if (piece.isOverlongLine) {
      body.overlong();
    } else {
      job.items.startPiece(data);
      const scanner = body.scan(data, isFirst ? bomLength(data) : 0);
      if (scanner.read(ITEMS_PER_TURN)) return this.#manyLines(job, body, piece, scanner);
    }
    if (piece.isLast) body.end?.();
    return this.#submit(job, data, piece.isLast);
  }

  async #manyLines(
    job: Job,
    body: BodyItems & { kind: 'lines' },
    { data, isLast }: Piece,
    scanner: ItemScanner,
  ): Promise<void> {
    do {
      this.#checkCount(job.batch);
      await nextTurn();
    } while (scanner.read(ITEMS_PER_TURN));
    if (isLast) body.end?.();
    await this.#submit(job, data, isLast);
  }

  async #scan(job: Job, body: BodyItems & { kind: 'whole' }, data: Buffer): Promise<void> {
    job.items.startPiece(data);
    const scanner = body.scan(data, bomLength(data));
    // It has shown whose it is: from now on it takes that one's room, and no stranger's.
    if (job.plan.unverifiedSender !== undefined) job.reservation.moveTo(job.principal.orgId);
    let pieceStart = 0;
    while (scanner.read(ITEMS_PER_TURN)) {
      this.#checkCount(job.batch);
      if (scanner.position - pieceStart >= this.#deps.limits.pieceBytes) {
        await this.#submit(job, data.subarray(pieceStart, scanner.position), false);
        pieceStart = scanner.position;
      } else {
        await nextTurn();
      }
    }
    await this.#submit(job, data.subarray(pieceStart), true);
  }

  /** Not async: the append's own promise is waited for, once per piece. */
  #submit(job: Job, piece: Buffer, isLast: boolean): Promise<void> {
    this.#checkCount(job.batch);
    job.isFullyRead = isLast;
    if (job.batch.shed.size > 0 && !mayTakePart(job, isLast)) throw new Refusal('shed', undefined, SHED_EXTRA);
    const itemsUntil = job.batch.seen;
    return job.submission.submit(job.batch, piece, isLast).then(
      () => {
        job.settledItems = itemsUntil;
      },
      (thrown: unknown) => this.#readAgain(job, piece, thrown),
    );
  }

  /** What a repetition is told has to be about the events that its first time has stored. */
  #readAgain(job: Job, body: Buffer, thrown: unknown): Promise<void> {
    if (!(thrown instanceof AppendedOtherwise)) throw thrown;
    if (job.isReadAgain) throw refusalOfAppend(thrown);
    job.isReadAgain = true;
    Object.assign(job, this.#partsOf(job.plan, job.principal, thrown.leftOutBelowRank, job.submission.cost));
    return this.#whole(job, body);
  }

  #checkCount(batch: Batch): void {
    const { maxBatchEvents } = this.#deps.limits;
    if (batch.seen > maxBatchEvents) throw new Refusal('too_many_events', `more than ${maxBatchEvents} events`);
  }
}

function receivedOf(job: Job, failure: Refusal | undefined): Received {
  const { batch, submission, bodyBytes, settledItems, isFullyRead } = job;
  return {
    batch,
    accepted: submission.accepted,
    settledItems,
    isFullyRead,
    bodyBytes,
    batchId: submission.batchId,
    isReplay: submission.isReplay,
    failure,
  };
}

/** Under a key only a body that is stored at once, since its record says for all of it what was left out. */
function mayTakePart({ plan, submission }: Job, isLast: boolean): boolean {
  if (plan.isShedWhole) return false;
  return plan.idempotencyKey === undefined || (isLast && submission.isUntouched);
}

/** Needs nothing but to be received: the way of nearly all requests. */
function isSmall({ encoding, lengthBytes }: RequestPlan, { pieceBytes }: GatewayLimits): boolean {
  return encoding === 'identity' && lengthBytes !== undefined && lengthBytes <= pieceBytes;
}

function bomLength(body: Buffer): number {
  return body.length >= 3 && body[0] === 0xef && body.compare(BOM, 0, 3, 0, 3) === 0 ? 3 : 0;
}
