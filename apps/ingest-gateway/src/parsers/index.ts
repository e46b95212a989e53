import type { EventFields } from '@redoubt/contracts';
import { accessLogFormat } from './formats/access-log.ts';
import { apacheErrorFormat } from './formats/apache-error.ts';
import { auditdFormat } from './formats/auditd.ts';
import { cefFormat } from './formats/cef.ts';
import { jsonBodyFormat } from './formats/json-body.ts';
import { keyValueFormat } from './formats/key-value.ts';
import { leefFormat } from './formats/leef.ts';
import { nginxErrorFormat } from './formats/nginx-error.ts';
import { pamFormat } from './formats/pam.ts';
import { sshdFormat } from './formats/sshd.ts';
import { suFormat } from './formats/su.ts';
import { sudoFormat } from './formats/sudo.ts';
import { ParserRegistry } from './registry.ts';
import type { LineContext } from './types.ts';

/** Every format the gateway knows. A new one is a file in `formats/` and a line here. */
export const parsers = new ParserRegistry({
  programs: [sshdFormat, sudoFormat, suFormat, pamFormat],
  bodies: [cefFormat, leefFormat, jsonBodyFormat, auditdFormat, nginxErrorFormat, accessLogFormat, keyValueFormat],
  lines: [apacheErrorFormat, nginxErrorFormat, accessLogFormat, auditdFormat, cefFormat, leefFormat, keyValueFormat],
});

export interface ParseOptions {
  /** Accept time, epoch ms. */
  nowMs: number;
  /** Offset from UTC of times that name no zone, minutes; default 0 (UTC). */
  offsetMinutes?: number;
  /** Only this line format (`syslog` or the name of a format); absent: whichever knows the line. */
  format?: string;
}

/**
 * Gives a log line its event fields; `raw` is left to the caller, who has the bytes.
 *
 * @param line  one line without its line end
 * @returns null when no format knows the line
 */
export function parseLogLine(line: string, { nowMs, offsetMinutes = 0, format }: ParseOptions): EventFields | null {
  return parsers.parse(line, { nowMs, offsetMinutes }, format);
}

/** The same for a message of a syslog sender, whose priority may be all there is to read. */
export function parseSyslogMessage(line: string, context: LineContext): EventFields | null {
  return parsers.parseMessage(line, context);
}
