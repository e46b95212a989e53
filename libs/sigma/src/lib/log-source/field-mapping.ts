import type { FieldSpec, FieldSpecs, Rewrite } from './data-file.ts';
import { fieldPath, isObject, readPath, wordOf, type FieldPath, type JsonObject } from './field-path.ts';

/** Fields of an event under the names that rules use. */
export type Fields = Record<string, unknown>;

/** One line of a field table, made ready. */
export interface FieldMapping {
  name: string;
  from: readonly FieldPath[];
  rewrite?: (value: unknown) => unknown;
  isReplacing: boolean;
}

/** Longest JSON text that a rewritten object becomes, in UTF-16 units. */
const MAX_JSON = 100_000;
const MAX_JOINED = 1_000;

export function fieldMappings(specs: FieldSpecs = {}): readonly FieldMapping[] {
  return Object.entries(specs).map(([name, spec]) => mappingOf(name, spec));
}

function mappingOf(name: string, spec: string | readonly string[] | FieldSpec): FieldMapping {
  const isPlain = typeof spec === 'string' || Array.isArray(spec);
  const full = isPlain ? { from: spec as string | readonly string[] } : (spec as FieldSpec);
  const from = typeof full.from === 'string' ? [full.from] : full.from;
  return {
    name,
    from: from.map(fieldPath),
    rewrite: rewriteOf(full),
    isReplacing: full.isReplacing ?? false,
  };
}

/** Adds what the mappings find in `event` to `out`. Fields that are there stay, unless the mapping replaces. */
export function addMapped(out: Fields, event: JsonObject, mappings: readonly FieldMapping[]): void {
  for (const mapping of mappings) {
    if (!mapping.isReplacing && out[mapping.name] !== undefined) continue;
    const value = firstOf(event, mapping);
    if (value !== undefined) out[mapping.name] = value;
  }
}

function firstOf(event: JsonObject, { from, rewrite }: FieldMapping): unknown {
  for (const path of from) {
    const found = readPath(event, path);
    if (found === undefined) continue;
    const value = rewrite === undefined ? found : rewrite(found);
    if (value !== undefined) return value;
  }
  return undefined;
}

function rewriteOf({ as, map, named }: FieldSpec): ((value: unknown) => unknown) | undefined {
  if (named !== undefined) return (value) => namedValue(value, named);
  if (map !== undefined) {
    const words = new Map(Object.entries(map));
    const one = (value: unknown): unknown => words.get(wordOf(value) ?? '') ?? value;
    return (value) => (Array.isArray(value) ? value.map(one) : one(value));
  }
  return as === undefined ? undefined : rewrites[as];
}

const rewrites: Record<Rewrite, (value: unknown) => unknown> = {
  number: (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
  joined,
  with_json: withJson,
  url_path: (value) => onText(value, pathOf),
  url_query: (value) => onText(value, queryOf),
  url_host: (value) => onText(value, (url) => /^\w+:\/\/(?:[^@/]*@)?([^/?#:]+)/.exec(url)?.[1]),
  url_extension: (value) => onText(value, (url) => /\.(\w{1,10})$/.exec(pathOf(url))?.[1]),
  hash_list: hashList,
};

/**
 * An object beside its own JSON text, as a list: some rules look for text in it, others for a field of it, and of a
 * list any member may answer.
 */
function withJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return [value, JSON.stringify(value).slice(0, MAX_JSON)].flat();
  } catch {
    // Nested deeper than the stack reaches.
    return value;
  }
}

function afterHost(url: string): string {
  const scheme = url.indexOf('://');
  if (scheme <= 0 || scheme > 10) return url;
  const slash = url.indexOf('/', scheme + 3);
  return slash === -1 ? '/' : url.slice(slash);
}

function pathOf(url: string): string {
  const path = afterHost(url);
  const mark = path.indexOf('?');
  return withoutFragment(mark === -1 ? path : path.slice(0, mark));
}

function queryOf(url: string): string | undefined {
  const mark = url.indexOf('?');
  return mark === -1 ? undefined : withoutFragment(url.slice(mark + 1));
}

function withoutFragment(text: string): string {
  const mark = text.indexOf('#');
  return mark === -1 ? text : text.slice(0, mark);
}

function onText(value: unknown, read: (text: string) => string | undefined): string | undefined {
  return typeof value === 'string' ? read(value) : undefined;
}

/** A list of arguments as one command line. */
function joined(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const words = value.slice(0, MAX_JOINED).filter((word) => typeof word === 'string' || typeof word === 'number');
  return words.length === 0 ? undefined : words.join(' ');
}

/** `{md5, sha256}` as Sysmon spells it: `MD5=…,SHA256=…`. */
function hashList(value: unknown): unknown {
  if (!isObject(value)) return value;
  const parts = ['md5', 'sha1', 'sha256', 'imphash']
    .filter((name) => typeof value[name] === 'string')
    .map((name) => `${name.toUpperCase()}=${String(value[name])}`);
  return parts.length === 0 ? undefined : parts.join(',');
}

function namedValue(value: unknown, name: string): unknown {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const member of list.slice(0, MAX_JOINED)) {
    if (!isObject(member)) continue;
    if ((member['name'] ?? member['Name']) === name) return member['value'] ?? member['Value'];
  }
  return undefined;
}
