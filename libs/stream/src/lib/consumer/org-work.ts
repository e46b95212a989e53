import type { EntryId, EventFields, Lane, OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName, type OrgKeys } from '@redoubt/key-schema';
import type { ReplayMark } from '../dead-letters/replay-mark.ts';

/** One event or record of an entry; `error` says why a handler cannot be given it. */
export interface ItemInHand {
  line: Buffer;
  /** `JSON.parse` of the line. */
  value: unknown;
  /** Of an event its meaning; null for a record and for what cannot be decoded. */
  fields: EventFields | null;
  error?: string;
}

/** An entry that was read and is not settled yet. */
export interface EntryInHand {
  entryId: EntryId;
  acceptedAtMs: number;
  /** One per event or record of the frame. */
  items: ItemInHand[];
  /** Why the envelope cannot be read; then `items` holds one pseudo-event with the raw fields. */
  envelopeError?: string;
  /** Present when it is a dead letter that was put back. */
  replay?: ReplayMark;
  sizeBytes: number;
  isRedelivery: boolean;
}

/** How much of something is read, in events or records and in payload bytes. */
export interface Amount {
  events: number;
  bytes: number;
}

/** How the last batch ended: it was settled, or paused; `new` before the first. */
export const STANDINGS = ['new', 'proven', 'failing'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Reading state of one lane of one organisation. */
export interface LaneWork {
  readonly lane: Lane;
  /** Read in urgent visits, and its batches go before those of other lanes. */
  readonly isUrgent: boolean;
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
  /** The last read was full: there is certainly more. */
  isBehind: boolean;
  /** Cautious averages: rise at once, fall slowly. */
  eventsPerEntry: number;
  bytesPerEntry: number;
  /** Pending entries met in the takeover of a dead owner count as tries. */
  isTakeover: boolean;
  /** Its stream or group is missing. */
  isUnreadable: boolean;
  /** Number of the organisation's batch that was the last of this lane. */
  lastTurn: number;
  /** Start of the last look that came to the end of the lane, epoch ms; 0 before the first. */
  readToEndAtMs: number;
}

/** One owned organisation, as one group reads it. */
export interface OrgWork {
  readonly orgId: OrgId;
  readonly group: GroupName;
  readonly keys: OrgKeys;
  readonly partition: number;
  readonly epoch: number;
  readonly session: string;
  readonly abort: AbortController;
  /** What the group reads, in the order of `LANE_ORDER`. */
  readonly lanes: readonly LaneWork[];
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
  standing: Standing;
  /** Entries read at once while it is failing. */
  pausedEntries: number;
  /** Read and not settled, and what a visit under way asks for; kept by the pool. */
  readonly held: Amount;
  /** Batches started so far. */
  turns: number;
  /** The batch that was started last is of an urgent lane. */
  wasUrgent: boolean;
  deficit: number;
  /** Monotonic ms before which it is left alone. */
  notBeforeMs: number;
  nextAuditMs: number;
  nextProbeMs: number;
  nextTrimMs: number;
  /** Batches started when trimming last found nothing to do; undefined while it finds something. */
  quietTurns: number | undefined;
  /** Monotonic ms before which missing groups are not asked for again. */
  nextEnsureMs: number;
  /** The attempts record holds entries of this organisation: clear them on acknowledgement. */
  hasAttempts: boolean;
  /** Backlog at the last audit, for the gauges. */
  lagEntries: number;
  isLagKnown: boolean;
  pendingEntries: number;
}

/** Frames are taken for full until the first ones are seen: underestimating them overshot the quantum 100-fold. */
const cautiousEventsPerEntry = 100;
const cautiousBytesPerEntry = 64 * 1024;

/** The lanes by urgency: of two that have something for the first time the earlier goes first. */
export const LANE_ORDER: readonly Lane[] = ['p', 'c', 'd', 's', 'a', 'x', 'u'];
const urgentLanes: ReadonlySet<Lane> = new Set<Lane>(['p', 'c']);

export function createOrgWork(
  orgId: OrgId,
  ownership: { group: GroupName; partition: number; epoch: number; session: string },
  lanes: readonly Lane[],
): OrgWork {
  return {
    orgId,
    keys: orgKeys(orgId),
    ...ownership,
    abort: new AbortController(),
    lanes: LANE_ORDER.filter((lane) => lanes.includes(lane)).map(createLane),
    isFirstVisit: true,
    isClaimed: false,
    needsRecovery: false,
    isVisiting: false,
    isQueued: false,
    isUrgentQueued: false,
    isDraining: false,
    isLost: false,
    running: null,
    standing: 'new',
    pausedEntries: 1,
    held: { events: 0, bytes: 0 },
    turns: 0,
    wasUrgent: false,
    deficit: 0,
    notBeforeMs: 0,
    nextAuditMs: 0,
    nextProbeMs: 0,
    nextTrimMs: 0,
    quietTurns: undefined,
    nextEnsureMs: 0,
    hasAttempts: false,
    lagEntries: 0,
    isLagKnown: true,
    pendingEntries: 0,
  };
}

function createLane(lane: Lane): LaneWork {
  return {
    lane,
    isUrgent: urgentLanes.has(lane),
    mode: 'pending',
    cursor: '0-0',
    lastId: null,
    acks: [],
    ready: [],
    hasMore: true,
    isBehind: false,
    eventsPerEntry: cautiousEventsPerEntry,
    bytesPerEntry: cautiousBytesPerEntry,
    isTakeover: true,
    isUnreadable: false,
    lastTurn: 0,
    readToEndAtMs: 0,
  };
}

/** Of one that fails the lane of which more entries are to be read before they are handled. */
export function gatheringLane({ standing, running, lanes, pausedEntries }: OrgWork): LaneWork | undefined {
  if (standing !== 'failing' || running !== null) return undefined;
  return lanes.find(({ ready, hasMore }) => hasMore && ready.length > 0 && ready.length < pausedEntries);
}

/** Nothing runs, waits or is about to be acknowledged. */
export function isQuiet(org: OrgWork): boolean {
  return unsettledEntries(org) === 0 && org.running === null && !org.isVisiting && !org.isQueued && !org.isUrgentQueued;
}

/** Entries read ahead or not yet acknowledged. */
export function unsettledEntries(org: OrgWork): number {
  return org.lanes.reduce((n, lane) => n + lane.ready.length + lane.acks.length, 0);
}

/**
 * Epoch ms up to which everything appended has been read and settled; undefined while anything is in hand or known to
 * wait.
 */
export function caughtUpAtMs(org: OrgWork): number | undefined {
  if (org.isLost || org.needsRecovery || !isQuiet(org)) return undefined;
  const isAtEnd = org.lanes.every((lane) => lane.mode === 'new' && !lane.hasMore && lane.readToEndAtMs > 0);
  return isAtEnd ? Math.min(...org.lanes.map((lane) => lane.readToEndAtMs)) : undefined;
}

/** Sends the lanes back to the start of their pending lists; what was read ahead is dropped, since it is read again. */
export function beginRecovery(org: OrgWork): EntryInHand[] {
  const dropped = org.lanes.flatMap((lane) => lane.ready);
  for (const lane of org.lanes) {
    lane.mode = 'pending';
    lane.cursor = '0-0';
    lane.ready = [];
    lane.hasMore = true;
    lane.isBehind = true;
  }
  org.needsRecovery = false;
  return dropped;
}

/** Per lane the first entry of the batch that is about to be handled, or else of what was read ahead. */
export function firstInHand(org: OrgWork, lane: LaneWork, entries: readonly EntryInHand[]): Map<Lane, EntryId> {
  const firsts = org.lanes.map((one) => [one.lane, (one === lane ? entries : one.ready)[0]?.entryId] as const);
  return new Map(firsts.flatMap(([name, entryId]) => (entryId === undefined ? [] : [[name, entryId] as const])));
}
