import { MAX_SHORT_TEXT, UNCLASSIFIED, type EventFields } from '@redoubt/contracts';
import { parsePriorityOnly, parseSyslogLine } from './syslog-header.ts';
import type { LineContext, LineFormat, MessageMeaning, MessageParser, ProgramFormat, SyslogMessage } from './types.ts';

const REPEATED = /^message repeated (\d{1,9}) times: \[ ?(.*)\]$/s;
const LEVEL_PREFIX = /^(?:error|fatal|info|notice|warning): /;
const FIRST_WORD = /^\w+/;
/** No program that is known writes more at once; expressions are not tried on it. */
const MAX_PROGRAM_TEXT = 16 * 1024;
const BODY_TAGS: ReadonlySet<string> = new Set(['CEF', 'LEEF']);

interface Program {
  format: string;
  byFirstWord: Map<string, readonly MessageParser[]>;
  otherwise: readonly MessageParser[];
}

type Found = { meaning: MessageMeaning; format: string; repeat?: number };

/**
 * Finds the format of a log line by its first character, program name and first word, so that the cost of a line does
 * not grow with the number of formats.
 */
export class ParserRegistry {
  readonly #programs = new Map<string, Program[]>();
  readonly #anyProgram: Program[] = [];
  readonly #bodyFormats: readonly LineFormat[];
  readonly #lineFormats: readonly LineFormat[];

  /** @param formats.bodies  what may stand behind a syslog header */
  constructor(formats: {
    programs: readonly ProgramFormat[];
    bodies: readonly LineFormat[];
    lines: readonly LineFormat[];
  }) {
    this.#bodyFormats = formats.bodies;
    this.#lineFormats = formats.lines;
    for (const format of formats.programs) this.#add(format);
  }

  /** Names of all formats, for the `format` parameter and for metrics. */
  get lineFormatNames(): readonly string[] {
    return ['syslog', ...this.#lineFormats.map((format) => format.name)];
  }

  /**
   * @param format  only this line format; absent: whichever knows the line
   * @returns null when no format knows the line
   */
  parse(line: string, context: LineContext, format?: string): EventFields | null {
    // Syslog first: its header is refused within a few characters, other formats may scan the whole line.
    const isSyslog = format === undefined || format === 'syslog';
    const fields = isSyslog ? this.#parseSyslog(line, context) : null;
    return fields ?? (format === 'syslog' ? null : this.#parseLine(line, context, format));
  }

  /** Reads what a syslog sender sent: whatever `parse` knows, and messages of which only the priority is to be read. */
  parseMessage(line: string, context: LineContext): EventFields | null {
    const fields = this.parse(line, context);
    if (fields !== null) return fields;
    const message = parsePriorityOnly(line);
    return message === null ? null : this.#fieldsOf(message, context);
  }

  #parseLine(line: string, context: LineContext, format: string | undefined): EventFields | null {
    if (format === undefined) return firstOf(this.#lineFormats, line, context);
    const asked = this.#lineFormats.find(({ name }) => name === format);
    return asked?.startsWith(line.charCodeAt(0)) ? asked.parse(line, context) : null;
  }

  #parseSyslog(line: string, context: LineContext): EventFields | null {
    const message = parseSyslogLine(line, context);
    return message === null ? null : this.#fieldsOf(message, context);
  }

  #fieldsOf(message: SyslogMessage, context: LineContext): EventFields {
    const found = this.#find(message);
    if (found !== null) return toFields(message, found);
    // `CEF:0|…` looks like a program's name and text.
    const isTagged = BODY_TAGS.has(message.program);
    const text = isTagged ? `${message.program}:${message.text}` : message.text;
    const body = firstOf(this.#bodyFormats, text, context);
    if (body === null) return toFields(message, null);
    return withHeader(body, isTagged ? { ...message, program: '' } : message);
  }

  #find(message: SyslogMessage): Found | null {
    const repeated = message.text.startsWith('message repeated ') ? REPEATED.exec(message.text) : null;
    if (repeated === null) return this.#match(message.text, message);
    const found = this.#match(repeated[2] as string, message);
    return found === null ? null : { ...found, repeat: Number(repeated[1]) };
  }

  #match(text: string, message: SyslogMessage): Found | null {
    if (text.length > MAX_PROGRAM_TEXT) return null;
    const own = this.#programs.get(message.program);
    const bare = LEVEL_PREFIX.test(text) ? text.replace(LEVEL_PREFIX, '') : text;
    return (own && matchIn(own, bare, message)) ?? matchIn(this.#anyProgram, bare, message);
  }

  #add(format: ProgramFormat): void {
    const program: Program = {
      format: format.name,
      byFirstWord: new Map(Object.entries(format.byFirstWord)),
      otherwise: format.otherwise ?? [],
    };
    for (const name of format.programs) {
      if (name === '*') this.#anyProgram.push(program);
      else this.#programs.set(name, [...(this.#programs.get(name) ?? []), program]);
    }
  }
}

function firstOf(formats: readonly LineFormat[], line: string, context: LineContext): EventFields | null {
  const first = line.charCodeAt(0);
  for (const format of formats) {
    const fields = format.startsWith(first) ? format.parse(line, context) : null;
    if (fields !== null) return fields;
  }
  return null;
}

/** What the body says goes before what the header says. */
function withHeader(body: EventFields, message: SyslogMessage): EventFields {
  if (message.host !== undefined) body.asset ??= clip(message.host);
  if (message.timeMs !== undefined) body.eventTimeMs ??= message.timeMs;
  body.payload = { ...payloadOf(message, null), ...(body.payload as Record<string, unknown>) };
  return body;
}

function matchIn(programs: readonly Program[], text: string, message: SyslogMessage): Found | null {
  const word = FIRST_WORD.exec(text)?.[0] ?? '';
  for (const { format, byFirstWord, otherwise } of programs) {
    for (const parser of byFirstWord.get(word) ?? []) {
      const meaning = parser(text, message);
      if (meaning !== null) return { meaning, format };
    }
    for (const parser of otherwise) {
      const meaning = parser(text, message);
      if (meaning !== null) return { meaning, format };
    }
  }
  return null;
}

function toFields(message: SyslogMessage, found: Found | null): EventFields {
  const meaning = found?.meaning;
  const fields: EventFields = {
    eventType: meaning?.eventType ?? UNCLASSIFIED,
    severity: meaning?.severity ?? 'informational',
  };
  if (meaning?.sourceIp !== undefined) fields.sourceIp = meaning.sourceIp;
  if (meaning?.user !== undefined) fields.user = clip(meaning.user);
  if (message.host !== undefined) fields.asset = clip(message.host);
  if (meaning?.action !== undefined) fields.action = clip(meaning.action);
  if (meaning?.outcome !== undefined) fields.outcome = meaning.outcome;
  if (message.timeMs !== undefined) fields.eventTimeMs = message.timeMs;
  fields.message = message.text;
  fields.payload = payloadOf(message, found);
  return fields;
}

function payloadOf(message: SyslogMessage, found: Found | null): Record<string, unknown> {
  const payload: Record<string, unknown> = { format: found?.format ?? 'syslog' };
  if (message.program !== '') payload.program = message.program;
  if (message.pid !== undefined) payload.pid = message.pid;
  if (message.priority !== undefined) {
    payload.facility = message.priority >> 3;
    payload.syslogSeverity = message.priority & 7;
  }
  if (message.messageId !== undefined) payload.messageId = message.messageId;
  if (message.structuredData !== undefined) payload.structuredData = message.structuredData;
  if (found?.repeat !== undefined) payload.repeat = found.repeat;
  return Object.assign(payload, found?.meaning.details);
}

// A longer text would make the built event one that readers refuse; the whole line is in `raw`.
function clip(text: string): string {
  return text.length <= MAX_SHORT_TEXT ? text : text.slice(0, MAX_SHORT_TEXT);
}
