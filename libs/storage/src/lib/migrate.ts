import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PermanentError } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { LOCK_SPACE, MIGRATION_LOCK } from './advisory-locks.ts';
import type { Session } from './session.ts';

const SHIPPED = join(import.meta.dirname, '..', 'migrations');

interface Migration {
  version: number;
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the schema up to date: each `NNNN_name.sql` of `folder` that was not applied yet, in order, each in a
 * transaction of its own, under an advisory lock, so that services may all call it at start.
 *
 * @returns names of the files applied by this call
 * @throws PermanentError  an applied file has changed since, or the database knows a version that this release does not have
 */
export async function migrate(database: Database, folder: string = SHIPPED): Promise<string[]> {
  const migrations = readMigrations(folder);
  return database.session(
    async (session) => {
      session.discard();
      // Building an index on a full table, or waiting for another service that does, takes its time.
      await session.query("SET lock_timeout = '5min'; SET statement_timeout = 0");
      await session.query('SELECT pg_advisory_lock($1, $2)', [LOCK_SPACE, MIGRATION_LOCK]);
      return applyMissing(session, migrations);
    },
    { timeoutMs: 3_600_000 },
  );
}

/** How the schema of a database stands to the migrations of this release, by their names. */
export interface SchemaState {
  missing: string[];
  /** Applied by a newer release. */
  unknown: string[];
  /** Applied with another text. */
  changed: string[];
}

/** Compares without changing anything; where no migration ran, all are missing. */
export async function readSchemaState(database: Database, folder: string = SHIPPED): Promise<SchemaState> {
  const migrations = readMigrations(folder);
  const [found] = await database.query<{ exists: boolean }>(
    "SELECT to_regclass('schema_migrations') IS NOT NULL AS exists",
  );
  const rows = found?.exists
    ? await database.query<AppliedRow>('SELECT version, name, checksum FROM schema_migrations ORDER BY version')
    : [];
  const applied = new Map(rows.map((row) => [row.version, row]));
  const shipped = new Map(migrations.map((migration) => [migration.version, migration]));
  const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);
  return {
    missing: names(migrations.filter(({ version }) => !applied.has(version))),
    unknown: names(rows.filter(({ version }) => !shipped.has(version))),
    changed: names(rows.filter(({ version, checksum }) => (shipped.get(version)?.checksum ?? checksum) !== checksum)),
  };
}

interface AppliedRow {
  version: number;
  name: string;
  checksum: string;
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { version: Number(name.slice(0, 4)), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function applyMissing(session: Session, migrations: Migration[]): Promise<string[]> {
  await session.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
    version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const rows = await session.query<AppliedRow>(
    'SELECT version, name, checksum FROM schema_migrations ORDER BY version',
  );
  const applied = new Map(rows.map((row) => [row.version, row]));
  refuseUnknown(applied, migrations);
  const done: string[] = [];
  for (const migration of migrations) {
    if (applied.has(migration.version)) continue;
    await apply(session, migration);
    done.push(migration.name);
  }
  return done;
}

/** Of migrations that take something away which the release before still uses. */
const TAKES_AWAY = /^\d{4}_contract_/;

/**
 * A release that was rolled back to finds migrations of the next one, which only add: it works on. One that takes away
 * says so in its name, and releases that do not have it stop.
 */
function refuseUnknown(applied: Map<number, AppliedRow>, migrations: Migration[]): void {
  const newest = Math.max(0, ...migrations.map(({ version }) => version));
  const shipped = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const [version, row] of applied) {
    const own = shipped.get(version);
    if (!own && version > newest && !TAKES_AWAY.test(row.name)) continue;
    if (!own) throw new PermanentError(`the database is newer than this release: it has ${row.name}`);
    if (own.checksum !== row.checksum) throw new PermanentError(`${own.name} was changed after it had been applied`);
  }
}

async function apply(session: Session, migration: Migration): Promise<void> {
  await session.begin({});
  try {
    await session.query(migration.sql);
    await session.query('INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ]);
    await session.commit();
  } catch (error) {
    await session.rollback();
    throw new PermanentError(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}
