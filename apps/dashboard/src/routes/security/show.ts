import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SecurityDesk } from '../../security/security-desk.ts';
import { postureSchema, userSchema } from './posture-schema.ts';

export function postureRoute(desk: SecurityDesk): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/security/posture',
    operationId: 'getSecurityPosture',
    summary: 'How secure the Redis installation is: score, checks, nodes, users, refusals',
    description:
      'As acl-manager last measured it; `atMs` says when, seconds ago when all is well. It belongs to the ' +
      'installation: members of the platform organisation alone see it.',
    permission: 'platform:read',
    reply: postureSchema,
    problems: ['acl_manager_unavailable'],
    handle: async () => ({ json: await desk.posture() }),
  });
}

export function securityUsersRoute(desk: SecurityDesk): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/security/users',
    operationId: 'listSecurityUsers',
    summary: 'List Redis users with their effective permissions and the age of their passwords',
    permission: 'platform:read',
    reply: z.strictObject({ atMs: z.number(), users: z.array(userSchema) }),
    problems: ['acl_manager_unavailable'],
    handle: async () => {
      const { atMs, users } = await desk.posture();
      return { json: { atMs, users } };
    },
  });
}
