import type { EventFields } from '@redoubt/contracts';
import type { StructuredData } from './structured-data.ts';

/** What a parser may need to know beside the line. */
export interface LineContext {
  /** Accept time, epoch ms; years that a line leaves out are found from it. */
  nowMs: number;
  /** Offset of the sender's clock from UTC in minutes, for times that name no zone. */
  offsetMinutes: number;
}

/** A syslog line without its header. */
export interface SyslogMessage {
  timeMs?: number;
  host?: string;
  /** Program name without path, pid and colon; empty when the header names none. */
  program: string;
  pid?: number;
  /** PRI value 0-191 (RFC 5424 section 6.2.1), where the line carried one. */
  priority?: number;
  /** MSGID and structured data of RFC 5424, where the message had them. */
  messageId?: string;
  structuredData?: StructuredData;
  text: string;
}

/**
 * What a message means: event fields, of which only `eventType` and `severity` must be there.
 * `details` are added to the payload beside program and pid.
 */
export interface MessageMeaning extends Pick<
  EventFields,
  'eventType' | 'severity' | 'sourceIp' | 'user' | 'action' | 'outcome'
> {
  details?: Record<string, unknown>;
}

/** Reads one kind of message; null when `text` is none of its kind. */
export type MessageParser = (text: string, message: SyslogMessage) => MessageMeaning | null;

/** The messages of one program (or of a module that logs under many), one file per format. */
export interface ProgramFormat {
  name: string;
  /** Programs that log these messages; `*` for modules that log under their host program's name. */
  programs: readonly string[];
  /** First word of a message (letters, digits and `_` up to anything else) → parsers tried in order. */
  byFirstWord: Readonly<Record<string, readonly MessageParser[]>>;
  /** Tried when no keyed parser matched: for messages that start with a name. */
  otherwise?: readonly MessageParser[];
}

/** A format of whole lines that are not syslog; one file per format. */
export interface LineFormat {
  name: string;
  /** Cheap test of the first character. */
  startsWith(charCode: number): boolean;
  /** Null when the line is not of this format. */
  parse(line: string, context: LineContext): EventFields | null;
}
