import { createUser, setMember, ROLES } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asChoice, asText, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { operatorOf } from '../../people/operator.ts';
import { readPassword } from '../../people/read-password.ts';
import { userJson, userSchema } from '../../people/user-json.ts';

export const userCreate = defineCommand({
  path: 'user create',
  summary: 'make a user, and a member of an organisation if one is named',
  details: 'Without a password the user signs in through a provider only.',
  args: { email: argument('<email>', 'what the user signs in with', asText) },
  options: {
    name: option('--name <text>', 'shown to others (default: the e-mail address)', asText),
    org: option('--org <org>', 'an organisation to join, by name or id', asText),
    role: option('--role <role>', `one of ${ROLES.join(', ')}; with --org`, asChoice(ROLES)),
    passwordStdin: flag('--password-stdin', 'read the password from the first line of standard input'),
    actor: actorOption,
  },
  examples: ['redoubt user create zoe@example.com --org acme --role analyst --password-stdin < password.txt'],
  result: z.object({ user: userSchema }),
  run: async (context, { email, name, org, role, passwordStdin, actor }) => {
    if ((org === undefined) !== (role === undefined)) throw usageError('--org and --role go together');
    const deps = await context.tenancy();
    const by = operatorOf(context, { actor });
    const organization = org === undefined ? undefined : await findOrg(deps.database, org);
    const given = {
      email,
      displayName: name ?? email,
      ...(passwordStdin ? { password: await readPassword(context) } : {}),
    };
    const user = await createUser(deps.database, given, { by });
    if (organization && role) await setMember(deps, organization.id, { userId: user.id, role }, by);
    return { result: { user: userJson(user) } };
  },
  render: ({ user }) => `${user.email} is user ${user.id}`,
});
