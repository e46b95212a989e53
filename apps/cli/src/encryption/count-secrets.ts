import type { SecretBox } from '@redoubt/encryption';
import { addCounts, countAllSecrets, NO_SECRETS, type SecretCounts } from '@redoubt/rulebook';
import type { Database } from '@redoubt/storage';
import { z } from 'zod';

export const secretCountsSchema = z.object({
  current: z.number().int().describe('sealed with the active key, in the format of today'),
  stale: z.number().int().describe('to be sealed anew'),
  unreadable: z.number().int().describe('sealed with a key that is not here'),
});

/** All organisations' secrets together, and how many organisations have any. */
export async function countEverySecret(
  database: Database,
  secretBox: SecretBox,
  signal: AbortSignal,
): Promise<{ sum: SecretCounts; organizations: number }> {
  let sum = NO_SECRETS;
  let organizations = 0;
  for await (const { counts } of countAllSecrets(database, secretBox, signal)) {
    if (counts.current + counts.stale + counts.unreadable > 0) organizations += 1;
    sum = addCounts(sum, counts);
  }
  signal.throwIfAborted();
  return { sum, organizations };
}
