import { join } from 'node:path';
import type { Clock, EventLane, OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import { eventsOf, rowOf, type EventRow, type FramedEvent } from './event-row.ts';
import type { LatestRoom } from './latest-room.ts';
import { acceptedBetween } from './live-metrics.ts';
import type { MasterBatches } from './master-batches.ts';
import { TickingFeed, type Ticker, type TickingFeedDeps } from './ticking-feed.ts';

const sampleEvents = defineScript(join(import.meta.dirname, 'scripts', 'sample-events-n.lua'));

const INTERVAL_MS = 500;
/** Twenty a second: more nobody reads. */
const ROWS_PER_TICK = 10;
/** Rows that a socket gets when it comes. */
const ROWS_KEPT = 20;
const MINUTE_MS = 60_000;

export interface EventsFeedDeps extends TickingFeedDeps {
  redis: RedisClient;
  batches: MasterBatches;
  clock: Clock;
}

/** `/events`: a sample of what is accepted, urgent events first, and how many there were. */
export function createEventsFeed(deps: EventsFeedDeps): TickingFeed {
  return new TickingFeed(deps, {
    name: 'events',
    permission: 'events:read',
    intervalMs: INTERVAL_MS,
    createTicker: (orgId) => new EventsTicker(deps, orgId),
  });
}

type Entries = readonly (readonly [Buffer, Buffer[]])[];

class EventsTicker implements Ticker {
  readonly #deps: EventsFeedDeps;
  readonly #orgId: OrgId;
  readonly #lastIds: Record<EventLane, string> = { s: '0-0', p: '0-0' };
  #accepted: Map<number, number> | undefined;
  #recent: EventRow[] = [];

  constructor(deps: EventsFeedDeps, orgId: OrgId) {
    this.#deps = deps;
    this.#orgId = orgId;
  }

  greet: Ticker['greet'] = (socket) => {
    const rows = this.#recent;
    if (rows.length > 0) socket.emit('events', { rows, seen: rows.length, shown: rows.length });
  };

  tick: Ticker['tick'] = async (room) => {
    const { urgent, ordinary, accepted } = await this.#read();
    const rows = this.#rows(urgent, ordinary);
    const isFirst = this.#accepted === undefined;
    const grown = this.#accepted ? acceptedBetween({ accepted: this.#accepted }, { accepted }) : 0;
    this.#accepted = accepted;
    this.#recent = [...this.#recent, ...rows].slice(-ROWS_KEPT);
    const seen = Math.max(grown, rows.length);
    if (seen > 0 || isFirst) this.#send(room, { rows, seen, shown: rows.length });
  };

  #send(room: LatestRoom, sample: { rows: EventRow[]; seen: number; shown: number }): void {
    room.send((target) => target.emit('events', sample), sample.shown);
  }

  async #read(): Promise<{ urgent: FramedEvent[]; ordinary: FramedEvent[]; accepted: Map<number, number> }> {
    const { redis, batches, clock } = this.#deps;
    const keys = orgKeys(this.#orgId);
    const thisMinute = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    const minutes = [thisMinute - MINUTE_MS, thisMinute, thisMinute + MINUTE_MS];
    const names = [keys.eventsStream(), keys.eventsPriority(), ...minutes.map((minute) => keys.ledger(minute))];
    const args = [this.#lastIds.s, this.#lastIds.p, ROWS_PER_TICK];
    const command = redis.script(sampleEvents).command(names, args, { retry: 'free', buffers: true });
    const [ordinary, urgent, ...counts] = (await batches.ask(command)) as unknown as [Entries, Entries, ...number[]];
    return {
      urgent: this.#newest('p', urgent),
      ordinary: this.#newest('s', ordinary),
      accepted: new Map(minutes.map((minute, i) => [minute, counts[i] as number])),
    };
  }

  #newest(lane: EventLane, entries: Entries): FramedEvent[] {
    const newest = entries[0];
    if (newest) this.#lastIds[lane] = newest[0].toString('latin1');
    return entries.toReversed().flatMap((entry) => eventsOf(lane, entry));
  }

  /** Up to half are urgent ones if there are ordinary ones to fill the other half; in the order they came. */
  #rows(urgent: readonly FramedEvent[], ordinary: readonly FramedEvent[]): EventRow[] {
    const urgentCount = Math.min(urgent.length, Math.max(ROWS_PER_TICK / 2, ROWS_PER_TICK - ordinary.length));
    const chosen = [...spread(urgent, urgentCount), ...spread(ordinary, ROWS_PER_TICK - urgentCount)];
    return chosen.sort((a, b) => a.acceptedAtMs - b.acceptedAtMs).flatMap((event) => rowOf(this.#orgId, event) ?? []);
  }
}

/** So many of all, at even distances, the newest among them. */
export function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const step = all.length / count;
  return Array.from({ length: count }, (_, i) => all[all.length - 1 - Math.floor(i * step)] as T).reverse();
}
