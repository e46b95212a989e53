import { classify, eventIdOf, systemClock, toError, type EventLane, type OrgId } from '@redoubt/contracts';
import type { BatchContext, StreamConsumer, StreamConsumerOptions, StreamEvent } from '@redoubt/stream';
import { createConsumerMetrics, HandlerRunner, readEvent, type Settled } from '@redoubt/stream/testing';
import { testLogger, testMetrics } from '../test-redis.ts';
import type { MemoryEntry, MemoryStreams } from './memory-streams.ts';

interface Batch {
  events: StreamEvent[];
  /** Entry of each event, in order. */
  origins: MemoryEntry[];
  /** Events that never could be decoded. */
  undecodable: { entry: MemoryEntry; index: number }[];
}

const epoch = 1;

/** Consumes MemoryStreams under the contract of the real consumer: order, outcomes, retries, dead letters, drain. */
export function createMemoryConsumer(streams: MemoryStreams, options: StreamConsumerOptions): StreamConsumer {
  return new MemoryConsumer(streams, options);
}

class MemoryConsumer implements StreamConsumer {
  readonly #streams: MemoryStreams;
  readonly #options: StreamConsumerOptions;
  readonly #runner: HandlerRunner;
  readonly #running = new Map<OrgId, Promise<void>>();
  readonly #claimed = new Set<OrgId>();
  readonly #abort = new AbortController();
  #stopListening: (() => void) | undefined;
  #isStopped = false;

  constructor(streams: MemoryStreams, options: StreamConsumerOptions) {
    this.#streams = streams;
    this.#options = options;
    const { group, maxAttempts = 5, retryPauseMs = 5 } = options;
    const still = { inFlightEvents: () => 0, partitions: () => 0, organizations: () => 0, paused: () => 0 };
    const metrics = createConsumerMetrics(testMetrics(), group, still);
    this.#runner = new HandlerRunner(
      options.handler ?? noHandler,
      group,
      { maxAttempts, retryPauseMs },
      metrics,
      systemClock,
    );
  }

  start(): Promise<void> {
    this.#stopListening ??= this.#streams.onAppend(() => this.#wake());
    this.#wake();
    return Promise.resolve();
  }

  #wake(): void {
    if (this.#isStopped) return;
    for (const orgId of this.#streams.orgsOf(this.#options.group)) {
      if (this.#running.has(orgId)) continue;
      const running = this.#drain(orgId).finally(() => {
        this.#running.delete(orgId);
        if (this.#streams.pending(orgId, this.#options.group) > 0) this.#wake();
      });
      this.#running.set(orgId, running);
    }
  }

  /** One batch at a time, the priority lane's first. */
  async #drain(orgId: OrgId): Promise<void> {
    await Promise.resolve();
    while (!this.#isStopped) {
      const lane = this.#next(orgId, 'p') ? 'p' : 's';
      const entries = this.#streams.unacknowledged(orgId, this.#options.group, lane).slice(0, 16);
      if (entries.length === 0) return;
      if (!this.#claimed.has(orgId)) await this.#options.onAcquire?.(orgId, epoch);
      this.#claimed.add(orgId);
      try {
        await this.#process(orgId, lane, entries);
      } catch (thrown) {
        if (classify(toError(thrown)) === 'lease_lost') return;
        throw thrown;
      }
    }
  }

  #next(orgId: OrgId, lane: EventLane): boolean {
    return this.#streams.unacknowledged(orgId, this.#options.group, lane).length > 0;
  }

  async #process(orgId: OrgId, lane: EventLane, entries: readonly MemoryEntry[]): Promise<void> {
    const batch = collect(lane, entries);
    const context: BatchContext = {
      signal: this.#abort.signal,
      epoch,
      isOwner: () => !this.#abort.signal.aborted,
      log: testLogger(),
    };
    const settled =
      batch.events.length > 0
        ? await this.#runner.settle({ orgId, lane, events: batch.events, isRedelivery: false }, context)
        : [];
    for (const entry of entries) this.#finish(orgId, lane, entry, batch, settled);
  }

  #finish(orgId: OrgId, lane: EventLane, entry: MemoryEntry, batch: Batch, settled: readonly Settled[]): void {
    const { group } = this.#options;
    const unread = batch.undecodable
      .filter((u) => u.entry === entry)
      .map((u) => ({ eventId: eventIdOf(lane, entry.entryId, u.index), reason: 'undecodable' }));
    const dead = batch.events.flatMap((event, i) => {
      const result = settled[i];
      const isDead = batch.origins[i] === entry && result?.kind === 'dead';
      return isDead ? [{ eventId: event.eventId, reason: result.reason as string }] : [];
    });
    this.#streams.bury(orgId, group, [...unread, ...dead]);
    this.#streams.acknowledge(orgId, group, lane, entry.entryId);
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    this.#stopListening?.();
    await Promise.all(this.#running.values());
    this.#abort.abort();
  }

  loopTick(): number {
    return systemClock.monotonicMs();
  }

  state(): { ok: boolean; detail: string } {
    return { ok: !this.#isStopped, detail: 'in memory' };
  }

  caughtUpAtMs(orgId: OrgId): number | undefined {
    return this.isCaughtUp(orgId) ? systemClock.now() : undefined;
  }

  isCaughtUp(orgId: OrgId): boolean {
    return !this.#running.has(orgId) && this.#streams.pending(orgId, this.#options.group) === 0;
  }

  holdings(): { partitions: number; organizations: number } {
    return { partitions: 256, organizations: this.#streams.orgsOf(this.#options.group).length };
  }
}

function noHandler(): Promise<'ack'> {
  return Promise.reject(new TypeError('the consumer has no handler for events'));
}

function collect(lane: EventLane, entries: readonly MemoryEntry[]): Batch {
  const batch: Batch = { events: [], origins: [], undecodable: [] };
  for (const entry of entries) {
    entry.lines.forEach((line, index) => {
      const { fields, value } = readEvent(line);
      if (fields === null) batch.undecodable.push({ entry, index });
      else {
        const eventId = eventIdOf(lane, entry.entryId, index);
        batch.events.push({
          eventId,
          lane,
          entryId: entry.entryId,
          index,
          fields,
          value,
          line,
          acceptedAtMs: entry.acceptedAtMs,
        });
        batch.origins.push(entry);
      }
    });
  }
  return batch;
}
