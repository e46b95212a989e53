import {
  DIALECT_NAMES,
  FIELD_ALIASES,
  FIELD_ECS_PATHS,
  FIELD_PRODUCT_PATHS,
  KNOWN_NAMES,
  SEVERITY_WORDS,
  severityRank,
} from '@redoubt/contracts';

/** What the value of a name has to be; the numbers are those of names.as. */
export const NameKind = {
  ANY: 0,
  /** The event has to be parsed. */
  UNKNOWN: 1,
  SHORT_TEXT: 2,
  TEXT: 3,
  TYPE: 4,
  SEVERITY: 5,
  ADDRESS: 6,
  TIME: 7,
  TIME_MS: 8,
  TAGS: 9,
} as const;
type NameKind = (typeof NameKind)[keyof typeof NameKind];

/** A name as the scanner gets it told. */
export interface ScannerName {
  text: string;
  /** 0: at the top of an event; 255: a word for a severity; else inside the object under an outer name. */
  context: number;
  kind: NameKind;
  /** Context of the object that may stand under the name; 0 when none has a meaning. */
  child: number;
  /** Bit of a name that may be there only once, since another might change the severity; 0 for none. */
  once: number;
  /** Of a severity's name: the lowest one given counts. Of a word: its rank. */
  order: number;
  /** Bit to be told when the name is there; 0 for none. */
  watched: number;
}

const TOP = 0;
const WORDS = 255;

const kinds = {
  eventType: NameKind.TYPE,
  severity: NameKind.SEVERITY,
  sourceIp: NameKind.ADDRESS,
  destinationIp: NameKind.ADDRESS,
  user: NameKind.SHORT_TEXT,
  asset: NameKind.SHORT_TEXT,
  action: NameKind.SHORT_TEXT,
  outcome: NameKind.SHORT_TEXT,
  eventTimeMs: NameKind.TIME_MS,
  timestamp: NameKind.TIME,
  message: NameKind.TEXT,
  tags: NameKind.TAGS,
  payload: NameKind.ANY,
  raw: NameKind.TEXT,
  rawBase64: NameKind.TEXT,
  externalId: NameKind.SHORT_TEXT,
} as const;
type Field = keyof typeof kinds;

/** Names that protocols add beside an event, unless it has them itself. */
export const ADDED_NAMES = ['eventTimeMs', 'asset', 'hec', 'externalId', 'elastic'] as const;

/**
 * All names the scanner is told, made of the tables by which `decodeEvent` reads. A name that has a meaning there and
 * none here is `UNKNOWN`: a table that grows makes the scanner ask the parser more often, and never mistaken.
 */
export function scannerNames(): ScannerName[] {
  const names = new NameTable();
  for (const word in SEVERITY_WORDS) {
    const severity = SEVERITY_WORDS[word];
    if (severity !== undefined) names.add(WORDS, word, NameKind.ANY, { order: severityRank(severity) });
  }
  for (const name of DIALECT_NAMES) names.add(TOP, name, NameKind.UNKNOWN);
  // A Windows event may stand in a payload, with a meaning of its own.
  names.add(names.contextOf('payload'), 'Event', NameKind.UNKNOWN);
  for (const [field, kind] of Object.entries(kinds) as [Field, NameKind][]) addField(names, field, kind);
  // A value that does not fit such a name is passed over, so that none can refuse an event.
  for (const path of Object.values(FIELD_PRODUCT_PATHS).flat()) {
    names.add(TOP, path, NameKind.ANY);
    if (path.includes('.')) names.add(TOP, outerOf(path), NameKind.ANY);
  }
  for (const path of Object.values(FIELD_ECS_PATHS).flat()) names.add(TOP, outerOf(path), NameKind.ANY);
  for (const name of KNOWN_NAMES) names.add(TOP, name, NameKind.UNKNOWN);
  ADDED_NAMES.forEach((name, bit) => names.watch(name, 1 << bit));
  return names.all();
}

function addField(names: NameTable, field: Field, kind: NameKind): void {
  const isSeverity = kind === NameKind.SEVERITY;
  let order = 0;
  const more = () => (isSeverity ? { order: order++, once: names.nextOnce() } : {});
  names.add(TOP, field, kind, more());
  for (const alias of FIELD_ALIASES[field] ?? []) names.add(TOP, alias, kind, more());
  for (const path of FIELD_ECS_PATHS[field] ?? []) {
    names.add(TOP, path, kind, more());
    const outer = outerOf(path);
    names.add(names.contextOf(outer), path.slice(outer.length + 1), kind, more());
    if (isSeverity) names.markOnce(outer);
  }
}

function outerOf(path: string): string {
  return path.slice(0, path.indexOf('.'));
}

class NameTable {
  readonly #names = new Map<string, ScannerName>();
  readonly #contexts = new Map<string, number>();
  readonly #onceOuters = new Set<string>();
  #once = 0;

  /** The first meaning of a name is kept: of two kinds the stricter one comes first. */
  add(context: number, text: string, kind: NameKind, more: Partial<ScannerName> = {}): void {
    const key = `${context} ${text}`;
    if (this.#names.has(key)) return;
    this.#names.set(key, { text, context, kind, child: 0, once: 0, order: 0, watched: 0, ...more });
  }

  contextOf(outer: string): number {
    const known = this.#contexts.get(outer) ?? this.#contexts.size + 1;
    this.#contexts.set(outer, known);
    return known;
  }

  nextOnce(): number {
    this.#once += 1;
    return this.#once;
  }

  markOnce(outer: string): void {
    this.#onceOuters.add(outer);
  }

  watch(text: string, bit: number): void {
    this.add(TOP, text, NameKind.ANY);
    const name = this.#names.get(`${TOP} ${text}`);
    if (name !== undefined) name.watched = bit;
  }

  all(): ScannerName[] {
    return [...this.#names.values()].map((name) => {
      if (name.context !== TOP) return name;
      const once = this.#onceOuters.has(name.text) ? this.nextOnce() : name.once;
      return { ...name, once, child: this.#contexts.get(name.text) ?? 0 };
    });
  }
}
