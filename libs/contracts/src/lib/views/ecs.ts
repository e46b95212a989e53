import type { EventType } from '../event-types.ts';
import type { RedoubtEvent } from '../event.ts';
import { ECS_CATEGORIES, ECS_ROWS, ECS_SEVERITY } from './ecs-table.ts';
import { compileView, rfc3339 } from './view-row.ts';

const view = compileView(ECS_ROWS, {
  rfc3339,
  ecsSeverity: (severity) => ECS_SEVERITY[severity as RedoubtEvent['severity']],
  ecsCategory: (eventType) => categoriesOf(eventType)?.category,
  ecsType: (eventType) => categoriesOf(eventType)?.type,
  onlyTrue: (value) => (value === true ? true : undefined),
});

/**
 * The same event in Elastic Common Schema 8 shape (nested objects, `@timestamp` in RFC 3339), by the rows of `ECS_ROWS`.
 *
 * @param original  the event as its sender sent it, where `raw` does not hold it
 */
export function toEcs(event: RedoubtEvent, original?: string): Record<string, unknown> {
  return view({ ...event, original: event.raw ?? original });
}

function categoriesOf(eventType: unknown): (typeof ECS_CATEGORIES)[EventType] {
  return Object.hasOwn(ECS_CATEGORIES, eventType as string) ? ECS_CATEGORIES[eventType as EventType] : undefined;
}
