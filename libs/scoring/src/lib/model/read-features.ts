import type { EventFields } from '@redoubt/contracts';
import { MAX_VALUES, type ScoringEvent, type ScoringValue } from './scoring-event.ts';

/** Payload fields by event type that an organisation has opted in, as dotted paths; at most MAX_VALUES are used. */
export type PayloadFields = Readonly<Record<string, readonly string[]>>;

/** What the model looks at of an accepted event. Texts and numbers only: other payload values are left out. */
export function readFeatures(
  fields: EventFields,
  times: { timeMs: number; receivedAtMs: number },
  optedIn: PayloadFields = {},
): ScoringEvent {
  const {
    eventType,
    severity,
    sourceIp,
    destinationIp,
    user,
    asset = destinationIp,
    action,
    outcome,
    payload,
  } = fields;
  const event: ScoringEvent = { ...times, eventType, severity };
  if (sourceIp !== undefined) event.sourceIp = sourceIp;
  if (user !== undefined) event.user = user;
  if (asset !== undefined) event.asset = asset;
  if (action !== undefined) event.action = action;
  if (outcome !== undefined) event.outcome = outcome;
  const country = valueAt(payload, 'country');
  if (typeof country === 'string') event.country = country;
  const process = valueAt(payload, 'process');
  if (typeof process === 'string') event.process = process;
  const names = Object.hasOwn(optedIn, eventType) ? optedIn[eventType] : undefined;
  if (names === undefined) return event;
  const values: ScoringValue[] = [];
  for (const field of names.slice(0, MAX_VALUES)) {
    const value = valueAt(payload, field);
    if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)))
      values.push({ field, value });
  }
  if (values.length > 0) event.values = values;
  return event;
}

/** An own key of that whole name, else the path. */
function valueAt(payload: unknown, path: string): unknown {
  if (!isRecord(payload)) return undefined;
  if (Object.hasOwn(payload, path)) return payload[path];
  if (!path.includes('.')) return undefined;
  let at: unknown = payload;
  for (const part of path.split('.')) {
    if (!isRecord(at) || !Object.hasOwn(at, part)) return undefined;
    at = at[part];
  }
  return at;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
