import { decodeEvent } from '../decode-event.ts';
import { buildEvent, type RedoubtEvent } from '../event.ts';
import { toEcs } from './ecs.ts';
import { toOcsf } from './ocsf.ts';

/** Schemas of others that an event can be shown in. */
export const EVENT_VIEWS = ['ecs', 'ocsf'] as const;
export type EventView = (typeof EVENT_VIEWS)[number];

/**
 * Shows an event in the schema of others; one model, several views.
 *
 * @param original  the event as its sender sent it, where `raw` does not hold it
 */
export function viewOf(view: EventView, event: RedoubtEvent, original?: string): Record<string, unknown> {
  return view === 'ecs' ? toEcs(event, original) : toOcsf(event, original);
}

/** The same from the JSON text of an event as it was accepted. */
export function viewOfAccepted(
  view: EventView,
  accepted: string,
  known: Parameters<typeof buildEvent>[1],
): Record<string, unknown> {
  const decoded = decodeEvent(JSON.parse(accepted));
  if (!decoded.ok) throw new TypeError(`no event: ${decoded.detail}`);
  return viewOf(view, buildEvent(decoded.fields, known), accepted);
}
