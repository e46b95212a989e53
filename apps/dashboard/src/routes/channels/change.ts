import { randomBytes } from 'node:crypto';
import {
  changeChannel,
  channelChangeSchema,
  deleteChannel,
  enableChannel,
  newChannelSchema,
  saveChannel,
  type ChannelInfo,
  type NewChannel,
} from '@redoubt/rulebook';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { authorOf, reason } from '../author.ts';
import { given, namesSomething } from '../parameters.ts';
import { relayNow } from '../relay-now.ts';
import type { Services } from '../services.ts';
import { isInForce } from '../suppressions/schemas.ts';
import { channelSchema } from './channel-schema.ts';
import { theChannel } from './list.ts';

const params = z.strictObject({ channelId: z.uuid() });
const reply = z.strictObject({ channel: channelSchema, isInForce });

export function createChannelRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/channels',
    operationId: 'createChannel',
    summary: 'Make a channel: tell somebody of alerts',
    description: 'Secrets are kept sealed and never told again. A webhook without `secret` gets one, told this once.',
    permission: 'channels:write',
    body: z.strictObject({ channel: newChannelSchema, reason }),
    status: 201,
    reply: reply.extend({ secret: z.string().optional().describe('The signing secret that was made') }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { channel: wanted, reason: why } = call.body;
      const made = wanted.type === 'webhook' && wanted.secret === undefined ? newSigningSecret() : undefined;
      const channel = (made === undefined ? wanted : { ...wanted, secret: made }) as NewChannel;
      const { secretBox } = services.messages;
      const options = { ...authorOf(call, why), ...(secretBox ? { secretBox } : {}) };
      const info = await saveChannel(services.database, orgId, channel, options);
      const inForce = await relayNow(services, orgId);
      return { json: { channel: info, isInForce: inForce, ...given({ secret: made }) } };
    },
  });
}

/** As Standard Webhooks writes them. */
function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

const change = z
  .strictObject({ ...channelChangeSchema.shape, reason })
  .refine(namesSomething, 'names nothing to change');

export function changeChannelRoute(services: Services): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/channels/{channelId}',
    operationId: 'changeChannel',
    summary: 'Change a channel; what is not named stays, secrets too',
    description:
      'Filter, group and mail server are replaced as a whole. The password of a mail server is kept for that server ' +
      'and no other. The type stays.',
    permission: 'channels:write',
    params,
    body: change,
    reply,
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { reason: why, ...wanted } = call.body;
      const { channelId } = await theChannel(services, orgId, call.params.channelId);
      const channel = await applyChange(services, { ...call, channelId, wanted: given(wanted), why });
      return { json: { channel, isInForce: await relayNow(services, orgId) } };
    },
  });
}

type Wanted = Partial<z.output<typeof channelChangeSchema>>;

async function applyChange(
  { database, messages }: Services,
  {
    channelId,
    wanted,
    why,
    ...call
  }: Parameters<typeof authorOf>[0] & {
    channelId: string;
    wanted: Wanted;
    why: string | undefined;
  },
): Promise<ChannelInfo> {
  const { orgId } = call.principal;
  const author = authorOf(call, why);
  const { isEnabled, ...others } = wanted;
  // Switching on and off needs no secret, so it works without the key too.
  if (isEnabled !== undefined && Object.keys(others).length === 0) {
    return enableChannel(database, orgId, channelId, { ...author, isEnabled });
  }
  return changeChannel(database, orgId, wanted, { ...author, channelId, secretBox: messages.secretBox });
}

export function deleteChannelRoute(services: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/channels/{channelId}',
    operationId: 'deleteChannel',
    summary: 'Take a channel away with its secrets; what waits for it is not told',
    permission: 'channels:write',
    params,
    query: z.strictObject({ reason }),
    reply: z.strictObject({ channel: channelSchema.describe('As it was'), isInForce }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const channel = await theChannel(services, orgId, call.params.channelId);
      await deleteChannel(services.database, orgId, channel.channelId, authorOf(call, call.query.reason));
      return { json: { channel, isInForce: await relayNow(services, orgId) } };
    },
  });
}
