import {
  buildEvent,
  decodeEvent,
  eventIdOf,
  isEventLane,
  type Lane,
  toError,
  type RedoubtEvent,
  type Severity,
  severityRank,
} from '@redoubt/contracts';
import { labelOf } from '../../orgs/org-directory.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { formatTime } from '../../output/time.ts';
import { isRecordWanted, renderRecordRow, type RecordRow } from './record-row.ts';
import type { TailedEntry } from './tail-entries.ts';

/** An event or record as it stands in a stream, or what could not be read there. */
export type TailRow = { organization: string; lane: Lane; entryId: string } & (
  (RedoubtEvent & { replayOf?: string }) | RecordRow | { orgId: string; error: string }
);

export interface TailFilter {
  type?: string | undefined;
  minSeverity?: Severity | undefined;
}

/** The events or records of an entry that pass the filter; what cannot be read always does. */
export function rowsOfEntry(entry: TailedEntry, filter: TailFilter): TailRow[] {
  const { org, lane, entryId, decoded } = entry;
  const place = { organization: labelOf(org), lane, entryId };
  if ('error' in decoded) return [{ ...place, orgId: org.orgId, error: `the entry cannot be read: ${decoded.error}` }];
  const { acceptedAtMs, lines, replay } = decoded;
  if (!isEventLane(lane)) return recordsOf(entry, acceptedAtMs, lines, filter);
  return lines.flatMap((line, index): TailRow[] => {
    const eventId = eventIdOf(lane, entryId, index);
    const fields = meaningOf(line);
    if (typeof fields === 'string')
      return [{ ...place, orgId: org.orgId, error: `${eventId} cannot be read: ${fields}` }];
    const event = buildEvent(fields, { eventId, orgId: org.orgId, receivedAtMs: acceptedAtMs });
    if (!passes(event, filter)) return [];
    return [{ ...place, ...event, ...(replay === undefined ? {} : { replayOf: replay.originalEventId }) }];
  });
}

function recordsOf(
  { org, lane, entryId }: TailedEntry,
  receivedAtMs: number,
  lines: readonly Buffer[],
  { type, minSeverity }: TailFilter,
): TailRow[] {
  const head = { organization: labelOf(org), lane, entryId, orgId: org.orgId };
  return lines.flatMap((line, index): TailRow[] => {
    const recordId = eventIdOf(lane, entryId, index);
    try {
      const record = JSON.parse(line.toString('utf8')) as RecordRow['record'];
      if (!isRecordWanted(record, type, minSeverity)) return [];
      return [{ ...head, recordId, receivedAtMs, record }];
    } catch (error) {
      return [{ ...head, error: `${recordId} cannot be read: ${toError(error).message}` }];
    }
  });
}

function meaningOf(line: Buffer) {
  try {
    const decoded = decodeEvent(JSON.parse(line.toString('utf8')));
    return decoded.ok ? decoded.fields : `${decoded.code}: ${decoded.detail}`;
  } catch (error) {
    return toError(error).message;
  }
}

function passes(event: RedoubtEvent, { type, minSeverity }: TailFilter): boolean {
  if (type !== undefined && event.eventType !== type) return false;
  return minSeverity === undefined || severityRank(event.severity) >= severityRank(minSeverity);
}

/** One line for people. */
export function renderTailRow(row: TailRow, view: View): string {
  const { style, width } = view;
  if ('record' in row) return renderRecordRow(row, view);
  if ('error' in row) return `${style.bad('!')} ${printable(row.organization)}  ${printable(row.error)}`;
  const who = [row.user, row.sourceIp && `from ${row.sourceIp}`, row.asset && `on ${row.asset}`]
    .filter(Boolean)
    .join(' ');
  const isAsReceived = Math.abs(row.eventTimeMs - row.receivedAtMs) < 1_000;
  const parts = [
    style.dim(formatTime(row.receivedAtMs)),
    style.severity(row.severity).padEnd(13 + style.severity(row.severity).length - row.severity.length),
    style.head(printable(row.eventType)),
    printable(row.organization),
    printable(who),
    printable(row.message ?? row.raw ?? ''),
    ...(isAsReceived ? [] : [style.dim(`(happened ${formatTime(row.eventTimeMs)})`)]),
    ...(row.replayOf === undefined ? [] : [style.warn(`(replay of ${row.replayOf})`)]),
  ];
  const line = parts.filter((part) => part !== '').join('  ');
  return width === undefined ? line : cut(line, parts, width);
}

/** Shortens the message so that an event stays on one line of the terminal. */
function cut(line: string, parts: string[], width: number): string {
  const tooMuch = visibleLength(line) - width;
  const message = parts[5] ?? '';
  if (tooMuch <= 0 || message.length < 20) return line;
  parts[5] = `${message.slice(0, Math.max(10, message.length - tooMuch - 1))}…`;
  return parts.filter((part) => part !== '').join('  ');
}

function visibleLength(line: string): number {
  return line.replace(/\x1b\[[\d;]*m/g, '').length;
}
