import { compareEntryIds, decodeEvent, eventIdOf, type EntryId, type EventLane, type OrgId } from '@redoubt/contracts';
import type { DetectableEvent } from '@redoubt/detection';
import { readEventRange, type Database, type StoredLine } from '@redoubt/storage';

const pageSize = 2_000;

/** Where an organisation's stored events are read. */
export interface StoredRange {
  orgId: OrgId;
  /** Accept time, inclusive, epoch ms. */
  fromMs: number;
  /** Exclusive. */
  toMs: number;
}

/** Stored events of both lanes in the order of their entries; null for one that cannot be read. */
export async function* readStoredEvents(
  database: Database,
  range: StoredRange,
): AsyncGenerator<DetectableEvent | null> {
  const lanes = [new LaneReader(database, range, 'p'), new LaneReader(database, range, 's')] as const;
  for (;;) {
    const [urgent, ordinary] = [await lanes[0].peek(), await lanes[1].peek()];
    if (urgent === undefined && ordinary === undefined) return;
    const isUrgent =
      ordinary === undefined || (urgent !== undefined && compareEntryIds(urgent.entryId, ordinary.entryId) <= 0);
    const lane = isUrgent ? lanes[0] : lanes[1];
    yield eventOf(lane.lane, lane.take());
  }
}

function eventOf(lane: EventLane, { entryId, index, line, acceptedAtMs }: StoredLine): DetectableEvent | null {
  const value: unknown = JSON.parse(line.toString('utf8'));
  const decoded = decodeEvent(value);
  if (!decoded.ok) return null;
  return { eventId: eventIdOf(lane, entryId, index), value, fields: decoded.fields, acceptedAtMs };
}

/** One lane, page by page. */
class LaneReader {
  readonly lane: EventLane;
  readonly #database: Database;
  readonly #orgId: OrgId;
  readonly #before: EntryId;
  #from: EntryId;
  #page: StoredLine[] = [];
  #at = 0;
  #isAtEnd = false;

  constructor(database: Database, { orgId, fromMs, toMs }: StoredRange, lane: EventLane) {
    this.lane = lane;
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
  take(): StoredLine {
    return this.#page[this.#at++] as StoredLine;
  }

  async #read(): Promise<void> {
    const range = { from: this.#from, before: this.#before };
    this.#page = await readEventRange(this.#database, this.#orgId, this.lane, range, pageSize);
    this.#at = 0;
    this.#isAtEnd = this.#page.length < pageSize;
    const last = this.#page.at(-1);
    if (last) this.#from = after(last.entryId);
  }
}

/** The least entry id above one. */
export function after(entryId: EntryId): EntryId {
  const [ms, sequence] = entryId.split('-') as [string, string];
  return `${ms}-${BigInt(sequence) + 1n}`;
}
