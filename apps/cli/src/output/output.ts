import { stringify } from 'yaml';
import { createStyle, type Style } from './style.ts';

export const FORMATS = ['table', 'json', 'ndjson', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];

/** Version of every machine-readable output; grows when a field is renamed, removed or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** As much of a stream as is needed here. */
export interface TextSink {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** What renderers may ask about the place they write to. */
export interface View {
  style: Style;
  /** Columns of the terminal; undefined where nothing need be cut. */
  width: number | undefined;
  nowMs: number;
}

export interface OutputOptions {
  format: Format;
  isColourWanted: boolean;
  isQuiet: boolean;
}

/** Data goes to standard output in the wanted format, everything said about it to standard error. */
export class Output {
  readonly format: Format;
  readonly style: Style;
  readonly #stdout: TextSink;
  readonly #stderr: TextSink;
  readonly #isQuiet: boolean;
  readonly #errorStyle: Style;
  #isProgressShown = false;

  constructor(stdout: TextSink, stderr: TextSink, options: OutputOptions) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#isQuiet = options.isQuiet;
    this.format = options.format;
    this.style = createStyle(options.isColourWanted && stdout.isTTY === true);
    this.#errorStyle = createStyle(options.isColourWanted && stderr.isTTY === true);
  }

  get isTerminal(): boolean {
    return this.#stdout.isTTY === true;
  }

  view(nowMs: number): View {
    return { style: this.style, width: this.#stdout.isTTY ? this.#stdout.columns : undefined, nowMs };
  }

  /** Text for people, as it is. */
  text(text: string): void {
    this.#clearProgress();
    this.#stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** A whole result: one object, or with `ndjson` one line per row. */
  result(result: object, rows: readonly object[] | undefined, render: () => string): void {
    const versioned = { schemaVersion: SCHEMA_VERSION, ...result };
    switch (this.format) {
      case 'table':
        return this.text(render());
      case 'json':
        return this.text(jsonText(versioned, this.isTerminal));
      case 'yaml':
        return this.text(stringify(versioned));
      case 'ndjson':
        for (const row of rows ?? [result]) this.text(jsonText({ schemaVersion: SCHEMA_VERSION, ...row }, false));
    }
  }

  /** One row of a series whose end is not known: a line of text or of JSON; a document of its own in YAML. */
  row(row: object, render: () => string): void {
    const versioned = { schemaVersion: SCHEMA_VERSION, ...row };
    if (this.format === 'table') this.text(render());
    else if (this.format === 'yaml') this.text(`---\n${stringify(versioned)}`);
    else this.text(jsonText(versioned, false));
  }

  /** A message about the data. */
  note(text: string): void {
    if (!this.#isQuiet) this.#say(text);
  }

  warn(text: string): void {
    this.#say(this.#errorStyle.warn(text));
  }

  /** The one line on which a command failed, and what to do. */
  failure(message: string, hints: readonly string[]): void {
    this.#say([`${this.#errorStyle.bad('error:')} ${message}`, ...hints.map((hint) => `  ${hint}`)].join('\n'));
  }

  /** A line that is written over by the next one; terminals only. */
  progress(text: string): void {
    if (this.#isQuiet || this.#stderr.isTTY !== true) return;
    this.#stderr.write(`\r\x1b[K${text}`);
    this.#isProgressShown = true;
  }

  #say(text: string): void {
    this.#clearProgress();
    this.#stderr.write(`${text}\n`);
  }

  #clearProgress(): void {
    if (this.#isProgressShown) this.#stderr.write('\r\x1b[K');
    this.#isProgressShown = false;
  }
}

/** JSON leaves DEL and C1 characters as they are, and a terminal acts on some of them. */
const unescaped = /[\u007f-\u009f\u2028\u2029]/g;

function jsonText(value: object, isIndented: boolean): string {
  return JSON.stringify(value, null, isIndented ? 2 : undefined).replace(
    unescaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
