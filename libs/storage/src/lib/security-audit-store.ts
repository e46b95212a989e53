import type { Database } from './database.ts';

/** A record of acl-manager's chain as it stands in Redis. */
export interface SecurityAuditRow {
  /** Of the stream, `<ms>-<n>`. */
  entryId: string;
  /** The record as JSON; the hash is of this text. */
  text: string;
  /** SHA-256, hex. */
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
  async last(): Promise<{ entryId: string; seq: number } | undefined> {
    const rows = await this.#database.transaction(
      (session) =>
        session.query<{ entry_ms: string; entry_n: number; seq: string }>(
          'SELECT entry_ms, entry_n, seq FROM security_audit ORDER BY entry_ms DESC, entry_n DESC LIMIT 1',
        ),
      { role, isReadOnly: true },
    );
    const [row] = rows;
    return row && { entryId: `${row.entry_ms}-${row.entry_n}`, seq: Number(row.seq) };
  }

  /**
   * Adds records; those that are there already stay as they are.
   *
   * @returns the last of them
   * @throws SyntaxError for a text that is no record; RetryableError or PermanentError
   */
  async append(rows: readonly SecurityAuditRow[]): Promise<{ entryId: string; seq: number } | undefined> {
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    const heads = rows.map(({ text }) => JSON.parse(text) as RecordHead);
    const column = (of: (head: RecordHead) => unknown): unknown[] => heads.map(of);
    const values = [
      rows.map(({ entryId }) => entryId.split('-')[0]),
      rows.map(({ entryId }) => Number(entryId.split('-')[1])),
      ...[column(({ seq }) => seq), column(({ atMs }) => new Date(atMs)), column(({ kind }) => kind)],
      ...[column(({ node }) => node ?? null), column(({ user }) => user ?? null), column(({ actor }) => actor ?? null)],
      ...[rows.map(({ text }) => text), rows.map(({ hash }) => hash)],
    ];
    await this.#database.transaction((session) => session.query(insertRows, values), { role });
    return { entryId: last.entryId, seq: heads.at(-1)?.seq ?? 0 };
  }
}
