import { compareEntryIds, type EntryId, type EventLane, type OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { readEventRange, type StoredLine } from './event-range.ts';

const pageSize = 2_000;

/** Which of an organisation's stored events are read, by accept time. */
export interface StoredRange {
  orgId: OrgId;
  /** Inclusive, epoch ms. */
  fromMs: number;
  /** Exclusive. */
  toMs: number;
}

/** Stored events of both lanes in the order of their entries, as they were accepted. */
export async function* readStoredLines(
  database: Database,
  range: StoredRange,
): AsyncGenerator<StoredLine & { lane: EventLane }> {
  const lanes = [new LaneReader(database, range, 'p'), new LaneReader(database, range, 's')] as const;
  for (;;) {
    const [urgent, ordinary] = [await lanes[0].peek(), await lanes[1].peek()];
    if (urgent === undefined && ordinary === undefined) return;
    const isUrgent =
      ordinary === undefined || (urgent !== undefined && compareEntryIds(urgent.entryId, ordinary.entryId) <= 0);
    const { lane, line } = (isUrgent ? lanes[0] : lanes[1]).take();
    yield { lane, ...line };
  }
}

/** One lane, page by page. */
class LaneReader {
  readonly #lane: EventLane;
  readonly #database: Database;
  readonly #orgId: OrgId;
  readonly #before: EntryId;
  #from: EntryId;
  #page: StoredLine[] = [];
  #at = 0;
  #isAtEnd = false;

  constructor(database: Database, { orgId, fromMs, toMs }: StoredRange, lane: EventLane) {
    this.#lane = lane;
    this.#database = database;
    this.#orgId = orgId;
    this.#from = `${Math.max(0, fromMs)}-0`;
    this.#before = `${Math.max(0, toMs)}-0`;
  }

  async peek(): Promise<StoredLine | undefined> {
    if (this.#at >= this.#page.length && !this.#isAtEnd) await this.#read();
    return this.#page[this.#at];
  }

  /** What `peek` has just shown. */
  take(): { lane: EventLane; line: StoredLine } {
    return { lane: this.#lane, line: this.#page[this.#at++] as StoredLine };
  }

  async #read(): Promise<void> {
    const range = { from: this.#from, before: this.#before };
    this.#page = await readEventRange(this.#database, this.#orgId, this.#lane, range, pageSize);
    this.#at = 0;
    this.#isAtEnd = this.#page.length < pageSize;
    const last = this.#page.at(-1);
    if (last) this.#from = entryAfter(last.entryId);
  }
}

/** The least entry id above one. */
export function entryAfter(entryId: EntryId): EntryId {
  const [ms, sequence] = entryId.split('-') as [string, string];
  return `${ms}-${BigInt(sequence) + 1n}`;
}
