import type { EventFields } from '@redoubt/contracts';
import { accessLogFormat } from './formats/access-log.ts';
import { apacheErrorFormat } from './formats/apache-error.ts';
import { pamFormat } from './formats/pam.ts';
import { sshdFormat } from './formats/sshd.ts';
import { suFormat } from './formats/su.ts';
import { sudoFormat } from './formats/sudo.ts';
import { ParserRegistry } from './registry.ts';

/** Every format the gateway knows. A new one is a file in `formats/` and a line here. */
export const parsers = new ParserRegistry({
  programs: [sshdFormat, sudoFormat, suFormat, pamFormat],
  lines: [apacheErrorFormat, accessLogFormat],
});

export interface ParseOptions {
  /** Accept time, epoch ms. */
  nowMs: number;
  /** Offset from UTC of times that name no zone, minutes; default 0 (UTC). */
  offsetMinutes?: number;
  /** Only this line format (`syslog`, `apache_error`, `access_log`); absent: whichever knows the line. */
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
