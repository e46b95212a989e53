import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { Database, Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, readSettings, type Author } from '../rulebook-deps.ts';
import { BUILT_IN_PACK_ID, packIdSchema, packVersionSchema, type PackReference } from './org-rules.ts';

/** What is read of a compiled pack here; the rest travels as it is. */
export interface PackJson {
  packId: string;
  version: string;
  title: string;
  license?: string;
  rules: readonly unknown[];
  refused: readonly unknown[];
}

/** A stored pack without its rules. */
export interface PackInfo extends PackReference {
  /** Absent for a pack that every organisation may use. */
  orgId?: OrgId;
  title: string;
  license?: string;
  ruleCount: number;
  refusedCount: number;
  /** Compressed, as Redis holds it. */
  sizeBytes: number;
  createdAtMs: number;
  createdBy: string;
}

/** Compressed and plain size beyond which a pack is refused. */
export const MAX_PACK_BYTES = 16 * 1024 * 1024;
export const MAX_PACK_JSON_BYTES = 256 * 1024 * 1024;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/**
 * Stores a compiled pack, for one organisation or (without `orgId`) for all. A version never changes: the same content
 * again is the same pack.
 *
 * @returns false when it was there already
 * @throws PermanentError  a bad id or version, the built-in pack, too large, or other content under the same version
 */
export async function savePack(
  database: Database,
  pack: PackJson,
  options: Author & { orgId?: OrgId },
): Promise<boolean> {
  checked(packIdSchema, pack.packId, 'pack id');
  checked(packVersionSchema, pack.version, 'pack version');
  if (pack.packId === BUILT_IN_PACK_ID) throw new PermanentError('the built-in pack cannot be replaced');
  const packed = await packUp(pack);
  const { digest } = packed;
  const isNew = await database.transaction(async (session) => {
    if (!(await insertPack(session, packed, options))) return false;
    const target = { kind: 'pack', id: `${pack.packId} ${pack.version}` };
    const after = { title: pack.title, ruleCount: pack.rules.length, sha256: digest.toString('hex') };
    const by = { ...options, orgId: options.orgId ?? null };
    await auditChange(session, by, { action: 'pack.added', target, after });
    return true;
  });
  if (isNew) return true;
  const [held] = await database.query<{ org_id: string | null; sha256: Buffer }>(
    'SELECT org_id, sha256 FROM rule_packs WHERE pack_id = $1 AND version = $2',
    [pack.packId, pack.version],
  );
  const isSame = held && held.org_id === (options.orgId ?? null) && digest.equals(held.sha256);
  if (!isSame)
    throw new PermanentError(`pack ${pack.packId} ${pack.version} exists with other content: raise its version`);
  return false;
}

/** A pack as it is stored. */
export interface PackedUp {
  pack: PackJson;
  /** Its JSON, compressed. */
  bytes: Buffer;
  /** SHA-256 of its JSON. */
  digest: Buffer;
}

/** Compresses a pack, before a transaction has to wait for it. @throws PermanentError  too large */
export async function packUp(pack: PackJson): Promise<PackedUp> {
  const json = Buffer.from(JSON.stringify(pack));
  return { pack, bytes: await packBytes(json), digest: createHash('sha256').update(json).digest() };
}

/** Adds the row of a pack; false when its version is there already. */
export async function insertPack(
  session: Session,
  { pack, bytes, digest }: PackedUp,
  { orgId, actor }: { orgId?: OrgId; actor: string },
): Promise<boolean> {
  const inserted = await session.query(INSERT, [
    ...[pack.packId, pack.version, orgId ?? null, pack.title, pack.license ?? null, bytes, digest],
    ...[bytes.length, pack.rules.length, pack.refused.length, actor],
  ]);
  return inserted.length > 0;
}

const INSERT = `
  INSERT INTO rule_packs (pack_id, version, org_id, title, license, pack, sha256, size_bytes, rule_count,
    refused_count, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING 1`;

async function packBytes(json: Buffer): Promise<Buffer> {
  if (json.length > MAX_PACK_JSON_BYTES) throw new PermanentError('the pack has more than 256 MiB of JSON');
  const bytes = await compress(json, { params: { [constants.ZSTD_c_compressionLevel]: 9 } });
  if (bytes.length > MAX_PACK_BYTES) throw new PermanentError('the pack has more than 16 MiB compressed');
  return bytes;
}

/** JSON of a compressed pack; bounded, since a small text may expand without end. */
export async function unpack(bytes: Buffer): Promise<Buffer> {
  return decompress(bytes, { maxOutputLength: MAX_PACK_JSON_BYTES });
}

/** Packs that an organisation may use, by id, newest version first. */
export async function listPacks(database: Database, orgId: OrgId): Promise<PackInfo[]> {
  const rows = await readSettings(database, orgId, (session) =>
    session.query<PackRow>(`SELECT ${INFO} FROM rule_packs ORDER BY pack_id, created_at DESC LIMIT 1000`),
  );
  return rows.map(infoOf);
}

/** JSON of a stored pack that the organisation may use; undefined when there is none. */
export async function loadPack(database: Database, orgId: OrgId, of: PackReference): Promise<Buffer | undefined> {
  const bytes = await readSettings(database, orgId, (session) => readPackBytes(session, of));
  return bytes && unpack(bytes);
}

/** The compressed pack, if the transaction's organisation may see it. */
export async function readPackBytes(session: Session, of: PackReference): Promise<Buffer | undefined> {
  const [row] = await session.query<{ pack: Buffer }>(
    'SELECT pack FROM rule_packs WHERE pack_id = $1 AND version = $2',
    [of.packId, of.version],
  );
  return row?.pack;
}

const INFO = 'pack_id, version, org_id, title, license, rule_count, refused_count, size_bytes, created_at, created_by';

interface PackRow {
  pack_id: string;
  version: string;
  org_id: OrgId | null;
  title: string;
  license: string | null;
  rule_count: number;
  refused_count: number;
  size_bytes: string;
  created_at: Date;
  created_by: string;
}

function infoOf(row: PackRow): PackInfo {
  return {
    packId: row.pack_id,
    version: row.version,
    title: row.title,
    ruleCount: row.rule_count,
    refusedCount: row.refused_count,
    sizeBytes: Number(row.size_bytes),
    createdAtMs: row.created_at.getTime(),
    createdBy: row.created_by,
    ...(row.org_id === null ? {} : { orgId: row.org_id }),
    ...(row.license === null ? {} : { license: row.license }),
  };
}
