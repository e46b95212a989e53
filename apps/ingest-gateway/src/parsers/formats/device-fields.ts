import {
  isIpAddress,
  MAX_SHORT_TEXT,
  parseTimestampMs,
  severityOf,
  UNCLASSIFIED,
  type EventFields,
} from '@redoubt/contracts';

/** What a format calls our fields, best first. */
export interface DeviceNames {
  sourceIp: readonly string[];
  destinationIp: readonly string[];
  user: readonly string[];
  asset: readonly string[];
  action: readonly string[];
  outcome: readonly string[];
  time: readonly string[];
  externalId: readonly string[];
  message: readonly string[];
}

/** Values of a record by name, as a device wrote them. */
export type DeviceValues = Readonly<Record<string, string>>;

/** Characters of a name that are looked at. */
const MAX_NAME = 256;
/** Most values of a record that are read; the line itself is kept whole in `raw`. */
export const MAX_VALUES = 512;

const NO_TEXT: ReadonlySet<string> = new Set(['', '-', 'N/A', 'n/a', 'null', 'unknown']);

/** Gives a device's record our field names; a value that cannot be what its name says is left out. */
export function deviceFields(names: DeviceNames, values: DeviceValues): Partial<EventFields> {
  const fields: Partial<EventFields> = {};
  const address = (list: readonly string[]): string | undefined => firstOf(values, list, isIpAddress);
  const text = (list: readonly string[]): string | undefined => firstOf(values, list, isShort);
  set(fields, 'sourceIp', address(names.sourceIp));
  set(fields, 'destinationIp', address(names.destinationIp));
  for (const name of ['user', 'asset', 'action', 'outcome', 'externalId'] as const)
    set(fields, name, text(names[name]));
  const message = firstOf(values, names.message, (value) => !NO_TEXT.has(value));
  if (message !== undefined) fields.message = message;
  const timeMs = timeOf(values, names.time);
  if (timeMs !== undefined) fields.eventTimeMs = timeMs;
  return fields;
}

/** A name of a device as a word of `eventType`; undefined when there is too little of it. */
export function typeWord(name: string | undefined): string {
  const word = (name ?? '')
    .slice(0, MAX_NAME)
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, '_');
  const [start, end] = [edgeOf(word, 0, 1), edgeOf(word, word.length - 1, -1)];
  const bare = word.slice(start, Math.min(end + 1, start + 64));
  return /[a-z]/.test(bare) ? bare : UNCLASSIFIED;
}

/** First place from `at` on, in steps, that holds no underscore. */
function edgeOf(word: string, at: number, step: 1 | -1): number {
  let place = at;
  while (word[place] === '_') place += step;
  return place;
}

/** A severity in words or on the scale of ten that CEF and LEEF have (CEF white paper, "Severity"). */
export function severityOfTen(text: string | undefined): EventFields['severity'] {
  if (text === undefined || !/^\d{1,2}$/.test(text)) return wordSeverity(text);
  const level = Number(text);
  if (level <= 1) return 'informational';
  if (level <= 3) return 'low';
  if (level <= 6) return 'medium';
  return level <= 8 ? 'high' : 'critical';
}

function wordSeverity(text: string | undefined): EventFields['severity'] {
  if (text !== undefined && /^very-?\s?high$/i.test(text)) return 'critical';
  return (text === undefined ? undefined : severityOf(text)) ?? 'informational';
}

function timeOf(values: DeviceValues, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = own(values, name);
    if (value === undefined) continue;
    const timeMs = parseTimestampMs(/^\d+$/.test(value) ? Number(value) : value);
    if (timeMs !== undefined) return timeMs;
  }
  return undefined;
}

function firstOf(values: DeviceValues, names: readonly string[], fits: (value: string) => boolean): string | undefined {
  for (const name of names) {
    const value = own(values, name);
    if (value !== undefined && fits(value)) return value;
  }
  return undefined;
}

function own(values: DeviceValues, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function isShort(value: string): boolean {
  return value.length <= MAX_SHORT_TEXT && !NO_TEXT.has(value);
}

function set<K extends 'sourceIp' | 'destinationIp' | 'user' | 'asset' | 'action' | 'outcome' | 'externalId'>(
  fields: Partial<EventFields>,
  name: K,
  value: string | undefined,
): void {
  if (value !== undefined) fields[name] = value;
}
