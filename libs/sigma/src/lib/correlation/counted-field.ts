import { lookupField } from '../evaluate/lookup-field.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';

/**
 * The value of a field that correlations group by or count. As `lookupField` finds it, but an object is nothing that
 * could be counted: where ECS has `user: {name}`, the canonical `user` is meant.
 */
export function countedField(event: SigmaEvent, name: string): unknown {
  const value = lookupField(event, name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return event.canonical !== undefined && Object.hasOwn(event.canonical, name) ? event.canonical[name] : value;
}
