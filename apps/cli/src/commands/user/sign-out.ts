import { signOutUser } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { findPerson, userArgument } from '../../people/find-person.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';
import { userJson, userSchema } from '../../people/user-json.ts';

export const userSignOut = defineCommand({
  path: 'user sign-out',
  summary: 'end all sessions of a user, in every organisation',
  args: { user: userArgument },
  options: { reason: auditReasonOption, actor: actorOption },
  examples: ['redoubt user sign-out zoe@example.com --reason "lost a laptop"'],
  result: z.object({ user: userSchema }),
  run: async (context, { user: typed, ...given }) => {
    const deps = await context.tenancy();
    const { id } = await findPerson(deps.database, typed);
    return { result: { user: userJson(await signOutUser(deps, id, { by: operatorOf(context, given) })) } };
  },
  render: ({ user }) => `${user.email} is signed out everywhere`,
});
