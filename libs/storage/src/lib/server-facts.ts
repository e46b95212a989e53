import type { Database } from './database.ts';

/** What a PostgreSQL server says of itself. */
export interface ServerFacts {
  /** `18.4`. */
  version: string;
  /** Its clock, epoch ms. */
  nowMs: number;
  user: string;
  isSuperuser: boolean;
  /** Roles of the platform that do not exist, or that the user may not act as. */
  missingRoles: string[];
  /** Settings that decide whether a commit is on disk, by name. */
  settings: Readonly<Record<'fsync' | 'full_page_writes' | 'synchronous_commit', string>>;
  connections: number;
  maxConnections: number;
  sizeBytes: number;
  /** Undefined where the user may not know. */
  dataDirectory?: string;
}

const ROLES = ['redoubt_reader', 'redoubt_writer', 'redoubt_security', 'redoubt_compliance'];

interface FactRow {
  version: string;
  now_ms: string;
  user: string;
  is_superuser: boolean;
  missing_roles: string[];
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  connections: number;
  max_connections: number;
  size_bytes: string;
  data_directory: string | null;
}

/** Reads what an operator may have set up wrong. Needs no rights beside a login. */
export async function readServerFacts(database: Database): Promise<ServerFacts> {
  const [row] = await database.query<FactRow>(
    `SELECT current_setting('server_version') AS version,
       (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms,
       current_user AS user,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
       ARRAY(SELECT name FROM unnest($1::text[]) AS name LEFT JOIN pg_roles ON rolname = name
             WHERE oid IS NULL OR NOT pg_has_role(oid, 'MEMBER')) AS missing_roles,
       current_setting('fsync') AS fsync,
       current_setting('full_page_writes') AS full_page_writes,
       current_setting('synchronous_commit') AS synchronous_commit,
       (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int AS max_connections,
       pg_database_size(current_database()) AS size_bytes,
       CASE WHEN pg_has_role('pg_read_all_settings', 'MEMBER') THEN current_setting('data_directory', true) END
         AS data_directory`,
    [ROLES],
  );
  const facts = row as FactRow;
  return {
    version: facts.version.split(' ')[0] ?? facts.version,
    ...{ nowMs: Number(facts.now_ms), user: facts.user, isSuperuser: facts.is_superuser },
    missingRoles: facts.missing_roles,
    settings: {
      fsync: facts.fsync,
      full_page_writes: facts.full_page_writes,
      synchronous_commit: facts.synchronous_commit,
    },
    ...{ connections: facts.connections, maxConnections: facts.max_connections, sizeBytes: Number(facts.size_bytes) },
    ...(facts.data_directory === null ? {} : { dataDirectory: facts.data_directory }),
  };
}
