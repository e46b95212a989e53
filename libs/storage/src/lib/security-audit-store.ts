import type { Database } from './database.ts';
import type { Session } from './session.ts';
import { isRowRefusal } from './storage-error.ts';

/** A record of acl-manager's chain as it stands in Redis. */
export interface SecurityAuditRow {
  /** Of the stream, `<ms>-<n>`. */
  entryId: string;
  /** The record as JSON; the hash is of this text. */
  text: string;
  /** SHA-256, hex. */
  hash: string;
}

/** A record that is in the copy. */
export interface CopiedRecord {
  entryId: string;
  seq: number;
  hash: string;
}

interface RecordHead {
  seq: number;
  atMs: number;
  kind: string;
  node?: string;
  user?: string;
  actor?: string;
}

const role = 'redoubt_security';

const insertRows = `
  INSERT INTO security_audit (entry_ms, entry_n, seq, at, kind, node, redis_user, actor, record, hash)
  SELECT * FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[])
  ON CONFLICT DO NOTHING`;

/** Copy of the chain of what happened to Redis users, as the role that may add to it and change nothing. */
export class SecurityAuditStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest record there is. @throws RetryableError or PermanentError */
  async last(): Promise<CopiedRecord | undefined> {
    const rows = await this.#database.transaction(
      (session) =>
        session.query<{ entry_ms: string; entry_n: number; seq: string; hash: string }>(
          'SELECT entry_ms, entry_n, seq, hash FROM security_audit ORDER BY entry_ms DESC, entry_n DESC LIMIT 1',
        ),
      { role, isReadOnly: true },
    );
    const [row] = rows;
    return row && { entryId: `${row.entry_ms}-${row.entry_n}`, seq: Number(row.seq), hash: row.hash };
  }

  /**
   * Adds records; those that are there already stay as they are. One that PostgreSQL refuses is kept as its text alone
   * (kind `unreadable`), or left out when that is refused too.
   *
   * @returns the entries that were left out
   * @throws RetryableError or PermanentError
   */
  async append(rows: readonly SecurityAuditRow[]): Promise<{ refused: string[] }> {
    if (rows.length === 0) return { refused: [] };
    try {
      await this.#database.transaction((session) => insert(session, rows.map(columnsOf)), { role });
      return { refused: [] };
    } catch (error) {
      if (!isRowRefusal(error)) throw error;
      return this.#database.transaction((session) => insertOneByOne(session, rows), { role });
    }
  }
}

type Columns = readonly unknown[];

function insert(session: Session, rows: readonly Columns[]): Promise<unknown> {
  const values = (rows[0] ?? []).map((_, index) => rows.map((row) => row[index]));
  return session.query(insertRows, values);
}

async function insertOneByOne(session: Session, rows: readonly SecurityAuditRow[]): Promise<{ refused: string[] }> {
  const refused: string[] = [];
  for (const row of rows) {
    const isKept = (await tryInsert(session, columnsOf(row))) || (await tryInsert(session, unreadableColumnsOf(row)));
    if (!isKept) refused.push(row.entryId);
  }
  return { refused };
}

async function tryInsert(session: Session, columns: Columns): Promise<boolean> {
  await session.query('SAVEPOINT one_record');
  try {
    await insert(session, [columns]);
    await session.query('RELEASE SAVEPOINT one_record');
    return true;
  } catch (error) {
    if (!isRowRefusal(error)) throw error;
    await session.query('ROLLBACK TO SAVEPOINT one_record');
    return false;
  }
}

function columnsOf(row: SecurityAuditRow): Columns {
  const head = headOf(row.text);
  if (head === undefined) return unreadableColumnsOf(row);
  const { seq, atMs, kind, node = null, user = null, actor = null } = head;
  return [...placeOf(row), seq, new Date(atMs), kind, node, user, actor, row.text, row.hash];
}

/** Of a text that is no record, or has something in it that no column takes. */
function unreadableColumnsOf(row: SecurityAuditRow): Columns {
  const [atMs, n] = placeOf(row);
  const seq = headOf(row.text)?.seq ?? 0;
  return [atMs, n, seq, new Date(Number(atMs)), 'unreadable', null, null, null, row.text, row.hash];
}

function placeOf({ entryId }: SecurityAuditRow): [string, number] {
  const [ms = '0', n = '0'] = entryId.split('-');
  return [ms, Number(n)];
}

function headOf(text: string): RecordHead | undefined {
  try {
    const head = JSON.parse(text) as Partial<RecordHead> | null;
    const isHead = Number.isSafeInteger(head?.seq) && Number.isFinite(head?.atMs) && typeof head?.kind === 'string';
    return isHead ? (head as RecordHead) : undefined;
  } catch {
    return undefined;
  }
}
