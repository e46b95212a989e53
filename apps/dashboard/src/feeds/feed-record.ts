import type { Alert, EntryId, Incident, OrgId } from '@redoubt/contracts';
import { decodeEntry } from '@redoubt/stream';
import type { StreamPosition } from './stream-position.ts';

/** What happened to it, and where its record stands in the alert stream; `streamId` serves as `lastId`. */
interface Change {
  streamId: string;
  change: string;
  /** Who did it, for changes by people. */
  actor?: string;
}

/** What subscribers of alerts get, as it stood after one change. */
export type AlertItem = Alert & Change;
export type IncidentItem = Incident & Change;

/** One record of the alert stream on its way to subscribers. */
export interface FeedRecord {
  position: StreamPosition;
  /** The event it is sent under. */
  event: 'alerts' | 'incidents';
  item: AlertItem | IncidentItem;
}

/** What an entry holds for subscribers, and how many of its records could not be read. */
export interface FeedEntry {
  records: FeedRecord[];
  unreadable: number;
}

/** Reads an entry of an organisation's alert stream; records that name another organisation are unreadable. */
export function readFeedEntry(orgId: OrgId, entryId: EntryId, fields: readonly Buffer[]): FeedEntry {
  const decoded = decodeEntry(entryId, fields);
  if ('error' in decoded) return { records: [], unreadable: 1 };
  const records: FeedRecord[] = [];
  decoded.lines.forEach((line, index) => {
    const record = readRecord(orgId, { entryId, index }, line);
    if (record) records.push(record);
  });
  return { records, unreadable: decoded.lines.length - records.length };
}

/** The shape is alert-engine's word; whose it is is looked at here again. */
interface Line {
  type?: unknown;
  change?: unknown;
  actor?: unknown;
  alert?: Alert;
  incident?: Incident;
}

function readRecord(orgId: OrgId, position: StreamPosition, line: Buffer): FeedRecord | undefined {
  const parsed = parse(line);
  const thing = parsed?.type === 'alert' ? parsed.alert : parsed?.type === 'incident' ? parsed.incident : undefined;
  if (thing?.orgId !== orgId || typeof parsed?.change !== 'string') return undefined;
  const actor = typeof parsed.actor === 'string' ? { actor: parsed.actor } : {};
  const streamId = `${position.entryId}-${position.index}`;
  const item = { ...thing, streamId, change: parsed.change, ...actor };
  return { position, event: parsed.type === 'alert' ? 'alerts' : 'incidents', item };
}

function parse(line: Buffer): Line | undefined {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Splits records into what is sent at once: lists of one kind and bounded length, in the order of the stream. A client
 * whose connection ends between two of them resumes from the last it got and misses nothing.
 */
export function* inEmits(records: readonly FeedRecord[], most: number): Generator<FeedRecord[]> {
  let from = 0;
  for (let to = 1; to <= records.length; to++) {
    const isEnd = to === records.length || to - from === most || records[to]?.event !== records[from]?.event;
    if (!isEnd) continue;
    yield records.slice(from, to);
    from = to;
  }
}
