import {
  classify,
  EVENT_LANES,
  eventIdOf,
  isEventLane,
  systemClock,
  toError,
  type EventFields,
  type Lane,
  type OrgId,
} from '@redoubt/contracts';
import type { BatchContext, StreamConsumer, StreamConsumerOptions } from '@redoubt/stream';
import {
  createConsumerMetrics,
  HandlerRunner,
  LANE_ORDER,
  readEvent,
  readRecord,
  type ItemInHand,
  type Settled,
} from '@redoubt/stream/testing';
import { testLogger, testMetrics } from '../test-redis.ts';
import type { MemoryEntry, MemoryStreams } from './memory-streams.ts';

/** One event or record with its place. */
interface Placed {
  entry: MemoryEntry;
  index: number;
  item: ItemInHand;
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
    this.#runner = new HandlerRunner(options, group, { maxAttempts, retryPauseMs }, metrics, systemClock);
  }

  start(): Promise<void> {
    this.#stopListening ??= this.#streams.onAppend(() => this.#wake());
    this.#wake();
    return Promise.resolve();
  }

  /** Organisations here have the one group. */
  regroup(): Promise<void> {
    return Promise.resolve();
  }

  #wake(): void {
    if (this.#isStopped) return;
    for (const orgId of this.#streams.orgsOf(this.#options.group)) {
      if (this.#running.has(orgId)) continue;
      const running = this.#drain(orgId).finally(() => {
        this.#running.delete(orgId);
        if (this.#hasBacklog(orgId)) this.#wake();
      });
      this.#running.set(orgId, running);
    }
  }

  /** One batch at a time, of the most urgent lane that has something. */
  async #drain(orgId: OrgId): Promise<void> {
    await Promise.resolve();
    while (!this.#isStopped) {
      const lane = this.#nextLane(orgId);
      if (lane === undefined) return;
      if (!this.#claimed.has(orgId)) await this.#options.onAcquire?.(orgId, epoch, this.#firstInHand(orgId));
      this.#claimed.add(orgId);
      try {
        await this.#process(orgId, lane, this.#unacknowledged(orgId, lane).slice(0, 16));
      } catch (thrown) {
        if (classify(toError(thrown)) === 'lease_lost') return;
        throw thrown;
      }
    }
  }

  get #lanes(): readonly Lane[] {
    return this.#options.lanes ?? EVENT_LANES;
  }

  #nextLane(orgId: OrgId): Lane | undefined {
    return LANE_ORDER.find((lane) => this.#lanes.includes(lane) && this.#unacknowledged(orgId, lane).length > 0);
  }

  #unacknowledged(orgId: OrgId, lane: Lane): MemoryEntry[] {
    return this.#streams.unacknowledged(orgId, this.#options.group, lane);
  }

  #firstInHand(orgId: OrgId): Map<Lane, string> {
    const firsts = this.#lanes.map((lane) => [lane, this.#unacknowledged(orgId, lane)[0]?.entryId] as const);
    return new Map(firsts.flatMap(([lane, entryId]) => (entryId === undefined ? [] : [[lane, entryId] as const])));
  }

  #hasBacklog(orgId: OrgId): boolean {
    return this.#nextLane(orgId) !== undefined;
  }

  async #process(orgId: OrgId, lane: Lane, entries: readonly MemoryEntry[]): Promise<void> {
    const all = entries.flatMap((entry) =>
      entry.lines.map((line, index) => ({
        entry,
        index,
        item: isEventLane(lane) ? readEvent(line) : readRecord(line),
      })),
    );
    const good = all.filter(({ item }) => item.error === undefined);
    const settled = good.length > 0 ? await this.#settle(orgId, lane, good) : [];
    const { group } = this.#options;
    for (const entry of entries) {
      const dead = all
        .filter((placed) => placed.entry === entry)
        .flatMap((placed) => {
          const result = settled[good.indexOf(placed)];
          const reason = placed.item.error === undefined ? deadReason(result) : 'undecodable';
          return reason === undefined ? [] : [{ eventId: eventIdOf(lane, entry.entryId, placed.index), reason }];
        });
      this.#streams.bury(orgId, group, dead);
      this.#streams.acknowledge(orgId, group, lane, entry.entryId);
    }
  }

  #settle(orgId: OrgId, lane: Lane, placed: readonly Placed[]): Promise<Settled[]> {
    const context = this.#context();
    const { group } = this.#options;
    const place = ({ entry, index, item }: Placed) => {
      const { entryId, acceptedAtMs } = entry;
      return { id: eventIdOf(lane, entryId, index), entryId, index, acceptedAtMs, line: item.line, value: item.value };
    };
    if (isEventLane(lane)) {
      const events = placed.map((one) => {
        const { id: eventId, ...rest } = place(one);
        return { eventId, lane, ...rest, fields: one.item.fields as EventFields };
      });
      return this.#runner.settle({ orgId, group, lane, events, isRedelivery: false }, context);
    }
    const records = placed.map((one) => {
      const { id: recordId, ...rest } = place(one);
      return { recordId, lane, ...rest };
    });
    return this.#runner.settleRecords({ orgId, group, lane, records, isRedelivery: false }, context);
  }

  #context(): BatchContext {
    const { signal } = this.#abort;
    return { signal, epoch, isOwner: () => !signal.aborted, log: testLogger() };
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
    return !this.#running.has(orgId) && !this.#hasBacklog(orgId);
  }

  holdings(): { partitions: number; organizations: number } {
    return { partitions: 256, organizations: this.#streams.orgsOf(this.#options.group).length };
  }

  owned(): ReadonlyMap<OrgId, number> {
    return new Map(this.#streams.orgsOf(this.#options.group).map((orgId) => [orgId, 1]));
  }
}

function deadReason(result: Settled | undefined): string | undefined {
  return result?.kind === 'dead' ? result.reason : undefined;
}
