import { decodeEvent, type EventLane } from '@redoubt/contracts';
import { CONSUMER_NAME, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import { decodeEntry } from '../frame-codec.ts';
import { streamScripts } from '../scripts.ts';
import type { EntryInHand, LaneWork, OrgWork } from './org-work.ts';

/** Most entries per lane and visit: with frames of up to 64 KiB that is 4 MiB. */
const maxEntriesPerRead = 64;

export interface VisitPlan {
  org: OrgWork;
  /** Entries asked for, per lane; 0 reads none. */
  counts: Record<EventLane, number>;
  /** Acknowledgements carried. */
  acks: Record<EventLane, string[]>;
}

/** What one lane of a visit brought. */
export type LaneRead = { entries: EntryInHand[]; lost: string[]; isFull: boolean } | { error: string };

export type VisitResult =
  { kind: 'ok'; reads: Record<EventLane, LaneRead> } | { kind: 'fenced'; seenEpoch: number } | { kind: 'rolled_back' };

/** How many entries hold about `events` events of this lane. */
export function entriesFor(lane: LaneWork, events: number): number {
  return Math.max(1, Math.min(maxEntriesPerRead, Math.ceil(events / lane.eventsPerEntry)));
}

/** Builds and reads the fenced visits of one group. */
export class VisitScript {
  readonly #group: GroupName;
  readonly #script: ReturnType<RedisClient['script']>;

  constructor(redis: RedisClient, group: GroupName) {
    this.#group = group;
    this.#script = redis.script(streamScripts.visit);
  }

  command(plan: VisitPlan): RedisCommand {
    const { org } = plan;
    const args: (string | number)[] = [
      org.epoch,
      org.session,
      org.isFirstVisit ? '1' : '0',
      this.#group,
      CONSUMER_NAME,
    ];
    for (const lane of ['s', 'p'] as const) {
      const work = org.lanes[lane];
      args.push(plan.counts[lane], work.mode === 'new' ? '>' : work.cursor, plan.acks[lane].length, ...plan.acks[lane]);
    }
    const keys = [org.keys.fence(this.#group), org.keys.eventsStream(), org.keys.eventsPriority()];
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
        return { kind: 'ok', reads: { s: this.#readLane(plan, 's', rest[0]), p: this.#readLane(plan, 'p', rest[1]) } };
    }
  }

  #readLane(plan: VisitPlan, lane: EventLane, reply: Reply | undefined): LaneRead {
    if (Buffer.isBuffer(reply)) return { error: reply.toString('utf8') };
    const isRedelivery = plan.org.lanes[lane].mode === 'pending';
    const entries: EntryInHand[] = [];
    const lost: string[] = [];
    const rows = (Array.isArray(reply) ? reply : []) as [Buffer, Buffer[] | null][];
    for (const [id, fields] of rows) {
      const entryId = id.toString('latin1');
      if (fields === null) lost.push(entryId);
      else entries.push(this.#forGroup(readEntry(entryId, fields, isRedelivery)));
    }
    return { entries, lost, isFull: rows.length > 0 && rows.length >= plan.counts[lane] };
  }

  /** A replay is for the group that gave the event up: the others have handled it already and pass over it. */
  #forGroup(entry: EntryInHand): EntryInHand {
    if (entry.replay === undefined || entry.replay.group === this.#group) return entry;
    const { entryId, acceptedAtMs, sizeBytes, isRedelivery, replay } = entry;
    return { entryId, acceptedAtMs, events: [], sizeBytes, isRedelivery, replay };
  }
}

function readEntry(entryId: string, fields: Buffer[], isRedelivery: boolean): EntryInHand {
  let sizeBytes = 0;
  for (const field of fields) sizeBytes += field.length;
  const decoded = decodeEntry(entryId, fields);
  const origin = decoded.replay === undefined ? {} : { replay: decoded.replay };
  if ('error' in decoded) {
    const line = Buffer.from(JSON.stringify(fields.map((f) => f.toString('base64'))));
    const acceptedAtMs = Number(entryId.slice(0, entryId.indexOf('-')));
    const events = [{ line, value: undefined, fields: null, error: decoded.error }];
    return { entryId, acceptedAtMs, events, envelopeError: decoded.error, sizeBytes, isRedelivery, ...origin };
  }
  const events = decoded.lines.map(readEvent);
  return { entryId, acceptedAtMs: decoded.acceptedAtMs, events, sizeBytes, isRedelivery, ...origin };
}

/** Gives one line of a frame its meaning; `fields` is null when it has none. */
export function readEvent(line: Buffer): EntryInHand['events'][number] {
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
