import type { EventFields } from '@redoubt/contracts';
import type { EventSource, SigmaEvent } from '../model/sigma-event.ts';
import { classifyAudit, isAuditText, readAuditObject, readAuditText } from './audit-record.ts';
import { declaredTable, programTable, shapes, windowsTable } from './data-tables.ts';
import { flattenEvtx } from './evtx.ts';
import type { Fields } from './field-mapping.ts';
import { isObject, type JsonObject } from './field-path.ts';
import type { Recognise, Shaped } from './shapes.ts';
import { UNKNOWN_SOURCE } from './source-registry.ts';
import { flattenFlat, flattenWinlog, undotWinlog } from './windows.ts';

const NO_FIELDS: JsonObject = Object.freeze({});

/**
 * Gives an event the log source and field names by which Sigma rules look at it. What no data file knows keeps its own
 * names and is looked at by rules that ask for no product. Never throws, whatever JSON `value` is; never writes to it.
 *
 * @param value  JSON.parse of the sender's line
 * @param fields  what `decodeEvent` makes of it; becomes `canonical` as it is
 */
export function toSigmaEvent(value: unknown, fields: EventFields): SigmaEvent {
  if (!isObject(value)) return { source: UNKNOWN_SOURCE, fields: NO_FIELDS, canonical: fields };
  const shaped = classify(value);
  return { source: shaped.source, fields: shaped.fields, canonical: fields };
}

function classify(value: JsonObject): Shaped {
  const declared = declaredIn(value);
  const found = recognised(value, recognisers) ?? auditText(value) ?? { source: UNKNOWN_SOURCE, fields: value };
  return declared === undefined ? found : { source: declared, fields: found.fields };
}

/** Its sender's own word on the log source, when it is one that a data file lists. */
function declaredIn(value: JsonObject): EventSource | undefined {
  const declared = value['logsource'];
  return isObject(declared) ? declaredTable.find(declared) : undefined;
}

interface Recogniser {
  order: number;
  recognise: Recognise;
}

/**
 * One look-up per key of the event, however many forms there are; of several keys that name a form, the one that was
 * registered first is asked first.
 */
function recognised(value: JsonObject, table: ReadonlyMap<string, Recogniser>): Shaped | undefined {
  let best: Recogniser | undefined;
  let others: Recogniser[] | undefined;
  for (const key in value) {
    const recogniser = table.get(key);
    if (recogniser === undefined || value[key] === null) continue;
    const isBetter = best === undefined || recogniser.order < best.order;
    const other = isBetter ? best : recogniser;
    if (isBetter) best = recogniser;
    if (other !== undefined) (others ??= []).push(other);
  }
  if (best === undefined) return undefined;
  const shaped = best.recognise(value);
  return shaped ?? (others === undefined ? undefined : firstOf(others, value));
}

function firstOf(recognisersHit: Recogniser[], value: JsonObject): Shaped | undefined {
  recognisersHit.sort((a, b) => a.order - b.order);
  for (const { recognise } of recognisersHit) {
    const shaped = recognise(value);
    if (shaped !== undefined) return shaped;
  }
  return undefined;
}

const windows = (fields: Fields): Shaped => ({ source: windowsTable.classify(fields), fields });

const windowsForms: readonly (readonly [string, Recognise])[] = [
  [
    'Event',
    ({ Event: event }) => (isObject(event) && isObject(event['System']) ? windows(flattenEvtx(event)) : undefined),
  ],
  [
    'System',
    (value) => (isObject(value['System']) && 'EventID' in value['System'] ? windows(flattenEvtx(value)) : undefined),
  ],
  ['winlog', (value) => (isObject(value['winlog']) ? windows(flattenWinlog(value, value['winlog'])) : undefined)],
  ['winlog.channel', (value) => windows(flattenWinlog(value, undotWinlog(value)))],
  ['EventID', flatWindows],
];

function flatWindows(value: JsonObject): Shaped | undefined {
  const flat = flattenFlat(value);
  return flat === undefined ? undefined : windows(flat);
}

const laterForms: readonly (readonly [string, Recognise])[] = [
  ['SYSCALL', auditObject],
  ['EXECVE', auditObject],
  ['msg', auditPairs],
  ['detail-type', inDetail],
  ['SYSLOG_IDENTIFIER', (value) => syslogObject(value, value['SYSLOG_IDENTIFIER'])],
  ['programname', (value) => syslogObject(value, value['programname'])],
  ['appname', (value) => syslogObject(value, value['appname'])],
];

const ofPayload = tableOf([...windowsForms, ...shapes, ...laterForms]);
const parsedForm = shapes.get('payload');
const recognisers = tableOf([...windowsForms, ['payload', inPayload], ...shapes, ...laterForms]);

function tableOf(forms: readonly (readonly [string, Recognise])[]): ReadonlyMap<string, Recogniser> {
  const table = new Map<string, Recogniser>();
  for (const [key, recognise] of forms) {
    if (!table.has(key)) table.set(key, { order: table.size, recognise });
  }
  return table;
}

/** The sender's own record may stand under `payload`; log lines that the gateway parsed name their program there. */
function inPayload(value: JsonObject): Shaped | undefined {
  const { payload } = value;
  if (!isObject(payload)) return undefined;
  const shaped = parsedForm?.(value);
  if (shaped) return shaped;
  if (typeof payload['format'] === 'string' && typeof value['message'] === 'string') {
    const program = payload['program'];
    return auditText(value) ?? programTable.classify(value, typeof program === 'string' ? program : '');
  }
  return recognised(payload, ofPayload) ?? auditText(payload);
}

/** CloudTrail as EventBridge delivers it. */
function inDetail({ detail }: JsonObject): Shaped | undefined {
  return isObject(detail) ? recognised(detail, ofPayload) : undefined;
}

function auditObject(value: JsonObject): Shaped | undefined {
  const fields = readAuditObject(value);
  return fields === undefined ? undefined : audit(fields);
}

/** The key=value pairs of an audit record as flat JSON. */
function auditPairs(value: JsonObject): Shaped | undefined {
  const { type, msg } = value;
  if (typeof msg !== 'string') return undefined;
  if (typeof type === 'string' && msg.startsWith('audit(')) return audit({ ...value });
  return auditRecord(msg);
}

/** A record of the audit daemon as the text of an event. */
function auditText({ message, raw }: JsonObject): Shaped | undefined {
  return auditRecord(message) ?? auditRecord(raw);
}

function auditRecord(text: unknown): Shaped | undefined {
  const fields = typeof text === 'string' && isAuditText(text) ? readAuditText(text) : undefined;
  if (fields === undefined) return undefined;
  fields['message'] = text;
  return audit(fields);
}

function audit(fields: Fields): Shaped {
  return { source: classifyAudit(fields), fields };
}

/** Syslog as JSON (rsyslog, systemd-journald): the program stands beside the message. */
function syslogObject(value: JsonObject, name: unknown): Shaped | undefined {
  return typeof name === 'string' ? programTable.classify(value, name) : undefined;
}
