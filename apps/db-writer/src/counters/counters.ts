import {
  compareEntryIds,
  EVENT_LANES,
  parseEventId,
  toError,
  type Clock,
  type Detection,
  type Lane,
  type OrgId,
} from '@redoubt/contracts';
import { intelDetections, type MatchedEvent, type WhoAndWhen } from '@redoubt/enrichment';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import { ringBell, type EventBatch, type StreamEvent } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { KnownBatch, KnownEvent } from '../context/event-context.ts';
import type { DbWriterMetrics } from '../metrics.ts';
import { countCommand } from './count-command.ts';
import { eventSignature } from './event-signature.ts';
import { HOUR_MS, tallyEvents } from './tally.ts';

/** Position text of "nothing counted yet". */
const NOTHING = '';
/** A redelivery needs one try to learn the position and one to count; a third covers another owner in between. */
const MAX_TRIES = 3;
const KEEP_MS = 48 * HOUR_MS;
/** Events of an organisation and lane whose detections wait for Redis; the oldest are given up. */
const MAX_OWED = 1_000;

export interface CountersOptions {
  /** Storing waits no longer than this for the counters. */
  timeoutMs: number;
}

interface Deps {
  redis: RedisClient;
  log: Logger;
  clock: Clock;
  metrics: DbWriterMetrics;
}

/** Where an event lies in its lane. */
type Place = Pick<StreamEvent, 'entryId' | 'index'>;
/** Without its bytes and texts, which would keep the frame in memory. */
type OwedEvent = MatchedEvent & Place;

interface Sent {
  after: string;
  last: StreamEvent;
  detections: readonly Detection[];
  signatures: readonly string[];
}

interface Waiting {
  command: RedisCommand;
  resolve: (reply: Reply | Error) => void;
}

/**
 * Keeps the real-time counters of organisations in their slots, each event once: the script compares and moves a
 * position per lane, so redeliveries and second owners add nothing.
 *
 * Counters never hold up storing: when Redis refuses or is slow (no memory, failover), the batch is stored uncounted
 * and counted as `failed`.
 */
export class Counters {
  readonly #deps: Deps;
  readonly #options: CountersOptions;
  /** Counted positions of owned organisations, as event ids; bounded by what this worker owns. */
  readonly #counted = new Map<string, string>();
  /** Events whose detections are not sent yet, because Redis took no update since; bounded by MAX_OWED each. */
  readonly #owed = new Map<string, readonly OwedEvent[]>();
  /** Organisations that want repeated events told, by the newest answer of their slot. */
  readonly #isLookingForRepeats = new Set<OrgId>();
  #waiting: Waiting[] = [];

  constructor(deps: Deps, options: CountersOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Adds a batch to its organisation's counters, and tells alert-engine of what lists name in it. Never throws. */
  async count(batch: KnownBatch): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), this.#options.timeoutMs);
    try {
      const end = await Promise.race([this.#count(batch), late]);
      if (end === 'late') throw new Error('no answer in time');
      this.#deps.metrics.counted.inc({ result: 'counted' });
    } catch (error) {
      this.#counted.delete(batch.orgId + batch.lane);
      this.#owe(batch);
      this.#deps.metrics.counted.inc({ result: 'failed' });
      this.#deps.log.warn({ err: toError(error), orgId: batch.orgId, events: batch.events.length }, 'counters_skipped');
    } finally {
      clearTimeout(timer);
    }
  }

  /** To be called when an organisation is no longer owned. */
  forget(orgId: OrgId): void {
    this.#isLookingForRepeats.delete(orgId);
    for (const lane of EVENT_LANES) {
      this.#counted.delete(orgId + lane);
      this.#drop(this.#owed.get(orgId + lane)?.length ?? 0);
      this.#owed.delete(orgId + lane);
    }
  }

  async #count(batch: KnownBatch): Promise<void> {
    const slot = batch.orgId + batch.lane;
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const after = this.#counted.get(slot) ?? NOTHING;
      const events = eventsAfter(batch.events, after);
      const last = events.at(-1);
      if (!last) return;
      const detections = intelDetections(matchedOf([...eventsAfter(this.#owed.get(slot) ?? [], after), ...events]));
      const signatures = this.#isLookingForRepeats.has(batch.orgId) ? events.map(eventSignature) : [];
      const command = this.#command(batch, events, { after, last, detections, signatures });
      const [isDone, held, flag, lost] = (await this.#send(command)) as [number, (string | number)?, string?, number?];
      if (isDone === 1) {
        this.#noteRepeats(batch.orgId, Number(held), flag);
        this.#counted.set(slot, last.eventId);
        this.#sent(batch.orgId, slot, detections.length, lost ?? 0);
        return;
      }
      this.#counted.set(slot, held === undefined ? NOTHING : String(held));
    }
    throw new Error('the counted position keeps moving');
  }

  #noteRepeats(orgId: OrgId, repeated: number, flag: string | undefined): void {
    if (repeated > 0) this.#deps.metrics.repeated.inc(repeated);
    if (flag === '1') this.#isLookingForRepeats.add(orgId);
    else this.#isLookingForRepeats.delete(orgId);
  }

  /** @param lost  detections that a full stream did not take: alert-engine is down or far behind */
  #sent(orgId: OrgId, slot: string, detections: number, lost: number): void {
    this.#owed.delete(slot);
    if (lost > 0) this.#deps.log.warn({ orgId, detections: lost }, 'detections_dropped');
    this.#drop(lost);
    if (detections === lost) return;
    this.#deps.metrics.context.intelDetections.inc({ result: 'sent' }, detections - lost);
    ringBell(this.#deps.redis, orgId, ['d']);
  }

  /** What lists name must not go unsaid because Redis was away for a moment: the next update says it. */
  #owe({ orgId, lane, events }: KnownBatch): void {
    const all = [...(this.#owed.get(orgId + lane) ?? []), ...matchedOf(events)];
    this.#drop(Math.max(0, all.length - MAX_OWED));
    if (all.length > 0) this.#owed.set(orgId + lane, all.slice(-MAX_OWED));
  }

  #drop(count: number): void {
    if (count > 0) this.#deps.metrics.context.intelDetections.inc({ result: 'dropped' }, count);
  }

  #command(batch: EventBatch, events: readonly StreamEvent[], { after, last, ...more }: Sent): RedisCommand {
    const nowMs = this.#deps.clock.now();
    const tally = tallyEvents(events, nowMs - KEEP_MS, nowMs + HOUR_MS);
    const span: { lane: Lane; after: string; last: string } = { lane: batch.lane, after, last: last.eventId };
    return countCommand(this.#deps.redis, orgKeys(batch.orgId), tally, span, nowMs, more);
  }

  /** Calls of one turn of the event loop travel in one pipeline per master. */
  async #send(command: RedisCommand): Promise<Reply> {
    const { promise, resolve } = Promise.withResolvers<Reply | Error>();
    if (this.#waiting.push({ command, resolve }) === 1) setImmediate(() => void this.#flush());
    const reply = await promise;
    if (reply instanceof Error) throw reply;
    return reply;
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const replies = await this.#deps.redis.batch(waiting.map((one) => one.command));
    waiting.forEach((one, index) => one.resolve(replies[index] ?? new Error('no reply')));
  }
}

function eventsAfter<E extends Place>(events: readonly E[], after: string): readonly E[] {
  const position = parseEventId(after);
  if (!position) return events;
  const isAfter = ({ entryId, index }: E): boolean => {
    const byEntry = compareEntryIds(entryId, position.entryId);
    return byEntry !== 0 ? byEntry > 0 : index > position.index;
  };
  const [first] = events;
  return first && isAfter(first) ? events : events.filter(isAfter);
}

function matchedOf(events: readonly (KnownEvent | OwedEvent)[]): OwedEvent[] {
  return events.flatMap(({ eventId, entryId, index, acceptedAtMs, fields, matches }) => {
    if (matches === undefined) return [];
    const { eventTimeMs, sourceIp, asset, user } = fields;
    const about: WhoAndWhen = {
      ...(eventTimeMs === undefined ? {} : { eventTimeMs }),
      ...(sourceIp === undefined ? {} : { sourceIp }),
      ...(asset === undefined ? {} : { asset }),
      ...(user === undefined ? {} : { user }),
    };
    return [{ eventId, entryId, index, acceptedAtMs, fields: about, matches }];
  });
}
