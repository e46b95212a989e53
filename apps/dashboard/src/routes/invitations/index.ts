import {
  getOrganization,
  inviteMember,
  listInvitations,
  noteMailed,
  readActorNames,
  revokeInvitation,
  ROLES,
  type Invitation,
} from '@redoubt/tenancy';
import type { OrgId } from '@redoubt/contracts';
import { z } from 'zod';
import { actorOf } from '../../auth/actor.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import type { Services } from '../services.ts';

const invitationSchema = z.strictObject({
  invitationId: z.uuid(),
  email: z.string(),
  role: z.enum(ROLES),
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
  invitedBy: z.string().describe('As people know who it was'),
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
});

/** Links by which people become members. */
export function invitationRoutes(services: Services): Route[] {
  return [listInvitationsRoute(services), inviteRoute(services), revokeInvitationRoute(services)];
}

function listInvitationsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/invitations',
    operationId: 'listInvitations',
    summary: 'List invitations, newest first; at most 1,000',
    permission: 'members:read',
    reply: z.strictObject({ invitations: z.array(invitationSchema) }),
    handle: async ({ principal }) => {
      const found = await listInvitations(database, principal.orgId);
      return { json: { invitations: await named(database, principal.orgId, found) } };
    },
  });
}

function inviteRoute(services: Services): Route {
  const { database, messages } = services;
  return defineRoute({
    method: 'post',
    path: '/api/v1/invitations',
    operationId: 'invite',
    summary: 'Invite somebody to the organisation',
    description:
      'An earlier open invitation of the same address ends. Where the platform can send mail, the link is mailed and ' +
      'the token is not told; else, or when the mail server refuses, it is told this once, for the link ' +
      '`/invite#<token>`. Of an account that is made with a token which was told, nobody knows that it is its person’s.',
    permission: 'members:write',
    cost: 10,
    body: z.strictObject({ email: z.string().min(3).max(254), role: z.enum(ROLES), reason }),
    status: 201,
    reply: z.strictObject({
      invitation: invitationSchema,
      token: z.string().nullable().describe('Works once; null: it was mailed'),
      mail: z
        .strictObject({ ok: z.boolean(), detail: z.string().describe('What the mail server said') })
        .nullable()
        .describe('Null: the platform sends no mail'),
    }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { reason: why, ...wanted } = call.body;
      const { invitation, token } = await inviteMember(database, orgId, wanted, byOf(call, why));
      const [shown] = await named(database, orgId, [invitation]);
      const { displayName: organization } = await getOrganization(database, orgId);
      const invitedBy = shown?.invitedBy ?? actorOf(call.principal);
      const mail = (await messages.invitations?.send({ invitation, token, organization, invitedBy })) ?? null;
      // Who is told the token may accept in place of whom it is for.
      if (mail?.ok) await noteMailed(database, orgId, invitation.id);
      return { json: { invitation: shown, token: mail?.ok ? null : token, mail } };
    },
  });
}

function revokeInvitationRoute({ database }: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/invitations/{invitationId}',
    operationId: 'revokeInvitation',
    summary: 'End an invitation; nothing happens to one that has ended',
    permission: 'members:write',
    params: z.strictObject({ invitationId: z.uuid() }),
    query: z.strictObject({ reason }),
    reply: z.strictObject({ invitation: invitationSchema }),
    handle: async (call) => {
      const { orgId } = call.principal;
      const find = async (): Promise<Invitation> => {
        const all = await listInvitations(database, orgId);
        const found = all.find(({ id }) => id === call.params.invitationId);
        if (!found) throw new Refusal('not_found');
        return found;
      };
      const { id } = await find();
      await revokeInvitation(database, orgId, id, byOf(call, call.query.reason));
      const [invitation] = await named(database, orgId, [await find()]);
      return { json: { invitation } };
    },
  });
}

/** Whoever made one is kept without a kind: a user, or an operator by name. */
async function named(
  database: Services['database'],
  orgId: OrgId,
  all: readonly Invitation[],
): Promise<z.input<typeof invitationSchema>[]> {
  const names = await readActorNames(
    database,
    orgId,
    all.map(({ createdBy }) => `user:${createdBy}`),
  );
  return all.map(({ id: invitationId, email, role, state, createdBy, createdAtMs, expiresAtMs }) => ({
    ...{ invitationId, email, role, state, createdAtMs, expiresAtMs },
    invitedBy: names.get(`user:${createdBy}`) ?? createdBy,
  }));
}
