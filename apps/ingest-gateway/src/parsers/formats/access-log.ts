import type { EventFields, Severity } from '@redoubt/contracts';
import { MAX_SHORT_TEXT } from '@redoubt/contracts';
import { withPeer } from '../meanings.ts';
import type { LineFormat, MessageMeaning } from '../types.ts';
import { monthOf, timeInYear } from '../wall-time.ts';
import { webAttackOf } from './web-attack.ts';

const LINE =
  /^(\S+) (\S+) (.*?) \[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/s;
const REQUEST = /^([A-Z]{1,20}) (.*?)(?: (HTTP\/[\d.]+))?$/s;

function parse(line: string): EventFields | null {
  const match = LINE.exec(line);
  const timeMs = match === null ? undefined : timeOf(match);
  if (match === null || timeMs === undefined) return null;
  const request = REQUEST.exec(match[13] as string);
  const status = Number(match[14]);
  const attack = request === null ? undefined : webAttackOf(request[2] as string);
  const meaning = withPeer(meaningOf(status, attack), match[1]);
  const { details, ...fields } = meaning;
  const user = match[3] === '-' || match[3] === '' ? undefined : match[3];
  const payload: Record<string, unknown> = { format: 'access_log', status };
  if (request !== null) Object.assign(payload, { method: request[1], url: request[2], protocol: request[3] });
  if (match[15] !== '-') payload.responseBytes = Number(match[15]);
  if (match[16] !== undefined && match[16] !== '-') payload.referrer = match[16];
  if (match[17] !== undefined && match[17] !== '-') payload.userAgent = match[17];
  return {
    ...fields,
    ...(user === undefined ? {} : { user: user.slice(0, MAX_SHORT_TEXT) }),
    eventTimeMs: timeMs,
    message: match[13] as string,
    payload: Object.assign(payload, details),
  };
}

function meaningOf(status: number, attack: string | undefined): MessageMeaning {
  const outcome = status < 400 ? 'success' : 'failure';
  const severity: Severity =
    attack !== undefined ? 'medium' : status === 401 || status === 403 ? 'low' : 'informational';
  const denied = status === 401 || status === 403 ? 'access_denied' : 'web_request';
  return { eventType: attack ?? denied, severity, action: 'http_request', outcome };
}

function timeOf(m: RegExpExecArray): number | undefined {
  const month = monthOf(m[5] as string);
  if (month === undefined) return undefined;
  const time = { month, day: Number(m[4]), hour: Number(m[7]), minute: Number(m[8]), second: Number(m[9]) };
  const offset = (Number(m[11]) * 60 + Number(m[12])) * (m[10] === '-' ? -1 : 1);
  return timeInYear(Number(m[6]), time, offset);
}

/** NCSA common and combined access logs (Apache httpd mod_log_config, nginx default). */
export const accessLogFormat: LineFormat = {
  name: 'access_log',
  startsWith: (charCode) => isHostStart(charCode),
  parse,
};

// Addresses and host names: digits, letters and the colon of IPv6.
function isHostStart(code: number): boolean {
  return (code >= 0x30 && code <= 0x3a) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}
