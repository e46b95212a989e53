import type { SigmaEvent } from '../model/sigma-event.ts';

/** Deeper paths than this are not followed. */
const MAX_PATH_DEPTH = 16;

/**
 * The value of a field of an event: the literal name first, then, where it has dots, the path, then the canonical
 * field of our Event. Only own keys count. On a path an array stands for its elements, so `resources.arn` is the list
 * of all of them.
 *
 * @returns undefined when the event has no such field; null is a value
 */
export function lookupField(event: SigmaEvent, name: string): unknown {
  const value = lookupPath(event.fields, name, 0);
  if (value !== undefined || !event.canonical) return value;
  return Object.hasOwn(event.canonical, name) ? event.canonical[name] : undefined;
}

function lookupPath(holder: unknown, path: string, depth: number): unknown {
  if (typeof holder !== 'object' || holder === null || depth > MAX_PATH_DEPTH) return undefined;
  if (Array.isArray(holder)) return lookupInElements(holder, path, depth);
  const fields = holder as Record<string, unknown>;
  if (Object.hasOwn(fields, path)) return fields[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const head = path.slice(0, dot);
  return Object.hasOwn(fields, head) ? lookupPath(fields[head], path.slice(dot + 1), depth + 1) : undefined;
}

function lookupInElements(elements: readonly unknown[], path: string, depth: number): unknown {
  const found = elements.map((element) => lookupPath(element, path, depth + 1)).filter((value) => value !== undefined);
  return found.length === 0 ? undefined : found.flat();
}
