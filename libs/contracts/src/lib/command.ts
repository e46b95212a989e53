import { z } from 'zod';
import { DISPOSITIONS, alertSubjectSchema } from './alert.ts';
import { SEVERITIES } from './severity.ts';

const text = z.string().max(4_096);
const actor = z.string().min(1).max(256);
const head = { commandId: z.uuid(), actor, atMs: z.int() };
const onAlert = { ...head, alertId: z.uuid() };
const onIncident = { ...head, incidentId: z.uuid() };

/** One line of a frame on `{org}:commands:stream`: what a person asks of alert-engine. */
export const commandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('alert.acknowledge'), ...onAlert, note: text.optional() }),
  z.strictObject({ type: z.literal('alert.assign'), ...onAlert, assignee: z.string().max(256).nullable() }),
  z.strictObject({
    type: z.literal('alert.close'),
    ...onAlert,
    disposition: z.enum(DISPOSITIONS).optional(),
    note: text.optional(),
  }),
  z.strictObject({ type: z.literal('alert.reopen'), ...onAlert, note: text.optional() }),
  z.strictObject({ type: z.literal('alert.comment'), ...onAlert, note: text.min(1) }),
  z.strictObject({
    type: z.literal('incident.open'),
    ...head,
    incidentId: z.uuid(),
    kind: z.enum(['alert', 'security']),
    title: z.string().min(1).max(256),
    severity: z.enum(SEVERITIES),
    subject: alertSubjectSchema,
    alertIds: z.array(z.uuid()).max(100),
    note: text.optional(),
  }),
  z.strictObject({ type: z.literal('incident.note'), ...onIncident, note: text.min(1) }),
  z.strictObject({ type: z.literal('incident.assign'), ...onIncident, assignee: z.string().max(256).nullable() }),
  z.strictObject({ type: z.literal('incident.close'), ...onIncident, note: text }),
  /** Rules, settings or suppressions changed: read them again now instead of at the next poll. */
  z.strictObject({ type: z.literal('settings.changed'), ...head }),
]);
export type Command = z.infer<typeof commandSchema>;
