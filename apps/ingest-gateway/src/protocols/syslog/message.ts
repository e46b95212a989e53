import { isAscii, isUtf8 } from 'node:buffer';
import { decodeEvent, MAX_TAGS, UNCLASSIFIED, type EventFields } from '@redoubt/contracts';
import { exceedsDepth } from '../../items/depth.ts';
import { parseSyslogMessage } from '../../parsers/index.ts';
import type { LineContext } from '../../parsers/types.ts';
import type { FrameFault } from './framer.ts';

const CR = 0x0d;
const LF = 0x0a;
const NUL = 0x00;
const BRACE = 0x7b;
/** Continuation bytes of UTF-8 that a cut may leave behind. */
const MAX_CUT = 3;

/** One message as it goes into the stream. */
export interface SyslogEvent {
  /** JSON without a line feed. */
  line: Buffer;
  fields: EventFields;
}

/** Bytes of a message without what frames it: trailing line feeds, carriage returns and NULs. */
export function unframed(data: Buffer, start: number, end: number): Buffer {
  let stop = end;
  while (stop > start && isFraming(data[stop - 1])) stop -= 1;
  return data.subarray(start, stop);
}

/** The text of a message; bytes that are no UTF-8 become U+FFFD in it. */
export function textOf(line: Buffer): { text: string; isText: boolean } {
  if (isAscii(line)) return { text: line.toString('latin1'), isText: true };
  return { text: line.toString('utf8'), isText: isUtf8(line) };
}

/** An overlong message was cut somewhere: not within a character, if it is text at all. */
export function withoutCutCharacter(line: Buffer): Buffer {
  for (let cut = 0; cut <= MAX_CUT && cut < line.length; cut += 1) {
    const shorter = line.subarray(0, line.length - cut);
    if (isUtf8(shorter)) return shorter;
  }
  return line;
}

/**
 * Makes an event of a message. Bare JSON goes on as its sender's bytes; everything else is built once, with the message
 * byte for byte in `raw`, or in `rawBase64` when it is not UTF-8. What no format knows is `unclassified`, never refused.
 *
 * @param line  bytes as received, with nothing in them that must not be stored
 */
export function eventOf(
  line: Buffer,
  { text, isText }: { text: string; isText: boolean },
  options: { context: LineContext; fault?: FrameFault | undefined; maxDepth: number },
): SyslogEvent {
  if (isText && line[0] === BRACE) {
    const event = jsonEvent(line, text, options.maxDepth);
    if (event !== null) return event;
  }
  const fields: EventFields = parseSyslogMessage(text, options.context) ?? {
    eventType: UNCLASSIFIED,
    severity: 'informational',
    message: text,
  };
  if (isText) fields.raw = text;
  else fields.rawBase64 = line.toString('base64');
  if (options.fault !== undefined) fields.tags = tagged(fields.tags, `syslog_${options.fault}_frame`);
  return { line: Buffer.from(JSON.stringify(fields)), fields };
}

function jsonEvent(line: Buffer, text: string, maxDepth: number): SyslogEvent | null {
  if (exceedsDepth(text, maxDepth)) return null;
  try {
    const result = decodeEvent(JSON.parse(text));
    return result.ok ? { line: withoutLineFeeds(line), fields: result.fields } : null;
  } catch {
    return null;
  }
}

// A counted message may hold line feeds; in JSON they stand between tokens only.
function withoutLineFeeds(line: Buffer): Buffer {
  if (!line.includes(LF)) return line;
  const copy = Buffer.from(line);
  for (let at = copy.indexOf(LF); at !== -1; at = copy.indexOf(LF, at + 1)) copy[at] = 0x20;
  return copy;
}

function tagged(tags: readonly string[] | undefined, tag: string): string[] {
  return [...(tags ?? []).slice(0, MAX_TAGS - 1), tag];
}

function isFraming(byte: number | undefined): boolean {
  return byte === LF || byte === CR || byte === NUL;
}
