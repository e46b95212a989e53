import {
  buildEvent,
  decodeEvent,
  eventIdOf,
  type EventFields,
  type EventLane,
  type OrgId,
  type RedoubtEvent,
} from '@redoubt/contracts';
import { decodeEntry } from '@redoubt/stream';

/** Longest message of a row; the whole event is a request away. */
const MESSAGE_CHARS = 500;

type Shown = 'eventId' | 'eventType' | 'severity' | 'eventTimeMs' | 'receivedAtMs' | 'isFuture' | 'sourceIp';
type ShownToo = 'destinationIp' | 'user' | 'asset' | 'action' | 'outcome' | 'externalId' | 'message';

/** An event as it was accepted; the names are those of stored events. */
export type EventRow = Pick<RedoubtEvent, 'orgId' | Shown | ShownToo>;

/** Some of the events accepted since the last sample. */
export interface EventSample {
  /** Oldest first. */
  rows: EventRow[];
  /** Events accepted meanwhile. */
  seen: number;
  /** Rows sent. */
  shown: number;
}

/** An event of a frame that was not read yet. */
export interface FramedEvent {
  lane: EventLane;
  entryId: string;
  index: number;
  acceptedAtMs: number;
  line: Buffer;
}

/** The events of an entry; none for what cannot be read and for replays, which were shown when they came first. */
export function eventsOf(lane: EventLane, [id, fields]: readonly [Buffer, Buffer[]]): FramedEvent[] {
  const entryId = id.toString('latin1');
  const decoded = decodeEntry(entryId, fields);
  if ('error' in decoded || decoded.replay) return [];
  const { acceptedAtMs, lines } = decoded;
  return lines.map((line, index) => ({ lane, entryId, index, acceptedAtMs, line }));
}

/** Undefined for what has no meaning. */
export function rowOf(orgId: OrgId, { lane, entryId, index, acceptedAtMs, line }: FramedEvent): EventRow | undefined {
  const fields = fieldsOf(line);
  if (!fields) return undefined;
  const known = { eventId: eventIdOf(lane, entryId, index), orgId, receivedAtMs: acceptedAtMs };
  const event = buildEvent(fields, known);
  const { eventId, eventType, severity, eventTimeMs, receivedAtMs, isFuture } = event;
  const { sourceIp, destinationIp, user, asset, action, outcome, externalId } = event;
  const message = event.message?.slice(0, MESSAGE_CHARS);
  const some = { sourceIp, destinationIp, user, asset, action, outcome, externalId, message };
  const present = Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined));
  return { eventId, orgId, eventType, severity, eventTimeMs, receivedAtMs, isFuture, ...present };
}

function fieldsOf(line: Buffer): EventFields | undefined {
  try {
    const decoded = decodeEvent(JSON.parse(line.toString('utf8')));
    return decoded.ok ? decoded.fields : undefined;
  } catch {
    return undefined;
  }
}
