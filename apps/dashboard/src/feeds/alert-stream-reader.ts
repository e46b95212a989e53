import { join } from 'node:path';
import type { EntryId, OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import { readFeedEntry, type FeedRecord } from './feed-record.ts';
import type { MasterBatches } from './master-batches.ts';
import { behind, comparePositions, formatPosition, type StreamPosition } from './stream-position.ts';

const folder = join(import.meta.dirname, 'scripts');
const readAlerts = defineScript(join(folder, 'read-alerts-1.lua'));
const weighAlerts = defineScript(join(folder, 'weigh-alerts-1.lua'));

/** Entries of one page; an entry holds up to 100 records, mostly few. */
const PAGE_ENTRIES = 50;
const WEIGHED_AT_ONCE = 500;
/** Most pages that are weighed to say how much was left out; beyond them it is a lower bound. */
const MAX_WEIGHED_PAGES = 100;

/** Records that follow a position. */
export interface StreamPage {
  records: readonly FeedRecord[];
  unreadable: number;
  /** Everything up to here is among the records: behind the last entry of a full page, else the end of the stream. */
  to: StreamPosition;
  /** There may be more behind it. */
  isFull: boolean;
  /** The last id that the stream gave out. */
  lastEntryId: EntryId;
  /** Its first entry, when others before that were trimmed. */
  trimmedBefore: EntryId | undefined;
}

/** Where a bounded replay begins, and how many records lie before that. */
export interface ReplayStart {
  from: StreamPosition;
  /** 0 when nothing is left out; at least so many when there are very many. */
  droppedCount: number;
}

/** Reads alert streams for all sockets of the process; the same page asked for by many at once is read once. */
export class AlertStreamReader {
  readonly #redis: RedisClient;
  readonly #batches: MasterBatches;
  readonly #pages = new Map<string, Promise<StreamPage>>();

  constructor(redis: RedisClient, batches: MasterBatches) {
    this.#redis = redis;
    this.#batches = batches;
  }

  /**
   * What follows a position, up to a page of entries, as of now.
   *
   * @throws RedisUnavailableError or RedisReplyError
   */
  newest(orgId: OrgId, after: StreamPosition): Promise<StreamPage> {
    const name = nameOf(orgId, after);
    const page = this.#read(orgId, after).finally(() => {
      if (this.#pages.get(name) === page) this.#pages.delete(name);
    });
    this.#pages.set(name, page);
    return page;
  }

  /**
   * The same for those who will ask again: many who stand at one position share one read, though it may be under way
   * already and know less than one that begins now.
   *
   * @throws RedisUnavailableError or RedisReplyError
   */
  page(orgId: OrgId, after: StreamPosition): Promise<StreamPage> {
    return this.#pages.get(nameOf(orgId, after)) ?? this.newest(orgId, after);
  }

  /**
   * The last id that the stream gave out.
   *
   * @throws RedisUnavailableError or RedisReplyError
   */
  async end(orgId: OrgId): Promise<EntryId> {
    const { lastEntryId } = await this.page(orgId, behind('9999999999999999-0'));
    return lastEntryId;
  }

  async #read(orgId: OrgId, after: StreamPosition): Promise<StreamPage> {
    const key = orgKeys(orgId).alertsStream();
    const from = after.index === Infinity ? `(${after.entryId}` : after.entryId;
    const command = this.#redis
      .script(readAlerts)
      .command([key], [from, PAGE_ENTRIES], { retry: 'free', buffers: true });
    const [last, first, trimmed, rows] = (await this.#batches.ask(command)) as [
      Buffer,
      Buffer,
      number,
      [Buffer, Buffer[]][],
    ];
    let unreadable = 0;
    const records = rows.flatMap(([id, fields]) => {
      const entry = readFeedEntry(orgId, id.toString('latin1'), fields);
      unreadable += entry.unreadable;
      return entry.records;
    });
    const lastEntryId = last.toString('latin1');
    const isFull = rows.length === PAGE_ENTRIES;
    const lastRow = rows.at(-1);
    return {
      records: after.index === Infinity ? records : records.filter((one) => comparePositions(one.position, after) > 0),
      unreadable,
      to: behind(isFull && lastRow ? lastRow[0].toString('latin1') : lastEntryId),
      isFull,
      lastEntryId,
      trimmedBefore: trimmed > 0 ? first.toString('latin1') : undefined,
    };
  }

  /**
   * Where to begin so that no more than `maxRecords` follow up to the end of the stream: at `after` when that is so.
   *
   * @throws RedisUnavailableError or RedisReplyError
   */
  async replayStart(orgId: OrgId, after: StreamPosition, maxRecords: number): Promise<ReplayStart> {
    const key = orgKeys(orgId).alertsStream();
    let records = 0;
    let end = '+';
    for (;;) {
      const weights = await this.#weigh(key, 'XREVRANGE', end, `(${after.entryId}`);
      for (const [entryId, count] of weights) {
        records += count;
        if (records > maxRecords) {
          const from = behind(entryId);
          return { from, droppedCount: await this.#countBetween(key, after, from) };
        }
      }
      const oldest = weights.at(-1);
      if (!oldest || weights.length < WEIGHED_AT_ONCE) return { from: after, droppedCount: 0 };
      end = `(${oldest[0]}`;
    }
  }

  async #countBetween(key: string, after: StreamPosition, to: StreamPosition): Promise<number> {
    let start = `(${after.entryId}`;
    let records = 0;
    for (let page = 0; page < MAX_WEIGHED_PAGES; page++) {
      const weights = await this.#weigh(key, 'XRANGE', start, to.entryId);
      for (const [, count] of weights) records += count;
      const newest = weights.at(-1);
      if (!newest || weights.length < WEIGHED_AT_ONCE) break;
      start = `(${newest[0]}`;
    }
    return records;
  }

  async #weigh(key: string, command: 'XRANGE' | 'XREVRANGE', from: string, to: string): Promise<[EntryId, number][]> {
    const asked = this.#redis
      .script(weighAlerts)
      .command([key], [command, from, to, WEIGHED_AT_ONCE], { retry: 'free' });
    const flat = (await this.#batches.ask(asked)) as (string | number)[];
    const weights: [EntryId, number][] = [];
    for (let i = 0; i + 1 < flat.length; i += 2) weights.push([String(flat[i]), Number(flat[i + 1])]);
    return weights;
  }
}

function nameOf(orgId: OrgId, after: StreamPosition): string {
  return `${orgId} ${formatPosition(after)}`;
}
