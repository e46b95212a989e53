import type { OrgId } from '@redoubt/contracts';
import { describeSealed, type SecretBox } from '@redoubt/encryption';
import type { Database } from '@redoubt/storage';
import { readSealedSecrets } from './sealed-secrets.ts';

/** How an organisation's stored secrets are sealed. */
export interface SecretCounts {
  /** With the active key, in the format of today. */
  current: number;
  /** To be sealed anew. */
  stale: number;
  /** Sealed with a key that is not here, or no sealed value at all. */
  unreadable: number;
  /** By id of the key; of values of format 1, by the key's fingerprint. */
  byKey: Record<string, number>;
}

/** Counts an organisation's secrets without opening any. */
export async function countSecrets(database: Database, orgId: OrgId, secretBox: SecretBox): Promise<SecretCounts> {
  const counts: SecretCounts = { current: 0, stale: 0, unreadable: 0, byKey: {} };
  for (const { sealed } of await readSealedSecrets(database, orgId)) {
    const keyId = describeSealed(sealed)?.keyId ?? 'none';
    counts.byKey[keyId] = (counts.byKey[keyId] ?? 0) + 1;
    if (secretBox.isCurrent(sealed)) counts.current += 1;
    else if (secretBox.knowsKeyOf(sealed)) counts.stale += 1;
    else counts.unreadable += 1;
  }
  return counts;
}

/** Every organisation's counts, one at a time. @param signal ends it early */
export async function* countAllSecrets(
  database: Database,
  secretBox: SecretBox,
  signal?: AbortSignal,
): AsyncGenerator<{ orgId: OrgId; counts: SecretCounts }> {
  for (let afterId: OrgId | null = null; ;) {
    const page: { id: OrgId }[] = await database.query<{ id: OrgId }>(
      'SELECT id FROM organizations WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT 500',
      [afterId],
    );
    for (const { id: orgId } of page) {
      if (signal?.aborted) return;
      yield { orgId, counts: await countSecrets(database, orgId, secretBox) };
    }
    const last = page.at(-1);
    if (last === undefined) return;
    afterId = last.id;
  }
}

/** @returns the sum; `byKey` too */
export function addCounts(sum: SecretCounts, { current, stale, unreadable, byKey }: SecretCounts): SecretCounts {
  const keys = { ...sum.byKey };
  for (const [keyId, count] of Object.entries(byKey)) keys[keyId] = (keys[keyId] ?? 0) + count;
  return {
    ...{ current: sum.current + current, stale: sum.stale + stale, unreadable: sum.unreadable + unreadable },
    byKey: keys,
  };
}

export const NO_SECRETS: SecretCounts = { current: 0, stale: 0, unreadable: 0, byKey: {} };
