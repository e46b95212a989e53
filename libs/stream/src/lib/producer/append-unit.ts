import { randomBytes } from 'node:crypto';
import { MAX_FRAME_BYTES, MAX_FRAME_EVENTS, type EventLane, type OrgId } from '@redoubt/contracts';
import type { AppendRequest, AppendResult } from './frame-appender.ts';

interface Waiter {
  accepted: number;
  resolve(result: AppendResult): void;
  reject(error: Error): void;
}

interface OpenFrame {
  lane: EventLane;
  lines: Buffer[];
  sizeBytes: number;
}

/** Ids of units without a client's key: random once per process, counted from there. */
const processPrefix = `${randomBytes(12).toString('base64url')}.`;
let unitNumber = 0;

const sharedLifeMs = 60_000;
const keyedLifeMs = 24 * 3_600_000;

/** What one script call appends: the frames of one organisation under one batch id, and who waits for them. */
export class AppendUnit {
  readonly orgId: OrgId;
  readonly batchId: string;
  readonly digest: string;
  /** How long the batch id is remembered, ms. */
  readonly lifeMs: number;
  /** Takes further requests; a unit under a client's Idempotency-Key does not. */
  readonly isShared: boolean;
  readonly frames: OpenFrame[] = [];
  readonly openedAtMs: number;
  eventCount = 0;
  sizeBytes = 0;
  /** First time this unit was sent, monotonic ms; 0 before. */
  firstSentAtMs = 0;
  readonly #waiters: Waiter[] = [];

  constructor(orgId: OrgId, openedAtMs: number, idempotency?: AppendRequest['idempotency']) {
    this.orgId = orgId;
    this.openedAtMs = openedAtMs;
    this.isShared = idempotency === undefined;
    this.batchId = idempotency?.batchId ?? `${processPrefix}${(unitNumber++).toString(36)}`;
    this.digest = idempotency === undefined ? '1' : digestOf(idempotency);
    this.lifeMs = idempotency === undefined ? sharedLifeMs : keyedLifeMs;
  }

  /** Adds a request's lines; they stay in order per lane. */
  add(request: AppendRequest): Promise<AppendResult> {
    let accepted = 0;
    for (const { lane, lines } of request.lanes) {
      accepted += lines.length;
      for (const line of lines) this.#addLine(lane, line);
    }
    this.eventCount += accepted;
    return new Promise((resolve, reject) => this.#waiters.push({ accepted, resolve, reject }));
  }

  #addLine(lane: EventLane, line: Buffer): void {
    let frame = this.frames.findLast((f) => f.lane === lane);
    if (!frame || frame.lines.length >= MAX_FRAME_EVENTS || frame.sizeBytes >= MAX_FRAME_BYTES) {
      frame = { lane, lines: [], sizeBytes: 0 };
      this.frames.push(frame);
    }
    frame.lines.push(line);
    frame.sizeBytes += line.length + 1;
    this.sizeBytes += line.length + 1;
  }

  /** Full enough to be sent without waiting for the linger. */
  get isFull(): boolean {
    return !this.isShared || this.eventCount >= MAX_FRAME_EVENTS || this.sizeBytes >= MAX_FRAME_BYTES;
  }

  succeed(duplicate: boolean): void {
    for (const waiter of this.#waiters) waiter.resolve({ duplicate, accepted: waiter.accepted });
  }

  fail(error: Error): void {
    for (const waiter of this.#waiters) waiter.reject(error);
  }
}

/** A mark in front says which events of the body are missing; a whole one needs none. */
function digestOf({ bodyDigest, leftOutBelowRank = 0 }: NonNullable<AppendRequest['idempotency']>): string {
  return leftOutBelowRank === 0 ? bodyDigest : `${leftOutBelowRank}|${bodyDigest}`;
}
