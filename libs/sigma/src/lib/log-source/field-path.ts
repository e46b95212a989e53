export type JsonObject = Readonly<Record<string, unknown>>;

/** A field of an event, as data files spell it: `a`, or `a.b.c` for a key of that very name or nested objects. */
export interface FieldPath {
  text: string;
  /** Absent when the name has no dot. */
  steps?: readonly string[];
}

/** Members of a list that are looked at on the way through it. */
const MAX_LIST = 100;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A scalar as a word to look up; undefined for objects, whose own `toString` a sender may have set. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function fieldPath(text: string): FieldPath {
  return text.includes('.') ? { text, steps: text.split('.') } : { text };
}

/**
 * Reads a field: step by step, else the key of the whole name. On the way through a list every member is asked, and
 * several answers are a list.
 *
 * @returns undefined when there is none; null counts as none
 */
export function readPath(event: JsonObject, { text, steps }: FieldPath): unknown {
  // Nested objects are the usual form, and looking for a key that is not there is dear.
  const nested = steps === undefined ? undefined : walk(event, steps, 0);
  return nested ?? event[text] ?? undefined;
}

function walk(from: unknown, steps: readonly string[], at: number): unknown {
  let value = from;
  for (let i = at; i < steps.length; i += 1) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return walkList(value, steps, i);
    value = (value as JsonObject)[steps[i] as string];
  }
  return value === null ? undefined : value;
}

function walkList(list: readonly unknown[], steps: readonly string[], at: number): unknown {
  const found: unknown[] = [];
  for (const member of list.slice(0, MAX_LIST)) {
    // A list in a list is not followed: the depth of what is read stays that of the path.
    const value = isObject(member) ? walk(member, steps, at) : undefined;
    if (Array.isArray(value)) found.push(...value.slice(0, MAX_LIST));
    else if (value !== undefined) found.push(value);
    if (found.length >= MAX_LIST) break;
  }
  return found.length > 1 ? found : found[0];
}
