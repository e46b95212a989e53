import { disableUser, enableUser } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { findPerson, userArgument } from '../../people/find-person.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';
import { userJson, userSchema } from '../../people/user-json.ts';

const options = { reason: auditReasonOption, actor: actorOption };

export const userDisable = defineCommand({
  path: 'user disable',
  summary: 'let a user sign in nowhere any more and end all sessions',
  args: { user: userArgument },
  options,
  examples: ['redoubt user disable zoe@example.com --reason "left the company"'],
  result: z.object({ user: userSchema }),
  run: async (context, { user: typed, ...given }) => {
    const deps = await context.tenancy();
    const { id } = await findPerson(deps.database, typed);
    return { result: { user: userJson(await disableUser(deps, id, { by: operatorOf(context, given) })) } };
  },
  render: ({ user }) => `${user.email} is disabled`,
});

export const userEnable = defineCommand({
  path: 'user enable',
  summary: 'let a disabled user sign in again',
  args: { user: userArgument },
  options,
  examples: ['redoubt user enable zoe@example.com'],
  result: z.object({ user: userSchema }),
  run: async (context, { user: typed, ...given }) => {
    const deps = await context.tenancy();
    const { id } = await findPerson(deps.database, typed);
    return { result: { user: userJson(await enableUser(deps, id, { by: operatorOf(context, given) })) } };
  },
  render: ({ user }) => `${user.email} may sign in again`,
});
