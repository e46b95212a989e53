import type { EventFields } from '@redoubt/contracts';
import type { EventSource, SigmaEvent } from '../model/sigma-event.ts';
import { addAuditMeaning, isAuditText, readAuditObject, readAuditText } from './audit-record.ts';
import { declaredTable, programTable, shapeTable, windowsTable } from './data-tables.ts';
import { flattenEvtx } from './evtx.ts';
import type { Fields } from './field-mapping.ts';
import { isObject, type JsonObject } from './field-path.ts';
import type { Shaped } from './shapes.ts';
import { sourceOf, UNKNOWN_SOURCE } from './source-registry.ts';
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
  const found = windowsEvent(value) ?? inPayload(value) ?? record(value) ?? auditLine(value) ?? unknown(value);
  return declared === undefined ? found : { source: declared, fields: found.fields };
}

/** Its sender's own word on the log source, when it is one that a data file lists. */
function declaredIn(value: JsonObject): EventSource | undefined {
  const declared = value['logsource'];
  return isObject(declared) ? declaredTable.find(declared) : undefined;
}

function windowsEvent(value: JsonObject): Shaped | undefined {
  const event = value['Event'];
  if (isObject(event) && isObject(event['System'])) return windows(flattenEvtx(event));
  if (isObject(value['System']) && value['System']['EventID'] !== undefined) return windows(flattenEvtx(value));
  const { winlog } = value;
  if (isObject(winlog)) return windows(flattenWinlog(value, winlog));
  if (value['winlog.channel'] !== undefined) return windows(flattenWinlog(value, undotWinlog(value)));
  if (value['EventID'] === undefined) return undefined;
  const flat = flattenFlat(value);
  return flat === undefined ? undefined : windows(flat);
}

function windows(fields: Fields): Shaped {
  return { source: windowsTable.classify(fields), fields };
}

/** The sender's own record may stand under `payload`; log lines that the gateway parsed name their program there. */
function inPayload(value: JsonObject): Shaped | undefined {
  const { payload } = value;
  if (!isObject(payload)) return undefined;
  const shaped = shapeTable.find(value);
  if (shaped) return shaped;
  if (typeof payload['format'] === 'string' && value['message'] !== undefined) {
    return auditLine(value) ?? programTable.classify(value, wordIn(payload, 'program'));
  }
  return windowsEvent(payload) ?? record(payload) ?? auditLine(payload);
}

function wordIn(payload: JsonObject, key: string): string {
  const word = payload[key];
  return typeof word === 'string' ? word : '';
}

function record(value: JsonObject): Shaped | undefined {
  return shapeTable.find(value) ?? auditObject(value) ?? inDetail(value) ?? syslogObject(value);
}

/** CloudTrail as EventBridge delivers it. */
function inDetail(value: JsonObject): Shaped | undefined {
  const { detail } = value;
  return value['detail-type'] !== undefined && isObject(detail) ? shapeTable.find(detail) : undefined;
}

function auditObject(value: JsonObject): Shaped | undefined {
  if (value['SYSCALL'] === undefined && value['EXECVE'] === undefined) return undefined;
  const fields = readAuditObject(value);
  return fields === undefined ? undefined : audit(fields);
}

/** A record of the audit daemon as text, or its key=value pairs as flat JSON. */
function auditLine(value: JsonObject): Shaped | undefined {
  const { raw, message, type, msg } = value;
  if (typeof type === 'string' && typeof msg === 'string' && msg.startsWith('audit(')) return audit({ ...value });
  for (const text of [message, raw, msg]) {
    const fields = typeof text === 'string' && isAuditText(text) ? readAuditText(text) : undefined;
    if (fields === undefined) continue;
    fields['message'] = text;
    return audit(fields);
  }
  return undefined;
}

function audit(fields: Fields): Shaped {
  const categories = addAuditMeaning(fields);
  return { source: sourceOf({ product: 'linux', service: 'auditd', categories }), fields };
}

/** Syslog as JSON (rsyslog, systemd-journald): the program stands beside the message. */
function syslogObject(value: JsonObject): Shaped | undefined {
  const name = value['SYSLOG_IDENTIFIER'] ?? value['programname'] ?? value['appname'];
  return typeof name === 'string' ? programTable.classify(value, name) : undefined;
}

function unknown(value: JsonObject): Shaped {
  return { source: UNKNOWN_SOURCE, fields: value };
}
