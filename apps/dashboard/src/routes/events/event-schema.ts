import { assetContextSchema, eventIntelSchema, eventPlacesSchema, SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';
import { anomalySchema } from '../anomalies/anomaly-schema.ts';

/** A stored event as it is answered. */
export const storedEventSchema = z.strictObject({
  eventId: z.string(),
  orgId: z.uuid(),
  eventType: z.string(),
  severity: z.enum(SEVERITIES),
  eventTimeMs: z.number(),
  receivedAtMs: z.number(),
  isFuture: z.boolean().describe('Dated later than it was received'),
  sourceIp: z.string().optional(),
  destinationIp: z.string().optional(),
  user: z.string().optional(),
  asset: z.string().optional(),
  action: z.string().optional(),
  outcome: z.string().optional(),
  externalId: z.string().optional().describe("The sender's own id"),
  message: z.string().optional(),
  payload: z.string().describe('The JSON text of the event as it was accepted'),
  view: z.record(z.string(), z.unknown()).optional().describe('The event in the schema that `view` asks for'),
  intel: z.array(eventIntelSchema).optional().describe('What threat-intelligence lists said of it when it was stored'),
  places: eventPlacesSchema.optional().describe('Where its addresses lie, by the databases of the operator'),
  context: assetContextSchema.optional().describe('The asset it is about, by the inventory'),
  anomaly: anomalySchema.optional().describe('Absent: not scored, or too ordinary to keep'),
});
