import { randomBytes } from 'node:crypto';
import {
  changeSink,
  createSink,
  deleteSink,
  enableSink,
  newSinkSchema,
  sinkChangeSchema,
  type NewSink,
} from '@redoubt/rulebook';
import { parseQuery } from '@redoubt/sinks';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { authorOf, reason } from '../author.ts';
import { given, namesSomething } from '../parameters.ts';
import { relayNow } from '../relay-now.ts';
import type { Services } from '../services.ts';
import { isInForce } from '../suppressions/schemas.ts';
import { theSink } from './list.ts';
import { sinkSchema } from './sink-schema.ts';

const params = z.strictObject({ sinkId: z.uuid() });
const reply = z.strictObject({ sink: sinkSchema, isInForce });

export function createSinkRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/sinks',
    operationId: 'createSink',
    summary: 'Make a sink: forward events to a SIEM',
    description: 'Secrets are kept sealed and never told again. A webhook without `secret` gets one, told this once.',
    permission: 'sinks:write',
    body: z.strictObject({ sink: newSinkSchema, reason }),
    status: 201,
    reply: reply.extend({ secret: z.string().optional().describe('The signing secret that was made') }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { sink: wanted, reason: why } = call.body;
      checkQuery(wanted.filter.query);
      const isBare = wanted.type === 'webhook' && wanted.secret === undefined;
      const made = isBare ? `whsec_${randomBytes(32).toString('base64')}` : undefined;
      const sink = (made === undefined ? wanted : { ...wanted, secret: made }) as NewSink;
      const options = { ...authorOf(call, why), secretBox: services.messages.secretBox };
      const info = await createSink(services.database, orgId, sink, options);
      const inForce = await relayNow(services, orgId);
      return { json: { sink: info, isInForce: inForce, ...given({ secret: made }) } };
    },
  });
}

export function changeSinkRoute(services: Services): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/sinks/{sinkId}',
    operationId: 'changeSink',
    summary: 'Change a sink; what is not named stays, secrets too',
    description:
      'Filter and batch are replaced as a whole; `settings` names settings of its type. Secrets are kept for the place ' +
      'they were given for and no other. Type, cursor and start stay.',
    permission: 'sinks:write',
    params,
    body: z.strictObject({ ...sinkChangeSchema.shape, reason }).refine(namesSomething, 'names nothing to change'),
    reply,
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { reason: why, ...wanted } = call.body;
      checkQuery(wanted.filter?.query);
      const { sinkId } = await theSink(services, orgId, call.params.sinkId);
      const options = { ...authorOf(call, why), sinkId, secretBox: services.messages.secretBox };
      const sink = await changeSink(services.database, orgId, given(wanted), options);
      return { json: { sink, isInForce: await relayNow(services, orgId) } };
    },
  });
}

/** Switching needs no secret, so it works without the key too. */
export function switchSinkRoute(services: Services, isEnabled: boolean): Route {
  const word = isEnabled ? 'resume' : 'pause';
  return defineRoute({
    method: 'post',
    path: `/api/v1/sinks/{sinkId}/${word}`,
    operationId: isEnabled ? 'resumeSink' : 'pauseSink',
    summary: isEnabled
      ? 'Go on forwarding to a sink, from where it was'
      : 'Stop forwarding to a sink; what comes meanwhile is kept for it',
    permission: 'sinks:write',
    params,
    body: z.strictObject({ reason }),
    reply,
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { sinkId } = await theSink(services, orgId, call.params.sinkId);
      const sink = await enableSink(services.database, orgId, sinkId, {
        ...authorOf(call, call.body.reason),
        isEnabled,
      });
      return { json: { sink, isInForce: await relayNow(services, orgId) } };
    },
  });
}

export function deleteSinkRoute(services: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/sinks/{sinkId}',
    operationId: 'deleteSink',
    summary: 'Take a sink away with its secrets and its cursor; what waits for it is not forwarded',
    permission: 'sinks:write',
    params,
    query: z.strictObject({ reason }),
    reply: z.strictObject({ sink: sinkSchema.describe('As it was'), isInForce }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const sink = await theSink(services, orgId, call.params.sinkId);
      await deleteSink(services.database, orgId, sink.sinkId, authorOf(call, call.query.reason));
      return { json: { sink, isInForce: await relayNow(services, orgId) } };
    },
  });
}

/** @throws PermanentError when it cannot be read */
function checkQuery(query: string | undefined): void {
  if (query !== undefined) parseQuery(query);
}
