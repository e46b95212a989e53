import { listUsers } from '@redoubt/tenancy';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, asText, option } from '../../command/inputs.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { userJson, userSchema } from '../../people/user-json.ts';

export const userList = defineCommand({
  path: 'user list',
  summary: 'list users by e-mail address',
  options: {
    limit: option('--limit <n>', 'at most this many', asInteger({ min: 1, max: 10_000 }), { defaultValue: 500 }),
    after: option('--after <email>', 'only addresses after this one', asText),
  },
  examples: ['redoubt user list', 'redoubt user list --json'],
  result: z.object({ users: z.array(userSchema) }),
  rowsOf: ({ users }) => users,
  run: async (context, { limit, after }) => {
    const page = { limit, ...(after === undefined ? {} : { afterEmail: after }) };
    const users = await listUsers(await context.database(), page);
    if (users.length === limit) context.output.note(`there may be more: --after ${users.at(-1)?.email ?? ''}`);
    return { result: { users: users.map(userJson) } };
  },
  render: ({ users }, view) =>
    renderTable(
      [
        { name: 'e-mail' },
        { name: 'name', isFlexible: true },
        { name: 'state' },
        { name: 'last sign-in' },
        { name: 'id' },
      ],
      users.map((user) => [
        printable(user.email),
        printable(user.displayName),
        user.isDisabled ? view.style.dim('disabled') : view.style.good('active'),
        user.lastLoginAt?.slice(0, 16).replace('T', ' ') ?? 'never',
        user.id,
      ]),
      view,
    ),
});
