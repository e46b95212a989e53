import { createSecretBox } from '@redoubt/encryption';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { countEverySecret, secretCountsSchema } from '../../encryption/count-secrets.ts';
import { settingsKeys } from '../../encryption/secret-keys.ts';
import { counted, formatCount } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

const keySchema = z.object({
  id: z.string(),
  state: z.enum(['active', 'opens', 'absent']).describe('opens: seals nothing any more; absent: not among the keys'),
  secrets: z.number().int().describe('sealed with it'),
});

export const encryptionStatus = defineCommand({
  path: 'encryption status',
  summary: 'tell with which keys stored secrets are sealed',
  details:
    'Nothing is opened and no key is shown. Ends with 3 when secrets are sealed with a key that is not here. What is stale is sealed anew by the dashboard, or by redoubt encryption reencrypt.',
  examples: ['redoubt encryption status', "redoubt encryption status --json | jq '.secrets.stale'"],
  result: z.object({
    activeKey: z.string(),
    keys: z.array(keySchema),
    organizations: z.number().int().describe('that have secrets'),
    secrets: secretCountsSchema,
  }),
  rowsOf: ({ keys }) => keys,
  run: async (context) => {
    const source = settingsKeys(context);
    const database = await context.database();
    const { sum, organizations } = await countEverySecret(database, createSecretBox(source), context.signal);
    const { ring } = source;
    const counts = new Map(Object.entries(sum.byKey));
    const known = ring.keys.map((key) => {
      // Values of the first format name their key by its fingerprint.
      const names = new Set([key.id, key.fingerprint]);
      const secrets = [...names].reduce((total, name) => total + (counts.get(name) ?? 0), 0);
      for (const name of names) counts.delete(name);
      return { id: key.id, state: key === ring.active ? ('active' as const) : ('opens' as const), secrets };
    });
    const absent = [...counts].map(([id, secrets]) => ({ id, state: 'absent' as const, secrets }));
    const { current, stale, unreadable } = sum;
    return {
      result: {
        activeKey: ring.active.id,
        keys: [...known, ...absent],
        organizations,
        secrets: { current, stale, unreadable },
      },
      exitCode: unreadable > 0 ? EXIT.checksFailed : EXIT.ok,
    };
  },
  render: ({ keys, organizations, secrets }, view) => {
    const table = renderTable(
      [{ name: 'key' }, { name: 'state' }, { name: 'secrets', align: 'right' }],
      keys.map(({ id, state, secrets: count }) => [
        printable(id),
        state === 'absent' ? view.style.bad(state) : state,
        formatCount(count),
      ]),
      view,
    );
    const { current, stale, unreadable } = secrets;
    const parts = [
      `${formatCount(current)} with the active key`,
      `${formatCount(stale)} to be sealed anew`,
      ...(unreadable > 0 ? [view.style.bad(`${formatCount(unreadable)} that nobody can open`)] : []),
    ];
    return `${table}\n\nsecrets of ${counted(organizations, 'organisation')}: ${parts.join(', ')}`;
  },
});
