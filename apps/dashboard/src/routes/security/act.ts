import type { Principal } from '@redoubt/tenancy';
import { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SecurityAsk, SecurityDesk } from '../../security/security-desk.ts';
import { byOf } from '../author.ts';
import type { Services } from '../services.ts';
import { neededReason, redisUser, securityReplySchema } from './request-schema.ts';

const body = z.strictObject({ reason: neededReason });
const ofUser = z.strictObject({ user: redisUser });
const followed = 'It goes on by itself: follow it with getSecurityRequest, or in the posture.';

interface Asker {
  principal: Principal;
  address: string;
  signal: AbortSignal;
}

/** What people have acl-manager do. */
export function securityActionRoutes(services: Services, desk: SecurityDesk): Route[] {
  const act = async (ask: SecurityAsk & { action: 'rotate' | 'rollback' }, call: Asker) => {
    const { action, user = '*', reason } = ask;
    const entry = { orgId: call.principal.orgId, actor: byOf(call, reason), target: { kind: 'redis_user', id: user } };
    const reply = await desk.ask(ask, call, (requestId) =>
      recordAudit(services.database, { ...entry, action: `redis_user.${action}`, after: { requestId } }),
    );
    return { json: reply };
  };
  const asked = { permission: 'platform:write', cost: 10, body, status: 202, reply: securityReplySchema } as const;
  return [
    defineRoute({
      ...asked,
      method: 'post',
      path: '/api/v1/security/rotate',
      operationId: 'rotateSecurityUsers',
      summary: 'Exchange the passwords of all Redis users, one user after the other',
      description: followed,
      problems: ['acl_manager_unavailable'],
      handle: (call) => act({ action: 'rotate', reason: call.body.reason }, call),
    }),
    defineRoute({
      ...asked,
      method: 'post',
      path: '/api/v1/security/users/{user}/rotate',
      operationId: 'rotateSecurityUser',
      summary: 'Exchange the password of a Redis user without dropping a command',
      description: followed,
      params: ofUser,
      problems: ['acl_manager_unavailable'],
      handle: async (call) => {
        const { user } = await desk.userOf(call.params.user);
        return act({ action: 'rotate', user, reason: call.body.reason }, call);
      },
    }),
    defineRoute({
      ...asked,
      method: 'post',
      path: '/api/v1/security/users/{user}/rollback',
      operationId: 'rollBackSecurityUser',
      summary: 'Turn round the rotation of a Redis user that is under way',
      description: 'Works until the old password is taken away.',
      params: ofUser,
      problems: ['acl_manager_unavailable'],
      handle: async (call) => {
        const { user } = await desk.userOf(call.params.user);
        return act({ action: 'rollback', user, reason: call.body.reason }, call);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/v1/security/requests/{requestId}',
      operationId: 'getSecurityRequest',
      summary: 'What came of a request to acl-manager within the last ten minutes',
      permission: 'platform:read',
      params: z.strictObject({ requestId: z.uuid() }),
      reply: securityReplySchema,
      handle: async ({ params: { requestId } }) => ({ json: await desk.reply(requestId) }),
    }),
  ];
}
