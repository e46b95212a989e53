import { alertSchema, type Alert } from '@redoubt/contracts';
import { z } from 'zod';
import { isoTime } from '../output/time.ts';
import { shortId } from './case-id.ts';

/** An alert as commands print it. */
export const alertJsonSchema = z.object({
  ...alertSchema.shape,
  shortId: z.string().describe('first digits of the id; commands take them where they are unique'),
  reason: z.string().describe('why it fired, in words'),
  count: z.number().int().describe('matching events of the episode, exact'),
  firstSeenAt: z.string().describe('event time of the earliest matching event, RFC 3339'),
  lastSeenAt: z.string().describe('event time of the latest one, RFC 3339'),
  createdAt: z.string().describe('when it was opened, RFC 3339'),
  updatedAt: z.string().describe('when it last changed, RFC 3339'),
});
export type AlertJson = z.infer<typeof alertJsonSchema>;

export function alertJson(alert: Alert): AlertJson {
  return {
    ...alert,
    shortId: shortId(alert.alertId),
    firstSeenAt: isoTime(alert.firstSeenMs),
    lastSeenAt: isoTime(alert.lastSeenMs),
    createdAt: isoTime(alert.createdAtMs),
    updatedAt: isoTime(alert.updatedAtMs),
  };
}
