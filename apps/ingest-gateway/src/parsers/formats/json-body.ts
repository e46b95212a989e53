import { decodeEvent, type EventFields } from '@redoubt/contracts';
import { exceedsDepth } from '../../items/depth.ts';
import type { LineFormat } from '../types.ts';

const MAX_DEPTH = 64;
const BRACE = 0x7b;

type Source = Record<string, unknown>;

function parse(text: string): EventFields | null {
  if (exceedsDepth(text, MAX_DEPTH)) return null;
  const source = jsonOf(text);
  const result = source === undefined ? undefined : decodeEvent(source);
  if (source === undefined || !result?.ok) return null;
  const payload = source['payload'];
  const kept = typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : undefined;
  return { ...source, ...given(result.fields), payload: { ...kept, format: 'json' } } as EventFields;
}

function jsonOf(text: string): Source | undefined {
  try {
    return JSON.parse(text) as Source;
  } catch {
    return undefined;
  }
}

function given(fields: EventFields): Partial<EventFields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * JSON behind the header of a log line. The event keeps the members of the object, so that rules see
 * it as if it had come without the header.
 */
export const jsonBodyFormat: LineFormat = {
  name: 'json',
  startsWith: (charCode) => charCode === BRACE,
  parse,
};
