import { compareEntryIds, parseEventId, toError, type Clock, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import type { EventBatch, StreamEvent } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { DbWriterMetrics } from '../metrics.ts';
import { countCommand } from './count-command.ts';
import { HOUR_MS, tallyEvents } from './tally.ts';

/** Position text of "nothing counted yet". */
const NOTHING = '';
/** A redelivery needs one try to learn the position and one to count; a third covers another owner in between. */
const MAX_TRIES = 3;
const KEEP_MS = 48 * HOUR_MS;

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
  #waiting: Waiting[] = [];

  constructor(deps: Deps, options: CountersOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Adds a batch to its organisation's counters. Never throws. */
  async count(batch: EventBatch): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), this.#options.timeoutMs);
    try {
      const end = await Promise.race([this.#count(batch), late]);
      if (end === 'late') throw new Error('no answer in time');
      this.#deps.metrics.counted.inc({ result: 'counted' });
    } catch (error) {
      this.#counted.delete(batch.orgId + batch.lane);
      this.#deps.metrics.counted.inc({ result: 'failed' });
      this.#deps.log.warn({ err: toError(error), orgId: batch.orgId, events: batch.events.length }, 'counters_skipped');
    } finally {
      clearTimeout(timer);
    }
  }

  /** To be called when an organisation is no longer owned. */
  forget(orgId: OrgId): void {
    this.#counted.delete(`${orgId}s`);
    this.#counted.delete(`${orgId}p`);
  }

  async #count(batch: EventBatch): Promise<void> {
    const slot = batch.orgId + batch.lane;
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const after = this.#counted.get(slot) ?? NOTHING;
      const events = eventsAfter(batch.events, after);
      const last = events.at(-1);
      if (!last) return;
      const [isDone, held] = (await this.#send(this.#command(batch, events, after, last))) as [number, string?];
      if (isDone === 1) {
        this.#counted.set(slot, last.eventId);
        return;
      }
      this.#counted.set(slot, held ?? NOTHING);
    }
    throw new Error('the counted position keeps moving');
  }

  #command(batch: EventBatch, events: readonly StreamEvent[], after: string, last: StreamEvent): RedisCommand {
    const nowMs = this.#deps.clock.now();
    const tally = tallyEvents(events, nowMs - KEEP_MS, nowMs + HOUR_MS);
    const span: { lane: Lane; after: string; last: string } = { lane: batch.lane, after, last: last.eventId };
    return countCommand(this.#deps.redis, orgKeys(batch.orgId), tally, span, nowMs);
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

function eventsAfter(events: readonly StreamEvent[], after: string): readonly StreamEvent[] {
  const position = parseEventId(after);
  if (!position) return events;
  const isAfter = ({ entryId, index }: StreamEvent): boolean => {
    const byEntry = compareEntryIds(entryId, position.entryId);
    return byEntry !== 0 ? byEntry > 0 : index > position.index;
  };
  const [first] = events;
  return first && isAfter(first) ? events : events.filter(isAfter);
}
