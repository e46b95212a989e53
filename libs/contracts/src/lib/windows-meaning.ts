import { MAX_SHORT_TEXT } from './event.ts';
import { isIpAddress } from './ip-address.ts';
import { parseTimestampMs } from './timestamp.ts';
import { SEVERITY_BY_STATUS, WINDOWS_EVENTS, type WindowsEventMeaning } from './windows-events.ts';

type Source = Readonly<Record<string, unknown>>;

/** What a Windows event says by itself. Every value is valid; what is not valid in the event is left out. */
export interface WindowsFields {
  eventType?: string;
  severity?: string;
  sourceIp?: string;
  destinationIp?: string;
  user?: string;
  asset?: string;
  outcome?: string;
  timestamp?: string | number;
}

/** Members of a list of `Data` elements that are looked at. */
const MAX_DATA = 200;

/**
 * Reads a Windows event in its XML nesting, `{System, EventData}`, as converters of EVTX files write it.
 *
 * @returns undefined when `event` has no `System` object
 */
export function windowsFields(event: Source): WindowsFields | undefined {
  const system = event.System;
  if (!isObject(system)) return undefined;
  const fields = meaningFields(textOf(system.Channel), textOf(system.EventID), event.EventData);
  fields.asset = shortText(textOf(system.Computer));
  fields.outcome = outcomeOf(textOf(system.Keywords));
  fields.timestamp = timeOf(isObject(system.TimeCreated) ? attribute(system.TimeCreated, 'SystemTime') : undefined);
  return fields;
}

/** The same for the `winlog` object of the Elastic agents; host, time and outcome stand in its ECS fields. */
export function winlogFields(winlog: Source): WindowsFields {
  return meaningFields(textOf(winlog.channel), textOf(winlog.event_id), winlog.event_data);
}

/** The same for flat objects with `EventID` and `Channel` (NXLog and such). */
export function flatWindowsFields(event: Source): WindowsFields {
  return meaningFields(textOf(event.Channel), textOf(event.EventID), event);
}

function meaningFields(channel: unknown, eventId: unknown, data: unknown): WindowsFields {
  const known = WINDOWS_EVENTS.get(channel as string)?.get(Number(eventId));
  if (known === undefined || !isObject(data)) return known === undefined ? {} : typeFields(known, undefined);
  const fields = typeFields(known, data);
  for (const name of known.user) fields.user ??= shortText(dataField(data, name));
  if (known.sourceIp !== undefined) fields.sourceIp = addressOf(dataField(data, known.sourceIp));
  if (known.destinationIp !== undefined) fields.destinationIp = addressOf(dataField(data, known.destinationIp));
  return fields;
}

function typeFields({ eventType, severity, byStatus }: WindowsEventMeaning, data: Source | undefined): WindowsFields {
  if (byStatus === undefined) return { eventType, severity };
  const status = data === undefined ? undefined : dataField(data, byStatus.field);
  const word = typeof status === 'string' ? status.toLowerCase() : '';
  const type = Object.hasOwn(byStatus.values, word) ? byStatus.values[word] : byStatus.other;
  return { eventType: type, severity: type === undefined ? undefined : SEVERITY_BY_STATUS[type] };
}

/** A field of `EventData`: a member of its name, or the element of its name in a list of `Data`. */
function dataField(data: Source, name: string): unknown {
  if (Object.hasOwn(data, name)) return textOf(data[name]);
  const list = data.Data;
  if (!Array.isArray(list)) return undefined;
  for (const element of list.slice(0, MAX_DATA) as unknown[]) {
    if (isObject(element) && attribute(element, 'Name') === name) return textOf(element);
  }
  return undefined;
}

/** An attribute of an element, in the ways in which XML becomes JSON. */
function attribute(element: Source, name: string): unknown {
  const attributes = element['#attributes'];
  return (isObject(attributes) ? attributes : element)[name] ?? element[`@${name}`];
}

/** The text of an element that also has attributes. */
function textOf(value: unknown): unknown {
  return isObject(value) ? (value['#text'] ?? value.Value) : value;
}

function shortText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value === '-') return undefined;
  return value.length <= MAX_SHORT_TEXT ? value : undefined;
}

/** IPv4 in its IPv6 form (RFC 4291 section 2.5.5.2) is one address with its plain form. */
function addressOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const plain = value.startsWith('::ffff:') && value.includes('.') ? value.slice(7) : value;
  return isIpAddress(plain) ? plain : undefined;
}

function timeOf(value: unknown): string | number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return parseTimestampMs(value) === undefined ? undefined : value;
}

/** Audit success and audit failure are bits of the keywords of Security events. */
function outcomeOf(keywords: unknown): string | undefined {
  if (keywords === '0x8020000000000000') return 'success';
  return keywords === '0x8010000000000000' ? 'failure' : undefined;
}

function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
