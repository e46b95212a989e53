import { PermanentError, type Asset, type OrgId } from '@redoubt/contracts';
import { appendAudit } from '../audit/append-audit.ts';
import type { AuditActor } from '../audit/audit-entry.ts';
import type { Database } from '../database.ts';
import type { Session } from '../session.ts';
import { ASSET_COLUMNS, assetOf, criticalityRank, type AssetRow, type StoredAsset } from './asset-rows.ts';

/** Most assets of one organisation. */
export const MAX_ASSETS = 20_000;
const TIMEOUT_MS = 60_000;
const CHUNK = 2_000;

export interface AssetsToSave {
  orgId: OrgId;
  /** Each name once. */
  assets: readonly Asset[];
  actor: AuditActor;
  /** Tells what would change and changes nothing. */
  isDryRun?: boolean;
}

/** Names of what an import adds, changes and leaves as it is. */
export interface SavedAssets {
  added: string[];
  changed: string[];
  unchanged: number;
}

/**
 * Adds assets, or brings those of the same name to what is given, in one transaction; audited. Scans stay.
 *
 * @throws PermanentError when the inventory would grow beyond MAX_ASSETS
 */
export async function saveAssets(database: Database, given: AssetsToSave): Promise<SavedAssets> {
  const { orgId, assets, actor, isDryRun = false } = given;
  if (assets.length > MAX_ASSETS) throw new PermanentError(`an inventory holds at most ${MAX_ASSETS} assets`);
  return asWriter(database, orgId, async (session) => {
    await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 25))', [orgId]);
    const known = await knownAssets(
      session,
      orgId,
      assets.map(({ name }) => name),
    );
    const added = assets.filter(({ name }) => !known.has(name));
    const changed = assets.filter((asset) => isOther(known.get(asset.name), asset));
    const result = {
      added: added.map(({ name }) => name),
      changed: changed.map(({ name }) => name),
      unchanged: assets.length - added.length - changed.length,
    };
    await checkRoom(session, orgId, added.length);
    if (isDryRun || added.length + changed.length === 0) return result;
    const all = [...added, ...changed];
    for (let at = 0; at < all.length; at += CHUNK) await upsert(session, orgId, all.slice(at, at + CHUNK), actor);
    const [only] = all;
    const isOne = all.length === 1 && only !== undefined;
    const target = { kind: 'asset', id: isOne ? only.name : 'inventory' };
    const before = isOne ? known.get(only.name) : undefined;
    const after = isOne ? only : { added: added.length, changed: changed.length };
    const action = isOne ? 'asset.set' : 'asset.imported';
    await appendAudit(session, { orgId, actor, action, target, ...(before === undefined ? {} : { before }), after });
    return result;
  });
}

/** @returns false when there is no such asset */
export async function removeAsset(
  database: Database,
  { orgId, name, actor }: { orgId: OrgId; name: string; actor: AuditActor },
): Promise<boolean> {
  return asWriter(database, orgId, async (session) => {
    const before = (await knownAssets(session, orgId, [name])).get(name);
    if (before === undefined) return false;
    await session.query('DELETE FROM assets WHERE org_id = $1 AND name = $2', [orgId, name]);
    const target = { kind: 'asset', id: name };
    await appendAudit(session, { orgId, actor, action: 'asset.removed', target, before });
    return true;
  });
}

async function knownAssets(session: Session, orgId: OrgId, names: readonly string[]): Promise<Map<string, Asset>> {
  const rows = await session.query<AssetRow>(
    `SELECT ${ASSET_COLUMNS} FROM assets WHERE org_id = $1 AND name = ANY ($2::text[])`,
    [orgId, names],
  );
  return new Map(rows.map((row) => [row.name, givenOf(assetOf(row))]));
}

function givenOf({ name, addresses, criticality, owner, tags }: StoredAsset): Asset {
  return { name, addresses, criticality, ...(owner === undefined ? {} : { owner }), tags };
}

function isOther(known: Asset | undefined, asset: Asset): boolean {
  return known !== undefined && JSON.stringify(known) !== JSON.stringify(givenOf({ ...asset } as StoredAsset));
}

async function checkRoom(session: Session, orgId: OrgId, more: number): Promise<void> {
  if (more === 0) return;
  const [row] = await session.query<{ count: number }>('SELECT count(*)::int AS count FROM assets WHERE org_id = $1', [
    orgId,
  ]);
  if ((row?.count ?? 0) + more > MAX_ASSETS)
    throw new PermanentError(`an inventory holds at most ${MAX_ASSETS} assets`);
}

async function upsert(session: Session, orgId: OrgId, assets: readonly Asset[], actor: AuditActor): Promise<void> {
  // Lists of lists travel as JSON: unnest would flatten arrays of addresses.
  const rows = assets.map((asset) => ({
    ...asset,
    owner: asset.owner ?? null,
    rank: criticalityRank(asset.criticality),
  }));
  await session.query(
    `INSERT INTO assets (org_id, name, addresses, criticality, owner, tags, updated_by)
     SELECT $1, name, addresses, rank, owner, tags, $3
     FROM jsonb_to_recordset($2::jsonb) AS given (name text, addresses text[], rank smallint, owner text, tags text[])
     ON CONFLICT (org_id, name) DO UPDATE SET addresses = EXCLUDED.addresses, criticality = EXCLUDED.criticality,
       owner = EXCLUDED.owner, tags = EXCLUDED.tags, updated_at = now(), updated_by = EXCLUDED.updated_by`,
    [orgId, JSON.stringify(rows), `${actor.kind}:${actor.name}`],
  );
}

function asWriter<T>(database: Database, orgId: OrgId, work: (session: Session) => Promise<T>): Promise<T> {
  return database.transaction(work, { role: 'redoubt_writer', orgId, statementTimeoutMs: TIMEOUT_MS });
}
