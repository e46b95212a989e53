import { appendAudit } from '@redoubt/storage';
import { openChannel } from '@redoubt/rulebook';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf } from '../author.ts';
import type { Services } from '../services.ts';

export function testChannelRoute({ database, messages }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/channels/{channelId}/test',
    operationId: 'testChannel',
    summary: 'Send a trial message and say what the receiver said',
    description: 'One try, at most 15 s; also to a channel that is off. A pager sees an incident that is resolved.',
    permission: 'channels:write',
    cost: 10,
    params: z.strictObject({ channelId: z.uuid() }),
    reply: z.strictObject({ ok: z.boolean(), detail: z.string().describe('What the receiver said, or why it failed') }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { channelId } = call.params;
      const channel = await openChannel(database, orgId, { channelId, secretBox: messages.secretBox });
      if (!channel) throw new Refusal('not_found');
      const result = await messages.tester.run(orgId, channel, call.signal);
      const target = { kind: 'channel', id: channelId };
      const entry = { orgId, actor: byOf(call), target, action: 'channel.tested', after: result };
      await database.transaction((session) => appendAudit(session, entry), { role: 'redoubt_writer', orgId });
      return { json: result };
    },
  });
}
