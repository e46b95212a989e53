import { MAX_SHORT_TEXT, UNCLASSIFIED, type EventFields } from '@redoubt/contracts';
import { parseSyslogLine } from './syslog-header.ts';
import type { LineContext, LineFormat, MessageMeaning, MessageParser, ProgramFormat, SyslogMessage } from './types.ts';

const REPEATED = /^message repeated (\d{1,9}) times: \[ ?(.*)\]$/s;
const LEVEL_PREFIX = /^(?:error|fatal|info|notice|warning): /;
const FIRST_WORD = /^\w+/;

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
  readonly #lineFormats: readonly LineFormat[];

  constructor(formats: { programs: readonly ProgramFormat[]; lines: readonly LineFormat[] }) {
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

  #parseLine(line: string, context: LineContext, format: string | undefined): EventFields | null {
    const first = line.charCodeAt(0);
    for (const candidate of this.#lineFormats) {
      if (format !== undefined && candidate.name !== format) continue;
      const fields = candidate.startsWith(first) ? candidate.parse(line, context) : null;
      if (fields !== null) return fields;
    }
    return null;
  }

  #parseSyslog(line: string, context: LineContext): EventFields | null {
    const message = parseSyslogLine(line, context);
    return message === null ? null : toFields(message, this.#find(message));
  }

  #find(message: SyslogMessage): Found | null {
    const repeated = message.text.startsWith('message repeated ') ? REPEATED.exec(message.text) : null;
    if (repeated === null) return this.#match(message.text, message);
    const found = this.#match(repeated[2] as string, message);
    return found === null ? null : { ...found, repeat: Number(repeated[1]) };
  }

  #match(text: string, message: SyslogMessage): Found | null {
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
  if (found?.repeat !== undefined) payload.repeat = found.repeat;
  return Object.assign(payload, found?.meaning.details);
}

// A longer text would make the built event one that readers refuse; the whole line is in `raw`.
function clip(text: string): string {
  return text.length <= MAX_SHORT_TEXT ? text : text.slice(0, MAX_SHORT_TEXT);
}
