export * from './lib/ids.ts';
export * from './lib/event-id.ts';
export * from './lib/severity.ts';
export * from './lib/csv-line.ts';
export * from './lib/timestamp.ts';
export * from './lib/ip-address.ts';
export * from './lib/event.ts';
export * from './lib/decode-event.ts';
export {
  DIALECT_NAMES,
  FIELD_ALIASES,
  FIELD_ECS_PATHS,
  FIELD_PRODUCT_PATHS,
  KNOWN_NAMES,
  LOOSE_NAMES,
} from './lib/event-aliases.ts';
export * from './lib/event-types.ts';
export { WINDOWS_EVENTS, type WindowsEventMeaning } from './lib/windows-events.ts';
export * from './lib/views/event-views.ts';
export type { ViewRow } from './lib/views/view-row.ts';
export { toEcs } from './lib/views/ecs.ts';
export * from './lib/views/ecs-table.ts';
export { OCSF_METADATA, toOcsf } from './lib/views/ocsf.ts';
export * from './lib/views/ocsf-table.ts';
export * from './lib/frame.ts';
export * from './lib/outcome.ts';
export * from './lib/errors.ts';
export * from './lib/asset.ts';
export * from './lib/clock.ts';
export * from './lib/problem.ts';
export * from './lib/alert.ts';
export * from './lib/incident.ts';
export * from './lib/alert-record.ts';
export * from './lib/command.ts';
export * from './lib/suppression.ts';
export * from './lib/anomaly-reason.ts';
export * from './lib/detection.ts';
export * from './lib/event-context.ts';
export * from './lib/score-record.ts';
export * from './lib/features.ts';
export * from './lib/security-posture.ts';
export * from './lib/security-request.ts';
