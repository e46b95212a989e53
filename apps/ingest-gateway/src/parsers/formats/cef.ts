import type { EventFields } from '@redoubt/contracts';
import type { LineFormat } from '../types.ts';
import { deviceFields, MAX_VALUES, severityOfTen, typeWord, type DeviceNames } from './device-fields.ts';

const NAMES: DeviceNames = {
  sourceIp: ['src', 'c6a2'],
  destinationIp: ['dst', 'c6a3'],
  user: ['suser', 'duser', 'suid', 'duid'],
  asset: ['dvchost', 'dhost', 'dvc', 'shost'],
  action: ['act', 'deviceAction'],
  outcome: ['outcome', 'categoryOutcome'],
  time: ['rt', 'end', 'start'],
  externalId: ['externalId'],
  message: ['msg', 'message'],
};
const PREFIX = 'CEF:';
const HEADER_FIELDS = 7;
/** A key stands at the start or behind a space and ends with an equals sign that is not escaped. */
const KEY = /(?:^|\s)([\w.[\]-]{1,128})=/g;

function parse(text: string): EventFields | null {
  if (!text.startsWith(PREFIX)) return null;
  const header = headerOf(text);
  if (header === null) return null;
  const [, deviceVendor, deviceProduct, deviceVersion, signatureId, name, severity] = header.fields as [
    ...[string, string, string, string],
    ...[string, string, string],
  ];
  const extension = extensionOf(text.slice(header.end));
  const fields = deviceFields(NAMES, extension);
  const eventType = typeWord(name);
  return {
    eventType: eventType === 'unclassified' ? typeWord(signatureId) : eventType,
    severity: severityOfTen(severity),
    ...fields,
    message: fields.message ?? name,
    payload: { format: 'cef', deviceVendor, deviceProduct, deviceVersion, signatureId, name, extension },
  };
}

/** The seven fields up to the extension; `\|` and `\\` are escapes. */
function headerOf(text: string): { fields: string[]; end: number } | null {
  const fields: string[] = [];
  let field = '';
  let at = PREFIX.length;
  for (; at < text.length && fields.length < HEADER_FIELDS; at += 1) {
    const char = text[at] as string;
    if (char === '\\' && (text[at + 1] === '|' || text[at + 1] === '\\')) {
      at += 1;
      field += text[at] as string;
    } else if (char === '|') {
      fields.push(field);
      field = '';
    } else field += char;
  }
  // Without an extension the last bar may be missing.
  if (fields.length === HEADER_FIELDS - 1) fields.push(field);
  return fields.length === HEADER_FIELDS && /^\d/.test(fields[0] as string) ? { fields, end: at } : null;
}

/** `key=value key=value`: a value ends where the next key begins; `\=`, `\\`, `\n` and `\r` are escapes. */
function extensionOf(text: string): Record<string, string> {
  const values = Object.create(null) as Record<string, string>;
  let name: string | undefined;
  let start = 0;
  let left = MAX_VALUES;
  for (const match of text.matchAll(KEY)) {
    if (name !== undefined) values[name] = unescape(text.slice(start, match.index));
    if ((left -= 1) < 0) return values;
    name = match[1] as string;
    start = match.index + match[0].length;
  }
  if (name !== undefined) values[name] = unescape(text.slice(start).trimEnd());
  return values;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char) : text;
}

/** ArcSight Common Event Format, version 0 and 1: `CEF:0|vendor|product|version|signature|name|severity|extension`. */
export const cefFormat: LineFormat = {
  name: 'cef',
  startsWith: (charCode) => charCode === 0x43,
  parse,
};
