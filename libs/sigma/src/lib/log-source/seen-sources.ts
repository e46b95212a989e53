import type { EventSource, SigmaEvent } from '../model/sigma-event.ts';

/** What was seen of one log source. JSON. */
export interface SeenSource {
  product?: string;
  service?: string;
  categories: string[];
  /** Events observed, all of them. */
  events: number;
  /** Largest accept time observed, epoch ms. */
  lastSeenMs: number;
  /** Names under which rules find a value, nested ones with dots; from a part of the events. */
  fields: string[];
  /** There were more names than are kept: of a name that is missing nothing is known. */
  isTruncated: boolean;
}

/** A sample of an organisation's events by log source key. JSON. */
export type SeenSourcesRecord = Record<string, SeenSource>;

export const SEEN_LIMITS = {
  sources: 200,
  fields: 500,
  allFields: 5_000,
  nameLength: 128,
  depth: 4,
  listMembers: 3,
} as const;

/** Every event of a source is looked into until this many, then one in `everyNth`. */
const wholeUpTo = 200;
const everyNth = 64;

interface Seen {
  source: EventSource | Pick<SeenSource, 'product' | 'service' | 'categories'>;
  events: number;
  lastSeenMs: number;
  fields: Set<string>;
  isTruncated: boolean;
  /** Shared by all sources of an organisation. */
  room: { names: number };
}

/**
 * Gathers which log sources and field names an organisation sends, in bounded memory: at most 200 sources of at most
 * 500 names each and 5,000 in all. Further sources are not gathered; further names set `isTruncated`.
 */
export class SeenSources {
  readonly #sources = new Map<string, Seen>();
  readonly #room = { names: SEEN_LIMITS.allFields as number };

  /** @param atMs  accept time of the event, epoch ms */
  observe(event: SigmaEvent, atMs: number): void {
    const { source } = event;
    const seen = this.#sources.get(source.key) ?? this.#add(source.key, source);
    if (seen === undefined) return;
    seen.events += 1;
    if (atMs > seen.lastSeenMs) seen.lastSeenMs = atMs;
    if (seen.events <= wholeUpTo || seen.events % everyNth === 0) lookInto(seen, event);
  }

  /** Adds what another one saw of other events. */
  merge(record: SeenSourcesRecord): void {
    for (const [key, other] of Object.entries(record)) {
      const seen = this.#sources.get(key) ?? this.#add(key, other);
      if (seen === undefined) continue;
      seen.events += other.events;
      seen.lastSeenMs = Math.max(seen.lastSeenMs, other.lastSeenMs);
      seen.isTruncated ||= other.isTruncated;
      for (const name of other.fields) addName(seen, name);
    }
  }

  toJSON(): SeenSourcesRecord {
    const rows = [...this.#sources].map(([key, { source, events, lastSeenMs, fields, isTruncated }]) => {
      const { product, service, categories } = source;
      const head = { ...(product === undefined ? {} : { product }), ...(service === undefined ? {} : { service }) };
      const tail = { categories: [...categories], events, lastSeenMs, fields: [...fields], isTruncated };
      return [key, { ...head, ...tail }] as const;
    });
    return Object.fromEntries(rows);
  }

  #add(key: string, source: Seen['source']): Seen | undefined {
    if (this.#sources.size >= SEEN_LIMITS.sources) return undefined;
    const seen: Seen = { source, events: 0, lastSeenMs: 0, fields: new Set(), isTruncated: false, room: this.#room };
    this.#sources.set(key, seen);
    return seen;
  }
}

function lookInto(seen: Seen, event: SigmaEvent): void {
  addNames(seen, event.fields, '', 0);
  const { canonical } = event;
  for (const name in canonical) if (canonical[name] !== undefined) addName(seen, name);
}

function addNames(seen: Seen, holder: object, prefix: string, depth: number): void {
  for (const key in holder) {
    if (seen.isTruncated) return;
    const name = prefix + key;
    addName(seen, name);
    addInner(seen, (holder as Record<string, unknown>)[key], name, depth);
  }
}

function addInner(seen: Seen, value: unknown, name: string, depth: number): void {
  if (typeof value !== 'object' || value === null || depth >= SEEN_LIMITS.depth) return;
  const members = Array.isArray(value) ? (value.slice(0, SEEN_LIMITS.listMembers) as unknown[]) : [value];
  for (const member of members) {
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) {
      addNames(seen, member, `${name}.`, depth + 1);
    }
  }
}

function addName(seen: Seen, name: string): void {
  if (name.length > SEEN_LIMITS.nameLength || seen.fields.has(name)) return;
  if (seen.fields.size >= SEEN_LIMITS.fields || seen.room.names === 0) {
    seen.isTruncated = true;
    return;
  }
  seen.fields.add(name);
  seen.room.names -= 1;
}
