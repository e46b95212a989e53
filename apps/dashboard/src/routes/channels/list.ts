import { toError, type OrgId } from '@redoubt/contracts';
import { listChannels, type ChannelInfo } from '@redoubt/rulebook';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { channelSchema, deliveryJson, deliverySchema } from './channel-schema.ts';

export function listChannelsRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/channels',
    operationId: 'listChannels',
    summary: 'List notification channels by name, without their secrets',
    permission: 'channels:read',
    reply: z.strictObject({
      channels: z.array(
        channelSchema.extend({
          lastDelivery: deliverySchema.nullable().describe('Null: none, or it cannot be told now'),
        }),
      ),
    }),
    handle: async ({ principal: { orgId } }) => {
      const channels = await listChannels(services.database, orgId);
      return { json: { channels: await Promise.all(channels.map((one) => withLast(services, orgId, one))) } };
    },
  });
}

async function withLast({ messages, log }: Services, orgId: OrgId, channel: ChannelInfo) {
  try {
    const [last] = await messages.outcomes.outcomes(orgId, channel.channelId, 1);
    return { ...channel, lastDelivery: last ? deliveryJson(last) : null };
  } catch (error) {
    // The settings can still be seen while Redis is away.
    log.warn({ err: toError(error), orgId }, 'channel_deliveries_unreadable');
    return { ...channel, lastDelivery: null };
  }
}

export function listDeliveriesRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/channels/{channelId}/deliveries',
    operationId: 'listDeliveries',
    summary: 'What became of the newest messages to a channel, newest first; at most 100',
    permission: 'channels:read',
    params: z.strictObject({ channelId: z.uuid() }),
    reply: z.strictObject({ deliveries: z.array(deliverySchema) }),
    handle: async ({ principal: { orgId }, params: { channelId } }) => {
      await theChannel(services, orgId, channelId);
      const outcomes = await services.messages.outcomes.outcomes(orgId, channelId);
      return { json: { deliveries: outcomes.map(deliveryJson) } };
    },
  });
}

/** @throws Refusal when the organisation has no such channel */
export async function theChannel({ database }: Services, orgId: OrgId, channelId: string): Promise<ChannelInfo> {
  const found = (await listChannels(database, orgId)).find((one) => one.channelId === channelId);
  if (!found) throw new Refusal('not_found');
  return found;
}
