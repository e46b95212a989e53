import { createSecretBox, removeKey } from '@redoubt/encryption';
import { z } from 'zod';
import { CliError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText } from '../../command/inputs.ts';
import { auditKeys } from '../../encryption/audit-keys.ts';
import { countEverySecret } from '../../encryption/count-secrets.ts';
import { requireKeyFile, settingsKeys } from '../../encryption/secret-keys.ts';
import { counted } from '../../output/number.ts';
import { auditReasonOption } from '../../people/operator.ts';
import { printable } from '../../output/printable.ts';

export const encryptionRetire = defineCommand({
  path: 'encryption retire',
  summary: 'take a key away that nothing is sealed with any more',
  details:
    'Refused while a stored secret needs the key, and for the active one. Keep a copy of the key as long as there are backups of the database from its time.',
  args: { key: argument('<key>', 'id of the key', asText) },
  options: { reason: auditReasonOption },
  examples: ['redoubt encryption retire k20251122-9b3e --reason "yearly"'],
  result: z.object({ key: z.string() }),
  run: async (context, { key: keyId, reason }) => {
    const path = requireKeyFile(context);
    const source = settingsKeys(context);
    const database = await context.database();
    const { sum } = await countEverySecret(database, createSecretBox(source), context.signal);
    const key = source.ring.find(keyId);
    const needed = (sum.byKey[keyId] ?? 0) + (key && key.fingerprint !== keyId ? (sum.byKey[key.fingerprint] ?? 0) : 0);
    if (needed > 0)
      throw new CliError(EXIT.conflict, `${counted(needed, 'secret')} would be lost with key ${printable(keyId)}`);
    const audit = await auditKeys(context, reason);
    removeKey(path, keyId);
    await audit('encryption.key_retired', keyId, undefined);
    return { result: { key: keyId } };
  },
  render: ({ key }, { style }) => `${style.good('retired')}  ${printable(key)}`,
});
