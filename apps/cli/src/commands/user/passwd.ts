import { setPassword } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { findPerson, userArgument } from '../../people/find-person.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';
import { readPassword } from '../../people/read-password.ts';
import { userJson, userSchema } from '../../people/user-json.ts';

export const userPasswd = defineCommand({
  path: 'user passwd',
  summary: 'set the password of a user from the first line of standard input',
  details: 'All sessions of the user end.',
  args: { user: userArgument },
  options: { reason: auditReasonOption, actor: actorOption },
  examples: ['redoubt user passwd zoe@example.com < password.txt'],
  result: z.object({ user: userSchema }),
  run: async (context, { user: typed, ...given }) => {
    const deps = await context.tenancy();
    const { id } = await findPerson(deps.database, typed);
    const user = await setPassword(deps, id, await readPassword(context), { by: operatorOf(context, given) });
    return { result: { user: userJson(user) } };
  },
  render: ({ user }) => `${user.email} has a new password`,
});
