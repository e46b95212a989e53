import { channelFilterSchema, channelGroupSchema, listChannels } from '@redoubt/rulebook';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

const channel = z.strictObject({
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

export function channelRoutes({ database }: Services): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/channels',
      operationId: 'listChannels',
      summary: 'List notification channels by name, without their secrets',
      permission: 'channels:read',
      reply: z.strictObject({ channels: z.array(channel) }),
      handle: async ({ principal }) => ({ json: { channels: await listChannels(database, principal.orgId) } }),
    }),
  ];
}
