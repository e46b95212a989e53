import type { EntryId, EventFields, EventLane, Lane, OrgId, Outcome, RecordLane } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { Logger } from '@redoubt/telemetry';
import type { LeaseTimes } from '../lease/lease-keeper.ts';
import type { TrimOptions } from './trimmer.ts';

/** One event as a handler gets it. */
export interface StreamEvent {
  /** `<lane>-<entryId>-<index>`: the same at every delivery. */
  eventId: string;
  /** Of a dead letter that was put back: its id before the first time, by which others may know it. */
  originalEventId?: string;
  lane: EventLane;
  entryId: EntryId;
  /** Position inside the frame. */
  index: number;
  fields: EventFields;
  /** `JSON.parse` of `line`: what the sender wrote, before aliases and defaults. */
  value: unknown;
  /** The sender's bytes: one JSON text. A view into the frame; copy it to keep it. */
  line: Buffer;
  /** Accept time, epoch ms. */
  acceptedAtMs: number;
}

/** Events of one organisation and lane in stream order. */
export interface EventBatch {
  orgId: OrgId;
  /** Whose cursor it came by: the consumer's group, or one of `groupsOf`. */
  group: GroupName;
  lane: EventLane;
  events: readonly StreamEvent[];
  /** True when some of them were delivered before: to an owner that died, or in a visit whose answer was lost. */
  isRedelivery: boolean;
}

/** One record as a handler gets it: a command, detection, alert change, score or audit record. */
export interface StreamRecord {
  /** `<lane>-<entryId>-<index>`: the same at every delivery. */
  recordId: string;
  /** Of a dead letter that was put back: its id before the first time. */
  originalRecordId?: string;
  lane: RecordLane;
  entryId: EntryId;
  /** Position inside the frame. */
  index: number;
  /** One JSON text as it was appended. A view into the frame; copy it to keep it. */
  line: Buffer;
  /** `JSON.parse` of `line`; the handler checks its shape and gives what it cannot use to the dead letters. */
  value: unknown;
  /** Time of the append, epoch ms. */
  acceptedAtMs: number;
}

/** Records of one organisation and lane in stream order. */
export interface RecordBatch {
  orgId: OrgId;
  /** Whose cursor it came by: the consumer's group, or one of `groupsOf`. */
  group: GroupName;
  lane: RecordLane;
  records: readonly StreamRecord[];
  /** True when some of them were delivered before. */
  isRedelivery: boolean;
}

export interface BatchContext {
  /** Aborted when the lease ends: give up what cannot be fenced. */
  signal: AbortSignal;
  /** Fencing number of this ownership; grows with every change of owner. */
  epoch: number;
  /** False once the lease may have passed on. To be asked before each effect outside Redis and PostgreSQL. */
  isOwner(): boolean;
  log: Logger;
}

/** Most entries that a handler may ask for after a pause. */
export const MAX_PAUSED_ENTRIES = 16;

/**
 * Thrown by a handler whose receiver is away: the batch is let go of and read again after a pause, without holding
 * memory meanwhile. What it did with some of the events is forgotten, so it has to know them when they come again,
 * unless it tells what became of them.
 */
export class PauseError extends Error {
  override name = 'PauseError';
  /** How long nothing of this organisation and group is read, ms. */
  readonly pauseMs: number;
  /** Entries read at once afterwards, until a batch is settled. */
  readonly entries: number;
  /** Of the batch in order, or none: entries of which nothing is to be tried again are finished all the same. */
  readonly outcomes: readonly Outcome[];

  /**
   * @param entries more than one for a handler that has to see what comes behind the first entry to judge that; also
   *   when it met the entry in a takeover. At most 16.
   * @param outcomes one per event or record; `retry` for what is to come again, and with it its entry
   */
  constructor(message: string, pauseMs: number, entries = 1, outcomes: readonly Outcome[] = []) {
    super(message);
    this.pauseMs = pauseMs;
    this.entries = Math.min(MAX_PAUSED_ENTRIES, Math.max(1, entries));
    this.outcomes = outcomes;
  }
}

/**
 * Handles a batch: one outcome per event, in order, or `ack` when all are done. Effects are durable before it returns.
 * Called for different organisations at the same time, for one organisation never twice at once.
 *
 * Thrown errors: RetryableError → the same events again after a growing pause; PermanentError → the batch is halved
 * until the event that cannot be handled stands alone and goes to the dead letters; LeaseLostError → everything in
 * hand is dropped; PauseError → the batch is let go of for a while; any other → halved likewise, and the one event retried a few times first.
 */
export type BatchHandler = (batch: EventBatch, context: BatchContext) => Promise<readonly Outcome[] | 'ack'>;

/** Handles a batch of records under the same contract as `BatchHandler`: one outcome per record, in order, or `ack`. */
export type RecordHandler = (batch: RecordBatch, context: BatchContext) => Promise<readonly Outcome[] | 'ack'>;

export interface StreamConsumerOptions {
  group: GroupName;
  /** `<app>-<pod>`; unique among live workers of the group. */
  workerId: string;
  /** Handles events; needed when `lanes` has `s` or `p`. */
  handler?: BatchHandler;
  /** Handles records; needed when `lanes` has any other. */
  recordHandler?: RecordHandler;
  /** What to read, usually `LANES_OF_GROUP` of the group. @default ['s', 'p'] */
  lanes?: readonly Lane[];
  /**
   * Groups of an organisation that this consumer reads under one lease, each with its own cursor and batches, so that
   * one that waits holds up no other; all of the kind of `group`, by which metrics name them. Asked when an
   * organisation is taken up, and again at `regroup`. @default `group` alone
   */
  groupsOf?: (orgId: OrgId) => Promise<readonly GroupName[]>;
  /**
   * Called once per ownership of an organisation and group, before its first batch.
   *
   * @param inHand  per lane the first entry that was read by then
   */
  onAcquire?: (orgId: OrgId, epoch: number, inHand: ReadonlyMap<Lane, EntryId>) => Promise<void>;
  /**
   * Called before an ownership is given up on purpose (a stop, a rebalance): its work is done and the fence still holds.
   * What it takes counts towards `drainTimeoutMs`; an error is logged and changes nothing.
   */
  onLeaving?: (orgId: OrgId, epoch: number) => Promise<void>;
  /** Called when an ownership ends, whatever the reason. */
  onRelease?: (orgId: OrgId, group: GroupName) => void;
  /** Events an organisation may read per turn; the unit of fairness. @default 100 */
  quantumEvents?: number;
  /** Organisations per pipeline: 64 when the handler is cheap, 8-16 when it is dear. @default 16 */
  orgsPerRound?: number;
  /**
   * Rounds of a master that are neither full nor of somebody who is behind begin so far apart, ms, so that under load
   * more is read and acknowledged at once; after a quiet time the first goes at once. @default 0
   */
  roundSpacingMs?: number;
  /** The same for rounds of urgent entries, ms. @default 0 */
  urgentSpacingMs?: number;
  /** Events read and not settled in all organisations; at the bound reading stops. @default 20000 */
  maxInFlightEvents?: number;
  /** The same in payload bytes. @default 64 MiB */
  maxInFlightBytes?: number;
  /**
   * Batches of an organisation's lanes are handled side by side instead of in turn: for a handler that keeps nothing
   * across lanes. @default false
   */
  hasLanesAtOnce?: boolean;
  /** How long acknowledgements wait for company, ms. @default 20 */
  ackDelayMs?: number;
  /**
   * Every quiet organisation is probed this often, ms: the truth behind the doorbell. With more than a thousand for each
   * second of it they are probed less often: a thousand a second. @default 3000
   */
  sweepIntervalMs?: number;
  /** Pending list and lag of every organisation are audited this often, ms. @default 60000 */
  auditIntervalMs?: number;
  /** Idle time after which an entry of a foreign consumer name is taken over, ms. @default 30000 */
  claimIdleMs?: number;
  /** Registry versions are compared this often, ms. @default 30000 */
  registryIntervalMs?: number;
  /** Tries of an event that fails for an unknown reason, or of an entry whose handling kills its worker. @default 5 */
  maxAttempts?: number;
  /** First pause before a retry, ms; doubles up to 5 s, with jitter. @default 100 */
  retryPauseMs?: number;
  /** Dead letters that stop a partition instead of draining a bad deploy into them. */
  deadLetterLimit?: Partial<DeadLetterLimitOptions>;
  /** Longest a drain waits for work in hand, ms. @default 10000 */
  drainTimeoutMs?: number;
  /** Trims the streams of owned organisations; one group of the platform does it. */
  trim?: TrimOptions;
  leaseTimes?: LeaseTimes;
}

export interface DeadLetterLimitOptions {
  /** Share of dead events in the window that trips the limit. @default 0.5 */
  maxRatio: number;
  /** Dead events below which the ratio is not judged. @default 100 */
  minDead: number;
  /** Dead events in a row that trip it at once. @default 200 */
  maxConsecutive: number;
  /** @default 60000 */
  windowMs: number;
  /** How long a tripped partition rests before it is tried again, ms. @default 30000 */
  pauseMs: number;
}

/** Consumes the streams of all organisations for one group, sharing them with the group's other workers. */
export interface StreamConsumer {
  /** Joins the group. Safe to call twice. */
  start(): Promise<void>;
  /** Finishes work in hand, acknowledges, gives the leases back. Safe to call twice and before start. */
  close(): Promise<void>;
  /** Monotonic ms of the loop's last turn; purely local, for liveness. */
  loopTick(): number;
  /** Asks `groupsOf` again for an owned organisation: takes up what is new, drops what is no more. */
  regroup(orgId: OrgId): Promise<void>;
  /** Whether it has joined the group and its cluster answers. */
  state(): { ok: boolean; detail: string };
  /** Partitions held now, and the organisations in them. */
  holdings(): { partitions: number; organizations: number };
  /** Organisations owned now with the epoch of the ownership, also those nothing has come for. */
  owned(): ReadonlyMap<OrgId, number>;
  /**
   * Epoch ms up to which everything appended for an organisation has been read and settled: the start of the last look
   * that found the end of every lane. Undefined while anything is in hand or waiting, and when the organisation is not
   * owned. What was appended after it may not have been seen yet; an entry's accept time can lie before its append by
   * as long as its producer retries (10 s for the gateway).
   */
  caughtUpAtMs(orgId: OrgId): number | undefined;
  /** Whether an organisation is owned and has no backlog: the last look found nothing and nothing is in hand. */
  isCaughtUp(orgId: OrgId): boolean;
}
