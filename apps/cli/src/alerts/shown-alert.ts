import { z } from 'zod';
import { alertJsonSchema } from './alert-json.ts';
import { historySchema } from './history.ts';

/** An event that counted for an alert. */
export const sampleSchema = z.object({
  eventId: z.string(),
  eventTime: z.string().describe('RFC 3339'),
  eventType: z.string(),
  severity: z.string(),
  sourceIp: z.string().optional(),
  user: z.string().optional(),
  asset: z.string().optional(),
  message: z.string().optional(),
  payload: z.string().describe('the JSON text of the event as it was accepted'),
});

/** An alert with everything about it. */
export const showSchema = z.object({
  organization: z.string().describe('name'),
  alert: alertJsonSchema,
  incident: z
    .object({ incidentId: z.string(), title: z.string(), status: z.string(), severity: z.string() })
    .optional()
    .describe('the one it belongs to'),
  samples: z.array(sampleSchema).describe('events that counted and are still stored, oldest first; at most 20'),
  history: z.array(historySchema).describe('oldest first'),
});
export type ShownAlert = z.infer<typeof showSchema>;
