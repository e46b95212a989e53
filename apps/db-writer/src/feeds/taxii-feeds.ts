import { createHash } from 'node:crypto';
import { RetryableError, toError, type Clock } from '@redoubt/contracts';
import { readIndicators } from '@redoubt/enrichment';
import { Periodic } from '@redoubt/service';
import { mergeIntelList, readIntelCursor, type Database, type IntelCursor } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { ContextMetrics } from '../context/context-metrics.ts';
import type { FeedConfig } from './feed-config.ts';
import { FeedConnection } from './feed-connection.ts';
import { readTaxiiPage, type TaxiiPage } from './taxii-page.ts';

interface Deps {
  database: Database;
  log: Logger;
  clock: Clock;
  metrics: ContextMetrics;
}

export interface FeedOptions {
  feeds: readonly FeedConfig[];
  /** How often it is looked whose time has come. */
  intervalMs: number;
}

/** How far a poll has come. */
interface Halfway {
  addedAfter: string | undefined;
  cursor: string | undefined;
  next?: string;
  /** SHA-256 of the objects of the page before. */
  digest?: string;
}

/** Pages of one look; the next look goes on behind them. */
const MAX_PAGES = 200;
const LOCK_TIMEOUT_MS = 15 * 60_000;
const ACTOR = { kind: 'system', name: 'taxii' } as const;

/**
 * Polls TAXII 2.1 collections into lists, from where the poll before came to. Of several workers the one that gets the
 * lock does it. A collection that cannot be read is tried again with the next look, from the page it came to, and holds
 * up no other for longer than its time-out.
 */
export class TaxiiFeeds {
  readonly #deps: Deps;
  readonly #feeds: readonly FeedConfig[];
  readonly #loop: Periodic;
  /** Polls that have pages to come, by list; bounded by the feeds. */
  readonly #halfway = new Map<string, Halfway>();
  readonly #stop = new AbortController();

  constructor(deps: Deps, { feeds, intervalMs }: FeedOptions) {
    this.#deps = deps;
    this.#feeds = feeds;
    this.#loop = new Periodic({ name: 'taxii', intervalMs, work: () => this.#look() }, deps);
  }

  start(): void {
    if (this.#feeds.length > 0) this.#loop.start();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop.close();
  }

  async #look(): Promise<void> {
    for (const feed of this.#feeds) {
      if (this.#stop.signal.aborted) return;
      try {
        await this.#pollWhenDue(feed);
      } catch (error) {
        this.#deps.metrics.feedPolls.inc({ result: 'failed' });
        const { organization: orgId, list } = feed;
        this.#deps.log.warn({ orgId, list, err: toError(error) }, 'feed_not_polled');
      }
    }
  }

  async #pollWhenDue(feed: FeedConfig): Promise<void> {
    const { database } = this.#deps;
    if (!this.#isDue(feed, await readIntelCursor(database, feed.organization, feed.list))) return;
    await database.session(
      async (session) => {
        const key = [`${feed.organization} ${feed.list}`];
        const [row] = await session.query<{ locked: boolean }>(
          'SELECT pg_try_advisory_lock(hashtextextended($1, 18)) AS locked',
          key,
        );
        if (row?.locked !== true) return;
        try {
          // Another worker may have been at it between the look and the lock.
          const place = await readIntelCursor(database, feed.organization, feed.list);
          if (this.#isDue(feed, place)) await this.#poll(feed, place.cursor);
        } finally {
          await session.query('SELECT pg_advisory_unlock(hashtextextended($1, 18))', key);
        }
      },
      { timeoutMs: LOCK_TIMEOUT_MS },
    );
  }

  #isDue({ everyMinutes }: FeedConfig, { polledAtMs }: IntelCursor): boolean {
    return polledAtMs === undefined || this.#deps.clock.now() - polledAtMs >= everyMinutes * 60_000;
  }

  async #poll(feed: FeedConfig, addedAfter: string | undefined): Promise<void> {
    const connection = new FeedConnection(feed);
    try {
      await this.#readPages({ feed, connection }, addedAfter);
    } finally {
      await connection.close();
    }
  }

  /**
   * The place is kept once the last page is in: it names a time, and what was added in the same instant may stand on a
   * page to come.
   */
  async #readPages(
    { feed, connection }: { feed: FeedConfig; connection: FeedConnection },
    addedAfter: string | undefined,
  ): Promise<void> {
    const key = `${feed.organization} ${feed.list}`;
    const halfway = this.#halfway.get(key);
    // Should its first page fail, it begins anew: the server may not know the page any more.
    this.#halfway.delete(key);
    const isSame = halfway !== undefined && halfway.addedAfter === addedAfter;
    let at: Halfway = isSame ? halfway : { addedAfter, cursor: addedAfter };
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const page = await readTaxiiPage({ feed, connection }, at, this.#stop.signal);
      const digest = digestOf(page);
      // `next` alone says nothing: it may name a query that the server remembers the place of.
      if (page.next !== undefined && page.next === at.next && digest === at.digest)
        throw new RetryableError('the collection gives one page again');
      const cursor = page.addedLast ?? at.cursor;
      await this.#keep(feed, page, page.next === undefined ? { cursor } : undefined);
      if (page.next === undefined) {
        this.#halfway.delete(key);
        this.#deps.metrics.feedPolls.inc({ result: 'polled' });
        return;
      }
      at = { addedAfter, cursor, next: page.next, digest };
      this.#halfway.set(key, at);
    }
  }

  async #keep(
    feed: FeedConfig,
    { objects }: TaxiiPage,
    place: { cursor: string | undefined } | undefined,
  ): Promise<void> {
    const { database, clock } = this.#deps;
    const { indicators } = readIndicators(JSON.stringify({ objects }), 'stix', clock.now());
    const valid = new Set(indicators.map(({ kind, value }) => `${kind} ${value}`));
    // Revoked, or past their time: both are ways to end an indicator.
    const all = objects.map((one) => ({ ...one, revoked: false }));
    const withdrawn = readIndicators(JSON.stringify({ objects: all }), 'stix', 0).indicators.filter(
      ({ kind, value }) => !valid.has(`${kind} ${value}`),
    );
    const { organization: orgId, list: name, url } = feed;
    await mergeIntelList(database, {
      ...{ orgId, name, format: 'stix', source: new URL(url).host, indicators, withdrawn, actor: ACTOR },
      ...(place === undefined ? {} : { place }),
    });
  }
}

function digestOf({ objects }: TaxiiPage): string {
  return createHash('sha256').update(JSON.stringify(objects)).digest('base64');
}
