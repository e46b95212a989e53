import { getMember, listMembers, removeMember, ROLES, setMember, type Member } from '@redoubt/tenancy';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import { nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';

const member = z.strictObject({
  userId: z.uuid(),
  email: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  source: z.enum(['local', 'oidc']).describe('`oidc`: by what the provider says, and until it says otherwise'),
  isDisabled: z.boolean().describe('Signs in nowhere'),
  sinceMs: z.int(),
  lastLoginAtMs: z.int().optional().describe('To any organisation'),
});
const params = z.strictObject({ userId: z.uuid() });

/** People of the organisation, and what they may do. */
export function memberRoutes(services: Services): Route[] {
  return [listMembersRoute(services), changeMemberRoute(services), removeMemberRoute(services)];
}

function listMembersRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/members',
    operationId: 'listMembers',
    summary: 'List members by e-mail address',
    permission: 'members:read',
    query: z.strictObject({ ...paging, limit: paging.limit.unwrap().default(500) }),
    reply: z.strictObject({ members: z.array(member), nextCursor }),
    handle: async ({ principal, query: { limit, cursor } }) => {
      const after = cursor === undefined ? {} : { afterEmail: Buffer.from(cursor, 'base64url').toString() };
      const found = await listMembers(database, principal.orgId, { ...after, limit: limit + 1 });
      const members = found.slice(0, limit);
      const last = members.at(-1);
      if (found.length <= limit || !last) return { json: { members } };
      return { json: { members, nextCursor: Buffer.from(last.email).toString('base64url') } };
    },
  });
}

function changeMemberRoute(services: Services): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/members/{userId}',
    operationId: 'changeMember',
    summary: 'Give a member another role',
    description: "The member's sessions end, so that the new rights hold at once. The last admin stays one.",
    permission: 'members:write',
    params,
    body: z.strictObject({ role: z.enum(ROLES), reason }),
    reply: z.strictObject({ member }),
    problems: ['refused'],
    handle: async (call) => {
      const { role, reason: why } = call.body;
      const { userId } = await theMember(services, call);
      await setMember(services, call.principal.orgId, { userId, role, isMember: true }, byOf(call, why));
      return { json: { member: await theMember(services, call) } };
    },
  });
}

function removeMemberRoute(services: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/members/{userId}',
    operationId: 'removeMember',
    summary: 'Take a member out of the organisation',
    description: "The member's sessions end at once. The last admin stays.",
    permission: 'members:write',
    params,
    query: z.strictObject({ reason }),
    reply: z.strictObject({ member: member.describe('As it was') }),
    problems: ['refused'],
    handle: async (call) => {
      const before = await theMember(services, call);
      await removeMember(services, call.principal.orgId, before.userId, byOf(call, call.query.reason));
      return { json: { member: before } };
    },
  });
}

async function theMember(
  { database }: Services,
  {
    principal,
    params: { userId },
  }: { principal: { orgId: Parameters<typeof getMember>[1] }; params: { userId: string } },
): Promise<Member> {
  const found = await getMember(database, principal.orgId, userId);
  if (!found) throw new Refusal('not_found');
  return found;
}
