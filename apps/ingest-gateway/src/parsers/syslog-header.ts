import { parseTimestampMs } from '@redoubt/contracts';
import type { LineContext, SyslogMessage } from './types.ts';
import { classicTimeOf } from './classic-time.ts';
import { parseStructuredData, structuredDataEnd } from './structured-data.ts';
import { latestPast, monthOf, timeInYear } from './wall-time.ts';

const PRI = /^<(\d{1,3})>/;
const MAX_PRI = 191;
/** Where the host begins. */
const COLUMNS = 16;
const CLASSIC = /^([A-Z][a-z]{2}) ([ \d]\d) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))? (\S+) /;
const ISO = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) (\S+) /;
const RFC5424 = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) /;
const TAG = /^([^\s:[\]()]{1,128})(?:\([^)\s]*\))?(?:\[(\d{1,10})\])?: ?/;
/** Some senders put a byte order mark before UTF-8 text (RFC 5424 section 6.4). */
const BOM = 0xfeff;
const SPACE = 0x20;
const HAS_ZONE = /(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads the header of a syslog line: RFC 3164 with or without priority (also with a year or a fraction), the
 * ISO-timestamp form that rsyslog and systemd write, and RFC 5424.
 *
 * @returns null when the line has none of these headers
 */
export function parseSyslogLine(line: string, context: LineContext): SyslogMessage | null {
  const pri = line.charCodeAt(0) === 0x3c ? PRI.exec(line) : null;
  const priority = pri ? Number(pri[1]) : undefined;
  if (priority !== undefined && priority > MAX_PRI) return null;
  const rest = pri ? line.slice(pri[0].length) : line;
  const message = classic(rest, context) ?? iso(rest, context) ?? (pri ? rfc5424(rest, context) : null);
  if (message !== null && priority !== undefined) message.priority = priority;
  return message;
}

function classic(line: string, context: LineContext): SyslogMessage | null {
  const timeMs = classicTimeOf(line, context);
  if (timeMs === undefined) return classicWithYear(line, context);
  const hostEnd = line.indexOf(' ', COLUMNS);
  if (hostEnd <= COLUMNS) return null;
  return withTag(timeMs, line.slice(COLUMNS, hostEnd), line.slice(hostEnd + 1));
}

/** The same with what some senders add: a year, a fraction of a second. */
function classicWithYear(line: string, context: LineContext): SyslogMessage | null {
  const match = CLASSIC.exec(line);
  const month = match === null ? undefined : monthOf(match[1] as string);
  if (match === null || month === undefined) return null;
  const time = {
    month,
    day: Number(match[2]),
    hour: Number(match[4]),
    minute: Number(match[5]),
    second: Number(match[6]),
    ms: match[7] === undefined ? 0 : Math.floor(Number(`0.${match[7]}`) * 1000),
  };
  const year = match[3];
  const timeMs = year === undefined ? latestPast(time, context) : timeInYear(Number(year), time, context.offsetMinutes);
  if (timeMs === undefined) return null;
  return withTag(timeMs, match[8] as string, line.slice(match[0].length));
}

function iso(line: string, context: LineContext): SyslogMessage | null {
  const match = ISO.exec(line);
  if (match === null) return null;
  const timeMs = isoTime(match[1] as string, context);
  return timeMs === undefined ? null : withTag(timeMs, match[2] as string, line.slice(match[0].length));
}

function isoTime(text: string, context: LineContext): number | undefined {
  const ms = parseTimestampMs(text);
  return ms === undefined || HAS_ZONE.test(text) ? ms : ms - context.offsetMinutes * 60_000;
}

function withTag(timeMs: number, host: string, rest: string): SyslogMessage {
  // Some senders leave the host out; what stands there then is the tag.
  if (host.endsWith(':')) return { timeMs, ...withoutHost(host, rest) };
  const tag = TAG.exec(rest);
  if (tag === null) return { timeMs, host, program: '', text: rest };
  return { timeMs, host, ...programOf(tag[1] as string, tag[2]), text: rest.slice(tag[0].length) };
}

function withoutHost(tag: string, rest: string): { program: string; pid?: number; text: string } {
  const match = TAG.exec(tag);
  return match === null
    ? { program: '', text: `${tag} ${rest}` }
    : { ...programOf(match[1] as string, match[2]), text: rest };
}

function programOf(name: string, pid: string | undefined): { program: string; pid?: number } {
  const program = name.slice(name.lastIndexOf('/') + 1);
  return pid === undefined ? { program } : { program, pid: Number(pid) };
}

function rfc5424(line: string, context: LineContext): SyslogMessage | null {
  const match = RFC5424.exec(line);
  if (match === null) return null;
  const [, time, host, program, procId, messageId] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const start = match[0].length;
  const end = structuredDataEnd(line, start);
  const timeMs = time === '-' ? undefined : isoTime(time, context);
  if (end < 0 || (end < line.length && line[end] !== ' ') || (time !== '-' && timeMs === undefined)) return null;
  const structuredData = parseStructuredData(line, start, end);
  return {
    ...(timeMs === undefined ? {} : { timeMs }),
    ...(host === '-' ? {} : { host }),
    ...programOf(program === '-' ? '' : program, /^\d{1,10}$/.test(procId) ? procId : undefined),
    ...(messageId === '-' ? {} : { messageId }),
    ...(structuredData === undefined ? {} : { structuredData }),
    text: line.slice(textStart(line, end + 1)),
  };
}

/** Behind a byte order mark, or the space that rsyslog puts before every message. */
function textStart(line: string, at: number): number {
  const code = line.charCodeAt(at);
  return code === BOM || code === SPACE ? at + 1 : at;
}

/**
 * What a syslog receiver makes of a message without a header it knows (RFC 3164 section 4.3.3): priority and text.
 *
 * @returns null when there is no priority either
 */
export function parsePriorityOnly(line: string): SyslogMessage | null {
  const pri = line.charCodeAt(0) === 0x3c ? PRI.exec(line) : null;
  const priority = pri === null ? MAX_PRI + 1 : Number(pri[1]);
  if (pri === null || priority > MAX_PRI) return null;
  const rest = line.slice(pri[0].length);
  const tag = TAG.exec(rest);
  if (tag === null) return { program: '', priority, text: rest };
  return { ...programOf(tag[1] as string, tag[2]), priority, text: rest.slice(tag[0].length) };
}
