import { activateKey, addKey } from '@redoubt/encryption';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { asText, flag, option } from '../../command/inputs.ts';
import { auditKeys } from '../../encryption/audit-keys.ts';
import { requireKeyFile } from '../../encryption/secret-keys.ts';
import { auditReasonOption } from '../../people/operator.ts';
import { printable } from '../../output/printable.ts';

export const encryptionRotate = defineCommand({
  path: 'encryption rotate',
  summary: 'make a new key that secrets are sealed with from now on',
  details:
    'The key goes into the file of REDOUBT_SECRET_KEY_FILE; services that read that file follow within seconds, and the dashboard seals what is stored anew. Where services have copies of the file, first --prepare and bring the file to all of them, then --activate. Old keys stay until redoubt encryption retire takes them away.',
  options: {
    prepare: flag('--prepare', 'only let services learn the new key; the active one stays'),
    activate: option('--activate <key>', 'use a key that was prepared', asText),
    reason: auditReasonOption,
  },
  examples: [
    'redoubt encryption rotate --reason "yearly"',
    'redoubt encryption rotate --prepare',
    'redoubt encryption rotate --activate k20261122-1f0c',
  ],
  result: z.object({ key: z.string().describe('its id'), isActive: z.boolean() }),
  run: async (context, { prepare, activate, reason }) => {
    if (prepare && activate !== undefined) throw usageError('--prepare and --activate do not go together');
    const path = requireKeyFile(context);
    const isActive = !prepare;
    // Whoever cannot be held to account for a change does not make it.
    const audit = await auditKeys(context, reason);
    let key = activate;
    if (key === undefined) key = addKey(path, { isActive, nowMs: context.clock.now() });
    else activateKey(path, key);
    await audit(activate === undefined ? 'encryption.key_added' : 'encryption.key_activated', key, { isActive });
    context.output.note(
      isActive
        ? 'next: redoubt encryption status, until nothing is to be sealed anew'
        : `next: bring ${printable(path)} to every service, then redoubt encryption rotate --activate ${key}`,
    );
    return { result: { key, isActive } };
  },
  render: ({ key, isActive }, { style }) => `${style.good(isActive ? 'active' : 'prepared')}  ${printable(key)}`,
});
