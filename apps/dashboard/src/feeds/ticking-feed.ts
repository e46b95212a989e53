import { toError, type OrgId } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { Permission } from '@redoubt/tenancy';
import type { Feed } from './feed.ts';
import type { FeedMetrics, FeedName } from './feed-metrics.ts';
import type { Admission, FeedNamespace, FeedSocket } from './feed-socket.ts';
import { LatestRoom } from './latest-room.ts';

export interface TickingFeedDeps {
  namespace: FeedNamespace;
  metrics: FeedMetrics;
  log: Logger;
}

/** What a feed keeps for one organisation while it has sockets here. */
export interface Ticker {
  /** Reads and sends what is new. */
  tick(room: LatestRoom): Promise<void>;
  /** What a socket that has just come gets at once. */
  greet(socket: FeedSocket): void;
}

interface Running {
  room: LatestRoom;
  ticker: Ticker;
  isTicking: boolean;
  /** Said once until it works again. */
  hasFailed: boolean;
}

/** A feed that looks at each organisation with sockets at a fixed rate and sends what it sees. */
export class TickingFeed implements Feed {
  readonly name: FeedName;
  readonly permissions: readonly Permission[];
  readonly #deps: TickingFeedDeps;
  readonly #createTicker: (orgId: OrgId) => Ticker;
  readonly #running = new Map<OrgId, Running>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    deps: TickingFeedDeps,
    feed: { name: FeedName; permission: Permission; intervalMs: number; createTicker(orgId: OrgId): Ticker },
  ) {
    this.name = feed.name;
    this.permissions = [feed.permission];
    this.#deps = deps;
    this.#createTicker = feed.createTicker;
    this.#timer = setInterval(() => {
      for (const [orgId, running] of this.#running) void this.#tick(orgId, running);
    }, feed.intervalMs);
    this.#timer.unref();
  }

  join(socket: FeedSocket, { principal: { orgId } }: Admission): void {
    let running = this.#running.get(orgId);
    if (!running) {
      const room = new LatestRoom(this.#deps, this.name, orgId);
      running = { room, ticker: this.#createTicker(orgId), isTicking: false, hasFailed: false };
      this.#running.set(orgId, running);
      void this.#tick(orgId, running);
    }
    running.room.add(socket);
    running.ticker.greet(socket);
  }

  leave(socket: FeedSocket, { principal: { orgId } }: Admission): void {
    const running = this.#running.get(orgId);
    running?.room.remove(socket);
    if (running?.room.isEmpty) this.#running.delete(orgId);
  }

  /** What cannot be read now is read at the next tick; a page shows how old its last sample is. */
  async #tick(orgId: OrgId, running: Running): Promise<void> {
    if (running.isTicking) return;
    running.isTicking = true;
    try {
      await running.ticker.tick(running.room);
      running.hasFailed = false;
    } catch (thrown) {
      const facts = { orgId, feed: this.name, err: toError(thrown) };
      if (!running.hasFailed) this.#deps.log.warn(facts, 'feed_tick_failed');
      running.hasFailed = true;
    } finally {
      running.isTicking = false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#running.clear();
  }
}
