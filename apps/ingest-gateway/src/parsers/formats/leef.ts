import type { EventFields } from '@redoubt/contracts';
import type { LineFormat } from '../types.ts';
import { deviceFields, MAX_VALUES, severityOfTen, typeWord, type DeviceNames } from './device-fields.ts';

const NAMES: DeviceNames = {
  sourceIp: ['src', 'srcPreNAT', 'identSrc'],
  destinationIp: ['dst', 'dstPreNAT'],
  user: ['usrName', 'accountName', 'userName'],
  asset: ['identHostName', 'dstHostName', 'devHostName', 'resource'],
  action: ['action', 'act'],
  outcome: ['outcome', 'result'],
  time: ['devTime', 'eventTime'],
  externalId: ['externalId'],
  message: ['msg', 'message', 'reason'],
};
const LEEF1 = /^LEEF:1\.0\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|(.*)$/s;
const LEEF2 = /^LEEF:2\.0\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|(?:([^|\t=]|(?:0x|x)[0-9a-fA-F]{1,4})?\|)?(.*)$/s;

function parse(text: string): EventFields | null {
  const isFirst = text.startsWith('LEEF:1.0|');
  const match = isFirst ? LEEF1.exec(text) : LEEF2.exec(text);
  if (match === null) return null;
  const [, vendor, product, version, eventId] = match as unknown as [string, string, string, string, string];
  const attributes = attributesOf(
    (isFirst ? match[5] : match[6]) as string,
    delimiterOf(isFirst ? undefined : match[5]),
  );
  const fields = deviceFields(NAMES, attributes);
  return {
    eventType: typeWord(eventId),
    severity: severityOfTen(attributes['sev']),
    ...fields,
    message: fields.message ?? eventId,
    payload: { format: 'leef', vendor, product, version, eventId, attributes },
  };
}

function delimiterOf(given: string | undefined): string {
  if (given === undefined) return '\t';
  const hex = /^(?:0x|x)([0-9a-fA-F]{1,4})$/.exec(given);
  return hex === null ? given : String.fromCharCode(Number.parseInt(hex[1] as string, 16));
}

function attributesOf(text: string, delimiter: string): Record<string, string> {
  const values = Object.create(null) as Record<string, string>;
  for (const part of text.split(delimiter, MAX_VALUES)) {
    const equals = part.indexOf('=');
    if (equals > 0) values[part.slice(0, equals).trim()] = part.slice(equals + 1).trim();
  }
  return values;
}

/** IBM Log Event Extended Format 1.0 (attributes divided by tabs) and 2.0 (with a delimiter of its own). */
export const leefFormat: LineFormat = {
  name: 'leef',
  startsWith: (charCode) => charCode === 0x4c,
  parse: (text) => (text.startsWith('LEEF:') ? parse(text) : null),
};
