import type { EventFields, Lane, OrgId } from '@redoubt/contracts';
import { FUTURE_TOLERANCE_MS, severityRank } from '@redoubt/contracts';
import type { CopyBuffer } from './copy-buffer.ts';

/** One event on its way into the `events` table. A StreamEvent of libs/stream has this shape. */
export interface EventRow {
  /** `<lane>-<entryId>-<index>`. */
  eventId: string;
  lane: Lane;
  entryId: string;
  /** Position inside the entry's frame. */
  index: number;
  fields: EventFields;
  /** The event's JSON as accepted. */
  line: Buffer;
  /** Accept time, epoch ms. */
  acceptedAtMs: number;
  /** What lists and databases know of it, as JSON: arrays of EventIntel, EventPlaces. */
  intel?: string;
  places?: string;
}

/** Event time of a row: its sender's, else the accept time; epoch ms. */
export function eventTimeOf(row: EventRow): number {
  return row.fields.eventTimeMs ?? row.acceptedAtMs;
}

/** True when the event time lies further after the (stored) accept time than clocks differ. */
export function isFutureDated(row: EventRow, receivedAtMs: number): boolean {
  return eventTimeOf(row) > receivedAtMs + FUTURE_TOLERANCE_MS;
}

/** Columns in the order in which `writeEventRow` writes them. */
export const EVENT_COLUMNS =
  'org_id, event_time, received_at, event_id, event_type, severity, source_ip, destination_ip, ' +
  '"user", asset, action, outcome, external_id, is_future, message, payload, intel, places';
const COLUMN_COUNT = 18;

/** The 16 bytes of a UUID's text form. */
export function uuidBytes(orgId: OrgId): Buffer {
  return Buffer.from(orgId.replaceAll('-', ''), 'hex');
}

/** @param receivedAtMs accept time as stored, see `storedReceiveTime` */
export function writeEventRow(target: CopyBuffer, org: Buffer, row: EventRow, receivedAtMs: number): void {
  const fields = row.fields;
  target.beginRow(COLUMN_COUNT);
  target.uuid(org);
  target.timestamp(eventTimeOf(row));
  target.timestamp(receivedAtMs);
  target.text(row.eventId);
  target.text(fields.eventType);
  target.smallint(severityRank(fields.severity));
  target.inet(fields.sourceIp);
  target.inet(fields.destinationIp);
  target.text(fields.user);
  target.text(fields.asset);
  target.text(fields.action);
  target.text(fields.outcome);
  target.text(fields.externalId);
  target.boolean(isFutureDated(row, receivedAtMs));
  target.text(fields.message);
  target.bytes(row.line);
  target.text(row.intel);
  target.text(row.places);
}
