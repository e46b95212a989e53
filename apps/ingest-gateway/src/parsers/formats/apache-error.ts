import type { EventFields } from '@redoubt/contracts';
import { withDetail, withPeer, withUser } from '../meanings.ts';
import type { LineContext, LineFormat, MessageMeaning } from '../types.ts';
import { monthOf, timeInYear } from '../wall-time.ts';

const HEADER =
  /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))? (\d{4})\] \[(?:([\w-]+):)?([a-z]+\d?)\] (?:\[pid (\d+)(?::tid \d+)?\] )?(?:\[(?:client|remote) ([^\]]+)\] )?/;
const CODE = /^(AH\d{5}): /;
const PEER_WITH_PORT = /^(.*?):(\d{1,5})$/;

const LOW_LEVELS = new Set(['error', 'warn', 'crit', 'alert', 'emerg']);

interface Rule {
  expression: RegExp;
  meaning: (groups: RegExpExecArray) => MessageMeaning;
}

const failedLogin = (user: string | undefined, reason: string): MessageMeaning =>
  withUser(
    {
      eventType: 'failed_login',
      severity: 'medium',
      action: 'http_login',
      outcome: 'failure',
      details: { method: 'password', reason },
    },
    user,
  );

const denied = (): MessageMeaning => ({
  eventType: 'access_denied',
  severity: 'low',
  action: 'http_request',
  outcome: 'failure',
});

// Keyed by first word for the common ones; the rest start with a name of the server's own.
const byFirstWord: Readonly<Record<string, readonly Rule[]>> = {
  user: [
    {
      expression: /^user (.*): authentication failure for "([^"]*)": (.*)$/s,
      meaning: (m) => withDetail(failedLogin(m[1], m[3] as string), 'url', m[2]),
    },
    {
      expression: /^user (.*) not found(?: in [^:]*)?: (\S+)/s,
      meaning: (m) =>
        withDetail(
          withUser({ eventType: 'invalid_user', severity: 'low', action: 'http_login', outcome: 'failure' }, m[1]),
          'url',
          m[2],
        ),
    },
  ],
  client: [
    {
      expression: /^client denied by server configuration: (.*)$/s,
      meaning: (m) => withDetail(denied(), 'path', m[1]),
    },
  ],
  Directory: [
    { expression: /^Directory index forbidden by rule: (.*)$/s, meaning: (m) => withDetail(denied(), 'path', m[1]) },
  ],
  File: [
    {
      expression: /^File does not exist: ([^,]*)/s,
      meaning: (m) =>
        withDetail(
          { eventType: 'web_request', severity: 'informational', action: 'http_request', outcome: 'failure' },
          'path',
          m[1],
        ),
    },
  ],
};

function parse(line: string, context: LineContext): EventFields | null {
  const header = HEADER.exec(line);
  const month = header === null ? undefined : monthOf(header[1] as string);
  if (header === null || month === undefined) return null;
  const timeMs = headerTime(header, month, context);
  if (timeMs === undefined) return null;
  const text = line.slice(header[0].length);
  const code = CODE.exec(text);
  const meaning = meaningOf(code === null ? text : text.slice(code[0].length), header[9] as string);
  addPeer(meaning, header[11]);
  const { details, ...fields } = meaning;
  const payload: Record<string, unknown> = { format: 'apache_error', level: header[9] };
  if (header[8] !== undefined) payload.module = header[8];
  if (header[10] !== undefined) payload.pid = Number(header[10]);
  if (code !== null) payload.code = code[1];
  return { ...fields, eventTimeMs: timeMs, message: text, payload: Object.assign(payload, details) };
}

function headerTime(header: RegExpExecArray, month: number, { offsetMinutes }: LineContext): number | undefined {
  const time = {
    month,
    day: Number(header[2]),
    hour: Number(header[3]),
    minute: Number(header[4]),
    second: Number(header[5]),
    ms: header[6] === undefined ? 0 : Math.floor(Number(`0.${header[6]}`) * 1000),
  };
  return timeInYear(Number(header[7]), time, offsetMinutes);
}

function meaningOf(text: string, level: string): MessageMeaning {
  const word = /^\w+/.exec(text)?.[0] ?? '';
  const rules = Object.hasOwn(byFirstWord, word) ? (byFirstWord[word] as readonly Rule[]) : [];
  for (const rule of rules) {
    const match = rule.expression.exec(text);
    if (match !== null) return rule.meaning(match);
  }
  return { eventType: 'web_server_message', severity: LOW_LEVELS.has(level) ? 'low' : 'informational' };
}

function addPeer(meaning: MessageMeaning, client: string | undefined): void {
  if (client === undefined) return;
  // Since 2.4 the port follows the address; an IPv6 address keeps its own colons.
  const withPort = PEER_WITH_PORT.exec(client);
  withPeer(meaning, withPort?.[1] ?? client);
  if (meaning.sourceIp === undefined && withPort !== null) withPeer(meaning, client);
  if (meaning.sourceIp !== client && withPort !== null) withDetail(meaning, 'sourcePort', Number(withPort[2]));
}

/** Apache httpd error log, 2.0/2.2 and the 2.4 default of ErrorLogFormat. Years are in the line; its clock has no zone. */
export const apacheErrorFormat: LineFormat = {
  name: 'apache_error',
  startsWith: (charCode) => charCode === 0x5b,
  parse,
};
