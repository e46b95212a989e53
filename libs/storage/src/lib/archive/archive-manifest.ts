import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError, toError } from '@redoubt/contracts';
import { z } from 'zod';

/** What an archive of one day holds. Written after the data, so an archive without one was never finished. */
export const archiveManifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** UTC, `2026-11-22`. */
  day: z.iso.date(),
  /** From 1; a day that was archived, dropped and filled again by late events has several. */
  part: z.int().positive(),
  /** The table it was taken from, so that a second run knows its own work again. */
  tableOid: z.int().positive(),
  /** Beside the manifest. */
  file: z.string().regex(/^[\w.-]+$/),
  rows: z.int().nonnegative(),
  /** Rows of each organisation. */
  organizations: z.record(z.uuid(), z.int().positive()),
  /** Accept times, RFC 3339; absent without rows. */
  firstReceivedAt: z.string().optional(),
  lastReceivedAt: z.string().optional(),
  /** Of the file as it is. */
  sizeBytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the NDJSON in it. */
  plainSizeBytes: z.int().nonnegative(),
  plainSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Migrations that the table had seen. */
  schema: z.int().nonnegative(),
  createdAt: z.string(),
});
export type ArchiveManifest = z.infer<typeof archiveManifestSchema>;

export const MANIFEST_SUFFIX = '.manifest.json';
const DATA_SUFFIX = '.ndjson.zst';

/** `events-2026-11-22.001`. */
export function archiveName(day: string, part: number): string {
  return `events-${day}.${String(part).padStart(3, '0')}`;
}

/** The rows, beside the manifest. */
export function dataFileOf(day: string, part: number): string {
  return `${archiveName(day, part)}${DATA_SUFFIX}`;
}

/** Archives in a folder, oldest day first; an empty list where the folder does not exist yet. @throws PermanentError for a manifest that is none */
export async function listArchives(folder: string): Promise<ArchiveManifest[]> {
  const names = (await readNames(folder)).filter((name) => name.endsWith(MANIFEST_SUFFIX)).sort();
  return Promise.all(names.map((name) => readArchiveManifest(join(folder, name))));
}

/** @throws PermanentError when it cannot be read or is none */
export async function readArchiveManifest(path: string): Promise<ArchiveManifest> {
  try {
    return archiveManifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new PermanentError(`${path} is no manifest of an archive: ${toError(error).message}`, { cause: error });
  }
}

async function readNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
