import { PermanentError, type OrgId } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { Database } from '@redoubt/storage';
import type { RulebookDeps } from '../rulebook-deps.ts';
import { readPackBytes } from '../rules/packs.ts';
import { BUILT_IN_PACK_ID, type PackReference } from '../rules/org-rules.ts';

/** How long Redis keeps a pack that nobody uses any more, for engines that have not heard yet. */
const UNUSED_LIFE_MS = 24 * 3_600_000;

/** Makes sure that Redis holds these packs for good. A version never changes, so one that is there stays. */
export async function projectPacks(deps: RulebookDeps, orgId: OrgId, packs: readonly PackReference[]): Promise<void> {
  for (const pack of packs.filter((one) => one.packId !== BUILT_IN_PACK_ID)) {
    const key = clusterKeys.rulePack(pack.packId, pack.version);
    await deps.redis.call('PERSIST', key, [], { retry: 'free' });
    if (Number(await deps.redis.call('EXISTS', key, [], { retry: 'free' })) === 1) continue;
    const bytes = await deps.database.transaction((session) => readPackBytes(session, pack), {
      role: 'redoubt_reader',
      orgId,
      isReadOnly: true,
    });
    if (!bytes) throw new PermanentError(`there is no pack ${pack.packId} ${pack.version}`);
    await deps.redis.call('SET', key, [bytes], { retry: 'free', timeoutMs: 10_000 });
  }
}

/** Lets packs that an organisation gave up expire, if no other one uses them. */
export async function releasePacks(deps: RulebookDeps, packs: readonly PackReference[]): Promise<void> {
  for (const pack of packs.filter((one) => one.packId !== BUILT_IN_PACK_ID)) {
    if (await isUsed(deps.database, pack)) continue;
    const key = clusterKeys.rulePack(pack.packId, pack.version);
    await deps.redis.call('PEXPIRE', key, [UNUSED_LIFE_MS], { retry: 'free' });
    // Another organisation may have taken it up in between, and found it there.
    if (await isUsed(deps.database, pack)) await deps.redis.call('PERSIST', key, [], { retry: 'free' });
  }
}

async function isUsed(database: Database, { packId, version }: PackReference): Promise<boolean> {
  const rows = await database.transaction(
    (session) =>
      session.query('SELECT 1 FROM org_rules WHERE packs @> $1 LIMIT 1', [JSON.stringify([{ packId, version }])]),
    { role: 'redoubt_writer', isReadOnly: true },
  );
  return rows.length > 0;
}
