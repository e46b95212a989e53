import type { Database } from '../database.ts';

/** A run as it comes to its chain. */
export interface NewRun {
  runId: string;
  /** Null: the installation. */
  orgId: string | null;
  /** Epoch ms. */
  atMs: number;
  score: number | null;
  measuredShare: number;
  statuses: Readonly<Record<string, string>>;
  /** What the hash is of. */
  text: string;
}

/** Made for a text by whoever holds the key. */
export interface RunSeal {
  hash: string;
  signature: string;
  keyId: string;
}

export interface StoredRun extends Omit<NewRun, 'text'>, RunSeal {
  seq: number;
  /** Hash of the run before, '' for the first. */
  previous: string;
}

export interface RunFilter {
  orgId: string | null;
  fromMs: number;
  toMs: number;
}

const role = 'redoubt_compliance';
/** Chosen once; waits for whoever adds to the chain now. */
const CHAIN_LOCK = 7_301_044;
const MAX_RUNS = 2_000;
const columns = `seq, run_id, org_id, floor(extract(epoch FROM at) * 1000)::float8 AS at_ms, score, measured, statuses,
  previous, hash, signature, key_id`;

interface RunRow {
  seq: string;
  run_id: string;
  org_id: string | null;
  at_ms: number;
  score: number | null;
  measured: number;
  statuses: Record<string, string>;
  previous: string;
  hash: string;
  signature: string;
  key_id: string;
}

const runOf = (row: RunRow): StoredRun => ({
  ...{ seq: Number(row.seq), runId: row.run_id, orgId: row.org_id, atMs: row.at_ms, score: row.score },
  ...{ measuredShare: row.measured, statuses: row.statuses, previous: row.previous, hash: row.hash },
  ...{ signature: row.signature, keyId: row.key_id },
});

/** Adds a run at the end of the chain, one at a time. @throws RetryableError or PermanentError */
export async function appendRun(
  database: Database,
  run: NewRun,
  sealWith: (previous: string) => RunSeal,
): Promise<{ seq: number; hash: string }> {
  return database.transaction(
    async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK]);
      const [last] = await session.query<{ seq: string; hash: string }>(
        'SELECT seq, hash FROM compliance_runs ORDER BY seq DESC LIMIT 1',
      );
      const [seq, previous] = [Number(last?.seq ?? 0) + 1, last?.hash ?? ''];
      const { hash, signature, keyId } = sealWith(previous);
      await session.query(
        `INSERT INTO compliance_runs (seq, run_id, org_id, at, score, measured, statuses, record, previous, hash, signature, key_id)
         VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          seq,
          run.runId,
          run.orgId,
          run.atMs,
          run.score,
          run.measuredShare,
          JSON.stringify(run.statuses),
          run.text,
          previous,
          hash,
          signature,
          keyId,
        ],
      );
      return { seq, hash };
    },
    { role },
  );
}

/** Runs of a period, oldest first, the newest 2,000 at most. */
export async function listRuns(database: Database, { orgId, fromMs, toMs }: RunFilter): Promise<StoredRun[]> {
  const rows = await database.transaction(
    (session) =>
      session.query<RunRow>(
        `SELECT ${columns} FROM compliance_runs
         WHERE org_id IS NOT DISTINCT FROM $1 AND at >= to_timestamp($2::float8 / 1000) AND at < to_timestamp($3::float8 / 1000)
         ORDER BY seq DESC LIMIT ${MAX_RUNS}`,
        [orgId, fromMs, toMs],
      ),
    { role, isReadOnly: true },
  );
  return rows.map(runOf).reverse();
}

/** The newest run with its text; undefined when there is none. */
export async function newestRun(
  database: Database,
  filter: RunFilter,
): Promise<(StoredRun & { text: string }) | undefined> {
  return oneRun(
    database,
    `org_id IS NOT DISTINCT FROM $1 AND at >= to_timestamp($2::float8 / 1000) AND at < to_timestamp($3::float8 / 1000) ORDER BY seq DESC LIMIT 1`,
    [filter.orgId, filter.fromMs, filter.toMs],
  );
}

/** A run by its id, with its text. */
export async function findRun(database: Database, runId: string): Promise<(StoredRun & { text: string }) | undefined> {
  return oneRun(database, 'run_id = $1', [runId]);
}

/** Whether the chain has a run with this hash. */
export async function hasRun(database: Database, hash: string): Promise<boolean> {
  const rows = await database.transaction(
    (session) => session.query('SELECT 1 FROM compliance_runs WHERE hash = $1 LIMIT 1', [hash]),
    { role, isReadOnly: true },
  );
  return rows.length > 0;
}

/** Number of the last run of the chain, of whomever it is; 0 without one. */
export async function lastRunSeq(database: Database): Promise<number> {
  const [row] = await database.transaction(
    (session) => session.query<{ seq: string | null }>('SELECT max(seq) AS seq FROM compliance_runs'),
    { role, isReadOnly: true },
  );
  return Number(row?.seq ?? 0);
}

async function oneRun(database: Database, where: string, values: readonly unknown[]) {
  const [row] = await database.transaction(
    (session) =>
      session.query<RunRow & { record: string }>(
        `SELECT ${columns}, record FROM compliance_runs WHERE ${where}`,
        values,
      ),
    { role, isReadOnly: true },
  );
  return row && { ...runOf(row), text: row.record };
}

/** Rows of the chain in order, to recompute it: those after `afterSeq`, 20 at most, since each is large. */
export async function readRunChain(
  database: Database,
  afterSeq: number,
): Promise<(Omit<StoredRun, 'atMs'> & { text: string })[]> {
  const rows = await database.transaction(
    (session) =>
      session.query<RunRow & { record: string }>(
        `SELECT ${columns}, record FROM compliance_runs WHERE seq > $1 ORDER BY seq LIMIT 20`,
        [afterSeq],
      ),
    { role, isReadOnly: true },
  );
  return rows.map((row) => ({ ...runOf(row), text: row.record }));
}

/** Removes runs and reports from before a time, the oldest first, so that the chain stays whole. @returns removed runs */
export async function forgetRuns(database: Database, beforeMs: number): Promise<number> {
  return database.transaction(
    async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK]);
      const rows = await session.query(
        `DELETE FROM compliance_runs WHERE seq < COALESCE(
           (SELECT min(seq) FROM compliance_runs WHERE at >= to_timestamp($1::float8 / 1000)), 0) RETURNING seq`,
        [beforeMs],
      );
      await session.query('DELETE FROM compliance_reports WHERE created_at < to_timestamp($1::float8 / 1000)', [
        beforeMs,
      ]);
      await session.query(
        "DELETE FROM compliance_requests WHERE state <> 'asked' AND created_at < to_timestamp($1::float8 / 1000)",
        [beforeMs],
      );
      return rows.length;
    },
    { role },
  );
}

/** Makes a public key known. */
export async function saveComplianceKey(database: Database, keyId: string, publicKey: string): Promise<void> {
  await database.transaction(
    (session) =>
      session.query('INSERT INTO compliance_keys (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        keyId,
        publicKey,
      ]),
    { role },
  );
}

/** Public keys that are known, PEM by id. */
export async function complianceKeys(database: Database): Promise<Map<string, string>> {
  const rows = await database.transaction(
    (session) =>
      session.query<{ key_id: string; public_key: string }>('SELECT key_id, public_key FROM compliance_keys'),
    { role, isReadOnly: true },
  );
  return new Map(rows.map(({ key_id, public_key }) => [key_id, public_key]));
}
