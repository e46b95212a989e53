import type { SigmaEvent } from '../model/sigma-event.ts';

/** Texts nested deeper than this are not searched for keywords. */
const MAX_TEXT_DEPTH = 16;

/**
 * The texts in which keywords are looked for: every string value of the event at any depth, in order. Names of fields,
 * numbers and booleans are not texts. Of the canonical fields only `message` counts, and only where `fields` has none.
 */
export function eventTexts(event: SigmaEvent): string[] {
  const texts: string[] = [];
  for (const name of Object.keys(event.fields)) collect(event.fields[name], 0, texts);
  const message = event.canonical && !Object.hasOwn(event.fields, 'message') ? event.canonical.message : undefined;
  if (typeof message === 'string') texts.push(message);
  return texts;
}

function collect(value: unknown, depth: number, texts: string[]): void {
  if (typeof value === 'string') {
    texts.push(value);
  } else if (typeof value === 'object' && value !== null && depth < MAX_TEXT_DEPTH) {
    for (const inner of Array.isArray(value) ? value : Object.values(value)) collect(inner, depth + 1, texts);
  }
}
