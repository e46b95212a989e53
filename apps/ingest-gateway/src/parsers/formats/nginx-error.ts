import type { EventFields, Severity } from '@redoubt/contracts';
import { withPeer } from '../meanings.ts';
import type { LineFormat, MessageMeaning } from '../types.ts';
import { timeInYear } from '../wall-time.ts';
import { webAttackOf } from './web-attack.ts';

const LINE =
  /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d) \[(debug|info|notice|warn|error|crit|alert|emerg)\] (\d+)#(\d+): (?:\*(\d+) )?(.*)$/s;
const CLIENT = /, client: ([^,\s]+)/;
const SERVER = /, server: ([^,\s]+)/;
const REQUEST = /, request: "((?:[^"\\]|\\.)*)"/s;
const URL = /^[A-Z]{1,20} (\S+)/;
const LEVELS: Readonly<Record<string, Severity>> = { crit: 'medium', alert: 'high', emerg: 'high' };
/** Messages that tell of a refusal, by what they begin with. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^user "[^"]*": password mismatch/, 'failed_login'],
  [/^user "[^"]*" was not found/, 'invalid_user'],
  [/^(?:access forbidden by rule|directory index of .* is forbidden)/s, 'access_denied'],
  [/^(?:limiting|delaying) (?:requests|connections)/, 'access_denied'],
  [/^SSL_do_handshake\(\) failed/, 'connection_error'],
];
const USER = /^user "([^"]*)"/;

function parse(line: string, { offsetMinutes }: { offsetMinutes: number }): EventFields | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, level, pid, , connection, text] = match as unknown as string[];
  const time = {
    ...{ month: Number(month) - 1, day: Number(day) },
    ...{ hour: Number(hour), minute: Number(minute), second: Number(second) },
  };
  const eventTimeMs = timeInYear(Number(year), time, offsetMinutes);
  if (eventTimeMs === undefined || time.month < 0 || time.month > 11) return null;
  const request = REQUEST.exec(text as string)?.[1];
  const meaning = withPeer(meaningOf(text as string, level as string, request), CLIENT.exec(text as string)?.[1]);
  const { details, ...fields } = meaning;
  const server = SERVER.exec(text as string)?.[1];
  return {
    ...fields,
    eventTimeMs,
    message: text as string,
    payload: {
      ...{ format: 'nginx_error', level, pid: Number(pid) },
      ...(connection === undefined ? {} : { connection: Number(connection) }),
      ...(server === undefined ? {} : { server }),
      ...(request === undefined ? {} : { request }),
      ...details,
    },
  };
}

function meaningOf(text: string, level: string, request: string | undefined): MessageMeaning {
  const refusal = REFUSALS.find(([pattern]) => pattern.test(text))?.[1];
  const url = request === undefined ? undefined : URL.exec(request)?.[1];
  const attack = url === undefined ? undefined : webAttackOf(url);
  const eventType = attack ?? refusal ?? 'web_server_message';
  const meaning: MessageMeaning = { eventType, severity: severityOf(eventType, level) };
  if (refusal !== undefined || attack !== undefined) meaning.outcome = 'failure';
  const user = refusal === undefined ? undefined : USER.exec(text)?.[1];
  return user === undefined || user === '' ? meaning : { ...meaning, user: user.slice(0, 1024) };
}

function severityOf(eventType: string, level: string): Severity {
  if (eventType === 'web_server_message' || eventType === 'connection_error') return LEVELS[level] ?? 'informational';
  return eventType === 'access_denied' || eventType === 'invalid_user' ? 'low' : 'medium';
}

/** Error logs of nginx (its development guide, "Logging"). */
export const nginxErrorFormat: LineFormat = {
  name: 'nginx_error',
  startsWith: (charCode) => charCode === 0x32,
  parse,
};
