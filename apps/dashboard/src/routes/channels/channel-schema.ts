import type { NotificationOutcome } from '@redoubt/notifications';
import { channelFilterSchema, channelGroupSchema } from '@redoubt/rulebook';
import { z } from 'zod';

/** What became of a message. */
export const deliverySchema = z.strictObject({
  messageId: z.string(),
  outcome: z.enum(['sent', 'dead', 'dropped']).describe('`dead`: given up; `dropped`: the channel was gone'),
  detail: z.string().describe('What the receiver said, or why it could not be asked'),
  reason: z.enum(['new', 'changed', 'repeat', 'test']),
  alertIds: z.array(z.string()),
  toldCount: z.int().describe('Alerts it told of'),
  attempts: z.int(),
  startedAtMs: z.int(),
  finishedAtMs: z.int(),
});

const shownPart = z.object(deliverySchema.omit({ alertIds: true }).shape);

/** A channel as it is answered. */
export const channelSchema = z.strictObject({
  channelId: z.uuid(),
  name: z.string(),
  type: z.enum(['email', 'slack', 'webhook', 'pagerduty']),
  isEnabled: z.boolean(),
  filter: channelFilterSchema.describe('Which alerts it is told of'),
  group: channelGroupSchema.describe('What goes into one message, and when'),
  target: z.string().describe('Recipients, or the host of the address'),
  config: z.record(z.string(), z.unknown()).describe('Settings of its type that are no secret'),
  hasSecret: z.boolean(),
});

export function deliveryJson({ alerts, ...outcome }: NotificationOutcome): z.input<typeof deliverySchema> {
  return { ...shownPart.parse(outcome), alertIds: alerts.map(({ alertId }) => alertId) };
}
