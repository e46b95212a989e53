import type { OrgId } from '@redoubt/contracts';
import { listSinks, readSinkHealth, readSinkMinutes, type SinkInfo } from '@redoubt/rulebook';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { sinkMinuteSchema, sinkSchema, sinkStateSchema } from './sink-schema.ts';

const shown = sinkSchema.extend({
  health: sinkStateSchema,
  minutes: z.array(sinkMinuteSchema).describe('The last hour, oldest first'),
});

export function listSinksRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/sinks',
    operationId: 'listSinks',
    summary: 'List where events are forwarded to, by name, and how each is doing; without secrets',
    permission: 'sinks:read',
    reply: z.strictObject({ sinks: z.array(shown) }),
    handle: async ({ principal: { orgId } }) => {
      const sinks = await listSinks(services.database, orgId);
      return { json: { sinks: await withStates(services, orgId, sinks) } };
    },
  });
}

export function getSinkRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/sinks/{sinkId}',
    operationId: 'getSink',
    summary: 'One sink, and how it is doing; without secrets',
    permission: 'sinks:read',
    params: z.strictObject({ sinkId: z.uuid() }),
    reply: z.strictObject({ sink: shown }),
    handle: async ({ principal: { orgId }, params: { sinkId } }) => {
      const [sink] = await withStates(services, orgId, [await theSink(services, orgId, sinkId)]);
      if (sink === undefined) throw new Refusal('not_found');
      return { json: { sink } };
    },
  });
}

async function withStates(
  { redis, clock }: Services,
  orgId: OrgId,
  sinks: readonly SinkInfo[],
): Promise<z.input<typeof shown>[]> {
  const states = await readSinkHealth(redis, orgId, sinks);
  const nowMs = clock.now();
  return Promise.all(
    sinks.map(async (sink) => {
      const health = states.get(sink.sinkId);
      if (health === undefined) throw new TypeError('a sink without a state');
      return { ...sink, health, minutes: await readSinkMinutes(redis, orgId, sink.sinkId, nowMs) };
    }),
  );
}

/** @throws Refusal when the organisation has no such sink */
export async function theSink({ database }: Services, orgId: OrgId, sinkId: string): Promise<SinkInfo> {
  const found = (await listSinks(database, orgId)).find((one) => one.sinkId === sinkId);
  if (!found) throw new Refusal('not_found');
  return found;
}
