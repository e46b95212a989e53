import { openSink } from '@redoubt/rulebook';
import { appendAudit } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf } from '../author.ts';
import type { Services } from '../services.ts';

export function testSinkRoute({ database, messages }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/sinks/{sinkId}/test',
    operationId: 'testSink',
    summary: 'Send a trial event to a sink and say what it said',
    description: 'One try, past its cursor and filter; also to a sink that is paused.',
    permission: 'sinks:write',
    cost: 10,
    params: z.strictObject({ sinkId: z.uuid() }),
    reply: z.strictObject({ ok: z.boolean(), detail: z.string().describe('What the receiver said, or why it failed') }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { sinkId } = call.params;
      const sink = await openSink(database, orgId, { sinkId, secretBox: messages.secretBox });
      if (!sink) throw new Refusal('not_found');
      const result = await messages.sinkTester.run(orgId, sink, call.signal);
      const target = { kind: 'sink', id: sinkId };
      const entry = { orgId, actor: byOf(call), target, action: 'sink.tested', after: result };
      await database.transaction((session) => appendAudit(session, entry), { role: 'redoubt_writer', orgId });
      return { json: result };
    },
  });
}
