import type { EventType } from '../event-types.ts';
import type { RedoubtEvent } from '../event.ts';
import {
  OCSF_BASE,
  OCSF_CLASSES,
  OCSF_CLASSES_ABOUT_USERS,
  OCSF_FAILURES,
  OCSF_ROWS,
  OCSF_SEVERITY,
  OCSF_SUCCESSES,
  OCSF_VERSION,
  type OcsfClass,
} from './ocsf-table.ts';
import { compileView } from './view-row.ts';

/** Who made a record, and in which version of the schema. */
export const OCSF_METADATA = {
  version: OCSF_VERSION,
  product: { name: 'Redoubt', vendor_name: 'Redoubt' },
} as const;

const successes: ReadonlySet<string> = new Set(OCSF_SUCCESSES);
const failures: ReadonlySet<string> = new Set(OCSF_FAILURES);

const view = compileView(OCSF_ROWS, {
  ocsfClass: (eventType) => classOf(eventType).classUid,
  ocsfCategory: (eventType) => Math.floor(classOf(eventType).classUid / 1000),
  ocsfActivity: (eventType) => classOf(eventType).activityId,
  ocsfType: (eventType) => classOf(eventType).classUid * 100 + classOf(eventType).activityId,
  ocsfSeverity: (severity) => OCSF_SEVERITY[severity as RedoubtEvent['severity']],
  unknownType: () => 0,
});

/**
 * The same event as the Open Cybersecurity Schema Framework has it, by the rows of `OCSF_ROWS`.
 *
 * @param original  the event as its sender sent it, where `raw` does not hold it
 */
export function toOcsf(event: RedoubtEvent, original?: string): Record<string, unknown> {
  const record = view({ ...event, original: event.raw ?? original });
  Object.assign(record['metadata'] as object, OCSF_METADATA);
  record['status_id'] = statusOf(event);
  if (event.user !== undefined) {
    const user = { name: event.user };
    const isAboutUser = OCSF_CLASSES_ABOUT_USERS.includes(classOf(event.eventType).classUid);
    Object.assign(record, isAboutUser ? { user } : { actor: { user } });
  }
  return record;
}

function classOf(eventType: unknown): OcsfClass {
  const name = eventType as string;
  return (Object.hasOwn(OCSF_CLASSES, name) ? OCSF_CLASSES[name as EventType] : undefined) ?? OCSF_BASE;
}

/** 1 success, 2 failure, 0 unknown. */
function statusOf({ outcome, eventType }: RedoubtEvent): number {
  const word = outcome?.toLowerCase();
  if (word === 'success' || (word === undefined && successes.has(eventType))) return 1;
  return word === 'failure' || failures.has(eventType) ? 2 : 0;
}
