import { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SecurityDesk } from '../../security/security-desk.ts';
import { byOf, reason } from '../author.ts';
import type { Services } from '../services.ts';
import { redisUser, testedNode } from './request-schema.ts';

const mostWords = 64;
const auditedChars = 256;

/** Asks whether a Redis user may do something. */
export function testCommandRoute({ database }: Services, desk: SecurityDesk): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/security/test',
    operationId: 'testSecurityCommand',
    summary: 'Ask every node whether a Redis user may run a command; nothing is run',
    description: 'By ACL DRYRUN.',
    permission: 'platform:read',
    cost: 5,
    body: z.strictObject({
      user: redisUser,
      command: z
        .array(z.string().max(1_024))
        .min(1)
        .max(mostWords)
        .describe('The command and its arguments: `["XADD", "{org:…}:events:stream", "*", "a", "b"]`'),
      reason,
    }),
    reply: z.strictObject({
      isAllowed: z.boolean().describe('By all nodes that answered'),
      detail: z.string(),
      nodes: z.array(testedNode),
    }),
    problems: ['acl_manager_unavailable', 'not_found', 'refused'],
    handle: async (call) => {
      const { command, reason: why = 'to see what the user may do' } = call.body;
      const { user } = await desk.userOf(call.body.user);
      const entry = {
        orgId: call.principal.orgId,
        action: 'redis_user.tested',
        target: { kind: 'redis_user', id: user },
      };
      const after = { command: command.join(' ').slice(0, auditedChars) };
      const reply = await desk.ask({ action: 'test', user, command, reason: why }, call, (requestId) =>
        recordAudit(database, { ...entry, actor: byOf(call, why), after: { ...after, requestId } }),
      );
      if (reply.result?.action !== 'test') throw new Refusal('refused', reply.detail);
      const { nodes } = reply.result;
      const isAllowed = nodes.length > 0 && nodes.every((node) => node.isAllowed);
      return { json: { isAllowed, detail: reply.detail, nodes } };
    },
  });
}
