import { createSecretBox } from '@redoubt/encryption';
import { countAllSecrets, reencryptSecrets, SECRET_HOLDERS, type ReencryptReport } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { relayNow } from '../../alerts/relay.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { settingsKeys } from '../../encryption/secret-keys.ts';
import { counted } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';

export const encryptionReencrypt = defineCommand({
  path: 'encryption reencrypt',
  summary: 'seal stored secrets anew with the active key, here and now',
  details:
    'The dashboard does the same by itself. What is done is done: cut short, it goes on where it was when it is run again. Ends with 3 when a secret cannot be opened; that one stays as it is.',
  options: { actor: actorOption },
  examples: ['redoubt encryption reencrypt'],
  result: z.object({
    activeKey: z.string(),
    organizations: z.number().int().describe('that had something to do'),
    reencrypted: z.number().int(),
    unreadable: z.array(
      z.object({ organizationId: z.string(), holder: z.enum(SECRET_HOLDERS), id: z.string(), reason: z.string() }),
    ),
  }),
  run: async (context, { actor }) => {
    const secretBox = createSecretBox(settingsKeys(context));
    const deps = await context.tenancy();
    const by = { actor: actorOf(context, actor), secretBox };
    const unreadable: ({ organizationId: string } & ReencryptReport['unreadable'][number])[] = [];
    let [organizations, reencrypted] = [0, 0];
    for await (const { orgId, counts } of countAllSecrets(deps.database, secretBox, context.signal)) {
      if (counts.stale === 0) continue;
      const report = await reencryptSecrets(deps, orgId, by);
      await relayNow(context, orgId);
      organizations += 1;
      reencrypted += report.reencrypted;
      unreadable.push(...report.unreadable.map((one) => ({ organizationId: orgId, ...one })));
      context.output.progress(`${counted(organizations, 'organisation')}, ${counted(reencrypted, 'secret')}`);
    }
    context.signal.throwIfAborted();
    for (const { organizationId, holder, id, reason } of unreadable)
      context.output.warn(`${holder} ${id} of ${organizationId}: ${printable(reason)}`);
    return {
      result: { activeKey: secretBox.keyId, organizations, reencrypted, unreadable },
      exitCode: unreadable.length > 0 ? EXIT.checksFailed : EXIT.ok,
    };
  },
  render: ({ activeKey, organizations, reencrypted }) =>
    `${counted(reencrypted, 'secret')} of ${counted(organizations, 'organisation')} sealed anew with ${printable(activeKey)}`,
});
