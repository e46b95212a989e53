import type { EntryId, EventFields, EventLane, OrgId } from '@redoubt/contracts';
import { orgKeys, type OrgKeys } from '@redoubt/key-schema';
import type { ReplayMark } from '../dead-letters/replay-mark.ts';

/** An entry that was read and is not settled yet. */
export interface EntryInHand {
  entryId: EntryId;
  acceptedAtMs: number;
  /** One per event of the frame; null fields when it cannot be decoded (then `error` says why). */
  events: { line: Buffer; value: unknown; fields: EventFields | null; error?: string }[];
  /** Why the envelope cannot be read; then `events` holds one pseudo-event with the raw fields. */
  envelopeError?: string;
  /** Present when it is a dead letter that was put back. */
  replay?: ReplayMark;
  sizeBytes: number;
  isRedelivery: boolean;
}

/** Reading state of one lane of one organisation. */
export interface LaneWork {
  lane: EventLane;
  /** `pending`: going through the pending list from `cursor`; `new`: reading what nobody got yet. */
  mode: 'pending' | 'new';
  cursor: EntryId;
  /** Last delivered id as far as known, for probes; null until the first audit or read. */
  lastId: EntryId | null;
  /** Settled entries whose acknowledgement has not been confirmed. */
  acks: EntryId[];
  /** Read ahead, waiting for the batch before it. */
  ready: EntryInHand[];
  /** The last read was full, or somebody rang: there is more. */
  hasMore: boolean;
  /** Cautious averages: rise at once, fall slowly. */
  eventsPerEntry: number;
  /** Pending entries met in the takeover of a dead owner count as tries. */
  isTakeover: boolean;
  /** Its stream or group is missing. */
  isUnreadable: boolean;
}

/** One owned organisation. */
export interface OrgWork {
  readonly orgId: OrgId;
  readonly keys: OrgKeys;
  readonly partition: number;
  readonly epoch: number;
  readonly session: string;
  readonly abort: AbortController;
  readonly lanes: Readonly<Record<EventLane, LaneWork>>;
  isFirstVisit: boolean;
  /** onAcquire has run. */
  isClaimed: boolean;
  /** Must go through the pending list again as soon as nothing runs. */
  needsRecovery: boolean;
  isVisiting: boolean;
  isQueued: boolean;
  isUrgentQueued: boolean;
  isDraining: boolean;
  isLost: boolean;
  running: Promise<void> | null;
  /** The batch that was started last is of the priority lane. */
  wasUrgent: boolean;
  deficit: number;
  /** Monotonic ms before which it is left alone. */
  notBeforeMs: number;
  nextAuditMs: number;
  nextProbeMs: number;
  nextTrimMs: number;
  /** The attempts record holds entries of this organisation: clear them on acknowledgement. */
  hasAttempts: boolean;
  /** Backlog at the last audit, for the gauges. */
  lagEntries: number;
  isLagKnown: boolean;
  pendingEntries: number;
}

/** Frames are taken for full until the first ones are seen: underestimating them overshot the quantum 100-fold. */
const cautiousEventsPerEntry = 100;

export function createOrgWork(orgId: OrgId, partition: number, epoch: number, session: string): OrgWork {
  return {
    orgId,
    keys: orgKeys(orgId),
    partition,
    epoch,
    session,
    abort: new AbortController(),
    lanes: { s: createLane('s'), p: createLane('p') },
    isFirstVisit: true,
    isClaimed: false,
    needsRecovery: false,
    isVisiting: false,
    isQueued: false,
    isUrgentQueued: false,
    isDraining: false,
    isLost: false,
    running: null,
    wasUrgent: false,
    deficit: 0,
    notBeforeMs: 0,
    nextAuditMs: 0,
    nextProbeMs: 0,
    nextTrimMs: 0,
    hasAttempts: false,
    lagEntries: 0,
    isLagKnown: true,
    pendingEntries: 0,
  };
}

function createLane(lane: EventLane): LaneWork {
  return {
    lane,
    mode: 'pending',
    cursor: '0-0',
    lastId: null,
    acks: [],
    ready: [],
    hasMore: true,
    eventsPerEntry: cautiousEventsPerEntry,
    isTakeover: true,
    isUnreadable: false,
  };
}

/** Nothing runs, waits or is about to be acknowledged. */
export function isQuiet(org: OrgWork): boolean {
  const { s, p } = org.lanes;
  const isEmpty = s.ready.length + p.ready.length + s.acks.length + p.acks.length === 0;
  return isEmpty && org.running === null && !org.isVisiting && !org.isQueued && !org.isUrgentQueued;
}

/** Sends the lanes back to the start of their pending lists; what was read ahead is dropped, since it is read again. */
export function beginRecovery(org: OrgWork): EntryInHand[] {
  const dropped = [...org.lanes.s.ready, ...org.lanes.p.ready];
  for (const lane of [org.lanes.s, org.lanes.p]) {
    lane.mode = 'pending';
    lane.cursor = '0-0';
    lane.ready = [];
    lane.hasMore = true;
  }
  org.needsRecovery = false;
  return dropped;
}
