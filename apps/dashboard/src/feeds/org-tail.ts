import { compareEntryIds, toError, type OrgId } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { AlertStreamReader, StreamPage } from './alert-stream-reader.ts';
import { behind, comparePositions, type StreamPosition } from './stream-position.ts';

/** At most ten emits a second and organisation, the first at once. */
export const EMIT_INTERVAL_MS = 100;
/** Pages are gathered until an emit has so many records. */
const EMIT_RECORDS = 500;
const RETRY_MS = 250;

export interface OrgTailDeps {
  reader: AlertStreamReader;
  log: Logger;
  /** Sends what was read to those who listen; `to` becomes the position when it returns. */
  send(page: StreamPage): void;
}

/** Follows one organisation's alert stream for the sockets of this process, from its end on. */
export class OrgTail {
  readonly orgId: OrgId;
  readonly #deps: OrgTailDeps;
  #position: StreamPosition | undefined;
  #lastSentMs = -Infinity;
  #isReading = false;
  #isRung = false;
  #isClosed = false;
  #isDeferred = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(orgId: OrgId, deps: OrgTailDeps) {
    this.orgId = orgId;
    this.#deps = deps;
  }

  /** Everything up to here was sent. Undefined before `open`. */
  get position(): StreamPosition | undefined {
    return this.#position;
  }

  /**
   * Finds the end of the stream; what comes later is followed.
   *
   * @throws RedisUnavailableError or RedisReplyError; may be called again
   */
  async open(): Promise<StreamPosition> {
    if (this.#position) return this.#position;
    const end = await this.#deps.reader.end(this.orgId);
    this.#position ??= behind(end);
    return this.#position;
  }

  /** There may be something to read: at once, or when the interval since the last emit is over. */
  wake(): void {
    if (this.#isClosed || !this.#position || this.#timer) return;
    if (this.#isReading) {
      this.#isRung = true;
      return;
    }
    const waitMs = this.#lastSentMs + EMIT_INTERVAL_MS - performance.now();
    if (waitMs <= 0) void this.#read(this.#position);
    else this.#wakeIn(waitMs);
  }

  #wakeIn(waitMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.wake();
    }, waitMs);
    this.#timer.unref();
  }

  async #read(after: StreamPosition): Promise<void> {
    this.#isReading = true;
    this.#isRung = false;
    try {
      const page = await this.#gather(after);
      if (this.#isClosed) return;
      this.#isDeferred = false;
      this.#isRung ||= page.isFull;
      this.#take(page);
    } catch (thrown) {
      if (!this.#isDeferred) this.#deps.log.warn({ orgId: this.orgId, err: toError(thrown) }, 'alert_feed_deferred');
      this.#isDeferred = true;
      if (!this.#isClosed) this.#wakeIn(RETRY_MS);
    } finally {
      this.#isReading = false;
    }
    if (this.#isRung) this.wake();
  }

  /** @throws RedisUnavailableError or RedisReplyError when there is no first page */
  async #gather(after: StreamPosition): Promise<StreamPage> {
    const { reader } = this.#deps;
    // One that began before the bell rang might not know of what it rang for.
    let all = await reader.newest(this.orgId, after);
    while (all.isFull && all.records.length < EMIT_RECORDS) {
      const next = await reader.newest(this.orgId, all.to).catch(() => undefined);
      // What was read is sent; the failure shows again at the next read.
      if (!next || compareEntryIds(next.lastEntryId, all.to.entryId) < 0) break;
      const unreadable = all.unreadable + next.unreadable;
      all = { ...next, records: [...all.records, ...next.records], unreadable };
    }
    return all;
  }

  #take(page: StreamPage): void {
    const at = this.#position as StreamPosition;
    if (compareEntryIds(page.lastEntryId, at.entryId) < 0) {
      // A failover took back what was sent last; what is written from now on has ids behind this one.
      this.#deps.log.warn({ orgId: this.orgId, from: at.entryId, to: page.lastEntryId }, 'alert_feed_rewound');
      this.#position = behind(page.lastEntryId);
      this.#isRung = true;
      return;
    }
    if (comparePositions(page.to, at) <= 0) return;
    if (page.records.length > 0) this.#lastSentMs = performance.now();
    this.#deps.send(page);
    this.#position = page.to;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }
}
