import { decodeEvent, isEventLane, type Lane } from '@redoubt/contracts';
import { CONSUMER_NAME, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import { decodeEntry } from '../frame-codec.ts';
import { streamScripts } from '../scripts.ts';
import type { Amount, EntryInHand, ItemInHand, LaneWork, OrgWork } from './org-work.ts';

/** Most entries per lane and visit: with frames of up to 64 KiB that is 4 MiB. */
const maxEntriesPerRead = 64;

/** What a visit does in one lane. */
export interface LaneVisit {
  work: LaneWork;
  /** Entries asked for; 0 reads none. */
  count: number;
  /** Acknowledgements carried. */
  acks: string[];
}

export interface VisitPlan {
  org: OrgWork;
  /** Lanes with something to read or to acknowledge. */
  lanes: readonly LaneVisit[];
  /** What it is expected to bring. */
  asked: Amount;
  /** Epoch ms. */
  startedAtMs: number;
}

/** What one lane of a visit brought. */
export type LaneRead = { entries: EntryInHand[]; lost: string[]; isFull: boolean } | { error: string };

/** `reads` has one element per lane of the plan. */
export type VisitResult =
  { kind: 'ok'; reads: LaneRead[] } | { kind: 'fenced'; seenEpoch: number } | { kind: 'rolled_back' };

/** How many entries hold about `events` events of this lane. */
export function entriesFor(lane: LaneWork, events: number): number {
  return Math.max(1, Math.min(maxEntriesPerRead, Math.ceil(events / lane.eventsPerEntry)));
}

/** Builds and reads fenced visits. */
export class VisitScript {
  readonly #script: ReturnType<RedisClient['script']>;

  constructor(redis: RedisClient) {
    this.#script = redis.script(streamScripts.visit);
  }

  command(plan: VisitPlan): RedisCommand {
    const { org } = plan;
    const args: (string | number)[] = [org.epoch, org.session, org.isFirstVisit ? '1' : '0', org.group, CONSUMER_NAME];
    for (const { work, count, acks } of plan.lanes) {
      args.push(count, work.mode === 'new' ? '>' : work.cursor, acks.length, ...acks);
    }
    const keys = [org.keys.fence(org.group), ...plan.lanes.map(({ work }) => org.keys.lane(work.lane))];
    // A read whose outcome is unknown is never sent again: the entries it may have taken are found by recovery.
    return this.#script.command(keys, args, { retry: 'definite', buffers: true });
  }

  read(plan: VisitPlan, reply: Reply): VisitResult {
    const [status, ...rest] = reply as [Buffer, ...Reply[]];
    switch (status.toString('latin1')) {
      case 'fenced':
        return { kind: 'fenced', seenEpoch: Number((rest[0] as Buffer).toString('latin1').split('|')[0]) };
      case 'rolled_back':
        return { kind: 'rolled_back' };
      default:
        return { kind: 'ok', reads: plan.lanes.map((visit, i) => readLane(plan.org.group, visit, rest[i])) };
    }
  }
}

function readLane(group: GroupName, { work, count }: LaneVisit, reply: Reply | undefined): LaneRead {
  if (Buffer.isBuffer(reply)) return { error: reply.toString('utf8') };
  const isRedelivery = work.mode === 'pending';
  const entries: EntryInHand[] = [];
  const lost: string[] = [];
  const rows = (Array.isArray(reply) ? reply : []) as [Buffer, Buffer[] | null][];
  for (const [id, fields] of rows) {
    const entryId = id.toString('latin1');
    if (fields === null) lost.push(entryId);
    else entries.push(forGroup(group, readEntry(work.lane, entryId, fields, isRedelivery)));
  }
  return { entries, lost, isFull: rows.length > 0 && rows.length >= count };
}

/** A replay is for the group that gave the event up: the others have handled it already and pass over it. */
function forGroup(group: GroupName, entry: EntryInHand): EntryInHand {
  if (entry.replay === undefined || entry.replay.group === group) return entry;
  const { entryId, acceptedAtMs, sizeBytes, isRedelivery, replay } = entry;
  return { entryId, acceptedAtMs, items: [], sizeBytes, isRedelivery, replay };
}

function readEntry(lane: Lane, entryId: string, fields: Buffer[], isRedelivery: boolean): EntryInHand {
  let sizeBytes = 0;
  for (const field of fields) sizeBytes += field.length;
  const decoded = decodeEntry(entryId, fields);
  const origin = decoded.replay === undefined ? {} : { replay: decoded.replay };
  if ('error' in decoded) {
    const line = Buffer.from(JSON.stringify(fields.map((f) => f.toString('base64'))));
    const acceptedAtMs = Number(entryId.slice(0, entryId.indexOf('-')));
    const items = [{ line, value: undefined, fields: null, error: decoded.error }];
    return { entryId, acceptedAtMs, items, envelopeError: decoded.error, sizeBytes, isRedelivery, ...origin };
  }
  const items = decoded.lines.map(isEventLane(lane) ? readEvent : readRecord);
  return { entryId, acceptedAtMs: decoded.acceptedAtMs, items, sizeBytes, isRedelivery, ...origin };
}

/** Gives one line of a frame its meaning; `fields` is null when it has none. */
export function readEvent(line: Buffer): ItemInHand {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    const decoded = decodeEvent(value);
    return decoded.ok
      ? { line, value, fields: decoded.fields }
      : { line, value, fields: null, error: `${decoded.code}: ${decoded.detail}` };
  } catch (error) {
    return { line, value: undefined, fields: null, error: (error as Error).message };
  }
}

/** Reads one record of a frame: any JSON text; its shape is for the handler to judge. */
export function readRecord(line: Buffer): ItemInHand {
  try {
    return { line, value: JSON.parse(line.toString('utf8')), fields: null };
  } catch (error) {
    return { line, value: undefined, fields: null, error: (error as Error).message };
  }
}
