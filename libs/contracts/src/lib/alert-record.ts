import { z } from 'zod';
import { ALERT_CHANGES, alertSchema } from './alert.ts';
import { INCIDENT_CHANGES, incidentSchema } from './incident.ts';

/** Who changed it and what was said, for changes by people. */
const byPerson = { actor: z.string().optional(), note: z.string().optional(), commandId: z.uuid().optional() };

/**
 * One line of a frame on `{org}:alerts:stream`: an alert or incident as it stands after a change.
 * `isNotifiable` says that people should be told now: it opened, got worse, came back, or its repeat is due.
 */
export const alertRecordSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('alert'),
    change: z.enum(ALERT_CHANGES),
    atMs: z.int(),
    isNotifiable: z.boolean(),
    alert: alertSchema,
    ...byPerson,
  }),
  z.strictObject({
    type: z.literal('incident'),
    change: z.enum(INCIDENT_CHANGES),
    atMs: z.int(),
    isNotifiable: z.boolean(),
    incident: incidentSchema,
    ...byPerson,
  }),
]);
export type AlertRecord = z.infer<typeof alertRecordSchema>;
