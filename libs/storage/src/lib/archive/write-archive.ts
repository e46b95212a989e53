import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { countRowsIn } from '../count-rows.ts';
import type { Database } from '../database.ts';
import { partitionName, startOfDayMs, type Day } from '../event-days.ts';
import type { Session } from '../session.ts';
import { archiveName, dataFileOf, listArchives, MANIFEST_SUFFIX, type ArchiveManifest } from './archive-manifest.ts';
import { partialOf, removeStalePartials, syncFile } from './partial-files.ts';
import { readBlocks } from './read-blocks.ts';
import { verifyArchive } from './verify-archive.ts';

const LEVEL = 9;
/** Reading and compressing a full day takes its time. */
const TIMEOUT_MS = 4 * 3_600_000;

export interface ArchiveOptions {
  database: Database;
  folder: string;
  nowMs: number;
  /** Ends it at the next rows; what is on disk then is no archive yet. */
  signal?: AbortSignal | undefined;
}

/**
 * Writes a day's rows as NDJSON, one row a line, compressed with zstd, with a manifest beside it, and verifies
 * what is on disk. A finished archive of the same table with the same number of rows is verified and used again, unless it
 * is no longer whole.
 *
 * @param table  where the rows are; the day's partition when absent
 * @throws Error when it cannot be written or is not what was written
 */
export async function archiveDay(
  options: ArchiveOptions,
  day: Day,
  table = partitionName(day),
): Promise<ArchiveManifest> {
  const { database, folder, nowMs, signal } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const date = new Date(startOfDayMs(day)).toISOString().slice(0, 10);
  const earlier = (await listArchives(folder)).filter((one) => one.day === date);
  const part = Math.max(0, ...earlier.map((one) => one.part)) + 1;
  await removeStalePartials(folder, nowMs);
  let manifest = await inSnapshot(database, (session) => findSame(session, table, earlier));
  if (manifest === undefined || !(await isWhole(folder, manifest, signal))) {
    manifest = await inSnapshot(database, async (session) =>
      write(session, folder, { date, part, table, nowMs, signal, ...(await factsOf(session, table)) }),
    );
    await verifyArchive(folder, manifest, signal);
  }
  // Of the same table, which was not dropped after all: an archive with fewer rows, or one that is no longer whole.
  for (const old of earlier) {
    if (old.tableOid !== manifest.tableOid || old.part === manifest.part) continue;
    await rm(join(folder, archiveName(old.day, old.part) + MANIFEST_SUFFIX), { force: true });
    await rm(join(folder, old.file), { force: true });
  }
  return manifest;
}

/** Of one moment: what comes later is not seen, and the caller counts again. */
async function inSnapshot<T>(database: Database, work: (session: Session) => Promise<T>): Promise<T> {
  return database.session(
    async (session) => {
      await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      try {
        // A disk may be slow between two reads.
        await session.query("SET LOCAL idle_in_transaction_session_timeout = '10min'");
        return await work(session);
      } finally {
        await session.query('ROLLBACK');
      }
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** The archive that an earlier run made of the table as it is. */
async function findSame(
  session: Session,
  table: string,
  earlier: readonly ArchiveManifest[],
): Promise<ArchiveManifest | undefined> {
  const { oid } = await factsOf(session, table);
  const ofTable = earlier.filter(({ tableOid }) => tableOid === oid);
  if (ofTable.length === 0) return undefined;
  const rows = await countRowsIn(session, table);
  return ofTable.findLast((one) => one.rows === rows);
}

/** False for a file that was cut, changed or taken away: the day is written anew, for it is still there. */
async function isWhole(folder: string, manifest: ArchiveManifest, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await verifyArchive(folder, manifest, signal);
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

interface TableFacts {
  oid: number;
  schema: number;
}

async function factsOf(session: Session, table: string): Promise<TableFacts> {
  const [row] = await session.query<{ oid: string; schema: number }>(
    `SELECT '${table}'::regclass::oid::int8 AS oid, (SELECT max(version) FROM schema_migrations) AS schema`,
  );
  return { oid: Number(row?.oid), schema: row?.schema ?? 0 };
}

interface Target extends TableFacts {
  date: string;
  /** Or the next one that is free when it is written. */
  part: number;
  table: string;
  nowMs: number;
  signal: AbortSignal | undefined;
}

async function write(session: Session, folder: string, target: Target): Promise<ArchiveManifest> {
  const partial = join(folder, partialOf(archiveName(target.date, target.part)));
  const plain = { hash: createHash('sha256'), sizeBytes: 0, rows: 0 };
  const packed = { hash: createHash('sha256'), sizeBytes: 0 };
  const organizations: Record<string, number> = {};
  const seen = { organizations, first: undefined as string | undefined, last: undefined as string | undefined };
  await pipeline(
    Readable.from(readBlocks(session, target, plain, seen)),
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: LEVEL } }),
    async function* count(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        packed.hash.update(chunk);
        packed.sizeBytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(partial, { mode: 0o600 }),
  );
  await syncFile(partial);
  const part = await claimPart(folder, target.date, target.part);
  const file = dataFileOf(target.date, part);
  await rename(partial, join(folder, file));
  const manifest: ArchiveManifest = {
    ...{ schemaVersion: 1, day: target.date, part, tableOid: target.oid, file, rows: plain.rows },
    organizations,
    ...(seen.first === undefined ? {} : { firstReceivedAt: seen.first }),
    ...(seen.last === undefined ? {} : { lastReceivedAt: seen.last }),
    ...{ sizeBytes: packed.sizeBytes, sha256: packed.hash.digest('hex') },
    ...{ plainSizeBytes: plain.sizeBytes, plainSha256: plain.hash.digest('hex') },
    ...{ schema: target.schema, createdAt: new Date(target.nowMs).toISOString() },
  };
  const manifestFile = join(folder, archiveName(target.date, part) + MANIFEST_SUFFIX);
  const partialManifest = partialOf(manifestFile);
  await writeFile(partialManifest, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(partialManifest, manifestFile);
  await syncFile(folder);
  return manifest;
}

/**
 * Takes the first number from `part` on that has no file, by an empty one: of a writer that has lost the lock of retention
 * and does not know it nothing is overwritten. Not by a hard link, which some network disks do not have.
 */
async function claimPart(folder: string, date: string, part: number): Promise<number> {
  for (let next = part; ; next++) {
    try {
      await writeFile(join(folder, dataFileOf(date, next)), '', { flag: 'wx', mode: 0o600 });
      return next;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
