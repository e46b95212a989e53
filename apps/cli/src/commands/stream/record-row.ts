import { parseEventId, SEVERITIES, severityRank, type Severity } from '@redoubt/contracts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { formatTime } from '../../output/time.ts';
import { LANE_NAMES } from './lanes.ts';

/** A record of a stream that holds no events: a command, a detection, a change of an alert. */
export interface RecordRow {
  orgId: string;
  recordId: string;
  receivedAtMs: number;
  /** The JSON of the record. */
  record: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether a record is of the type (`alert.close`, `incident`) and severe enough; one without a severity never is. */
export function isRecordWanted(record: Fields, type: string | undefined, minSeverity: Severity | undefined): boolean {
  if (type !== undefined && record.type !== type) return false;
  if (minSeverity === undefined) return true;
  const severity = subjectOf(record).severity;
  const known = SEVERITIES.find((one) => one === severity);
  return known !== undefined && severityRank(known) >= severityRank(minSeverity);
}

/** The alert or incident that a change is of; else the record itself. */
function subjectOf(record: Fields): Fields {
  const inner = record.alert ?? record.incident;
  return typeof inner === 'object' && inner !== null ? (inner as Fields) : record;
}

/** One line for people. */
export function renderRecordRow(row: RecordRow & { organization: string }, { style, width }: View): string {
  const lane = parseEventId(row.recordId)?.lane;
  const head = [style.dim(formatTime(row.receivedAtMs)), lane === undefined ? '' : LANE_NAMES[lane].padEnd(10)];
  const text = [printable(row.organization), ...partsOf(row.record)].join('  ');
  const left = width === undefined ? Infinity : Math.max(40, width - 37);
  return [...head, text.length > left ? `${text.slice(0, left - 1)}…` : text].join('  ');
}

function partsOf(record: Fields): string[] {
  const subject = subjectOf(record);
  if (subject !== record) {
    const id = String(subject.alertId ?? subject.incidentId ?? '').slice(0, 8);
    const count = subject.count ?? subject.alertCount;
    const parts = [`${text(record.type)} ${text(record.change)}`, id, text(subject.severity), text(subject.status)];
    return [...parts, `${text(subject.title)} (${text(count)})`, ...byPerson(record)].filter((part) => part !== '');
  }
  const about = text(record.alertId ?? record.incidentId).slice(0, 8);
  const known = ['type', 'alertId', 'incidentId', 'actor', 'note', 'commandId', 'atMs', 'orgId'];
  const rest = Object.fromEntries(Object.entries(record).filter(([name]) => !known.includes(name)));
  const more = Object.keys(rest).length === 0 ? '' : printable(JSON.stringify(rest));
  return [text(record.type), about, more, ...byPerson(record)].filter((part) => part !== '');
}

function byPerson({ actor, note }: Fields): string[] {
  return [...(actor === undefined ? [] : [`by ${text(actor)}`]), ...(note === undefined ? [] : [`“${text(note)}”`])];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? printable(String(value)) : '';
}
