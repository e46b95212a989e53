import { Pool, type PoolClient } from 'pg';
import { RetryableError } from '@redoubt/contracts';
import { Session } from './session.ts';
import { toStorageError } from './storage-error.ts';

/** How one process reaches PostgreSQL. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/name`. */
  url: string;
  /** Most connections this process opens; further callers wait up to `connectTimeoutMs`. */
  poolMax?: number;
  connectTimeoutMs?: number;
  /** A statement that takes longer is cancelled by the server. */
  statementTimeoutMs?: number;
  /** A transaction is cut off by this side after this long, also when the network has gone silent. */
  transactionTimeoutMs?: number;
  /** Shown in pg_stat_activity; `claimPositions` ends only sessions of the same name. */
  appName?: string;
}

export interface TransactionOptions {
  /** Rights and row security of this role apply until the end of the transaction. */
  role?: 'redoubt_reader' | 'redoubt_writer' | 'redoubt_security' | 'redoubt_compliance';
  /** Organisation that row security lets through; a generated UUID. */
  orgId?: string;
  isReadOnly?: boolean;
  statementTimeoutMs?: number;
}

/** Row of a result, by column name. */
export type Row = Record<string, unknown>;

/** A pool of connections to one PostgreSQL database. Errors are RetryableError or PermanentError with the driver's error as `cause`. */
export interface Database {
  query<R = Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** Runs `work` in one transaction on one connection: COMMIT when it resolves, ROLLBACK when it throws. */
  transaction<T>(work: (session: Session) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Runs `work` on one connection outside of a transaction, for advisory locks; cut off after `timeoutMs`, never when it is Infinity. */
  session<T>(work: (session: Session) => Promise<T>, options?: { timeoutMs?: number }): Promise<T>;
  /** For readiness: tries one round trip. */
  state(): Promise<{ ok: boolean; detail: string }>;
  close(): Promise<void>;
}

const DEFAULTS = {
  poolMax: 10,
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 30_000,
  transactionTimeoutMs: 60_000,
  appName: 'redoubt',
};

/**
 * Opens a pool and proves it with one round trip. Needs direct connections (or a pooler in session mode): settings and
 * prepared statements belong to the session.
 *
 * @throws RetryableError when the server cannot be reached or refuses new connections
 */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const database = createDatabase(options);
  try {
    await database.query('SELECT 1');
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** The same without the first round trip, for a service that must start while PostgreSQL is down. */
export function createDatabase(options: DatabaseOptions): Database {
  return new PooledDatabase({ ...DEFAULTS, ...options });
}

class PooledDatabase implements Database {
  readonly #pool: Pool;
  readonly #transactionTimeoutMs: number;
  #closing: Promise<void> | undefined;

  constructor(options: Required<DatabaseOptions>) {
    this.#transactionTimeoutMs = options.transactionTimeoutMs;
    this.#pool = new Pool({
      connectionString: options.url,
      max: options.poolMax,
      connectionTimeoutMillis: options.connectTimeoutMs,
      application_name: options.appName,
      keepAlive: true,
      allowExitOnIdle: false,
    });
    // Without a listener an idle connection that the server closes would end the process; the next query reports it.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => {
      client.on('error', () => undefined);
      client.query(sessionSettings(options.statementTimeoutMs)).catch(() => undefined);
    });
  }

  async query<R = Row>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.session((session) => session.query<R>(text, values));
  }

  async transaction<T>(work: (session: Session) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.session(async (session) => {
      try {
        await session.begin(options);
        const result = await work(session);
        await session.commit();
        return result;
      } catch (error) {
        await session.rollback();
        throw error;
      }
    });
  }

  async session<T>(work: (session: Session) => Promise<T>, options: { timeoutMs?: number } = {}): Promise<T> {
    if (this.#closing) throw new RetryableError('the database pool is closed');
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw toStorageError(error, 'connect');
    }
    const session = new Session(client);
    const timeoutMs = options.timeoutMs ?? this.#transactionTimeoutMs;
    const guard = Number.isFinite(timeoutMs) ? setTimeout(() => session.cutOff(), timeoutMs) : undefined;
    try {
      return await work(session);
    } finally {
      clearTimeout(guard);
      session.release();
    }
  }

  async state(): Promise<{ ok: boolean; detail: string }> {
    try {
      await this.query('SELECT 1');
      return { ok: true, detail: 'reachable' };
    } catch (error) {
      return { ok: false, detail: (error as Error).message };
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#pool.end();
    return this.#closing;
  }
}

function sessionSettings(statementTimeoutMs: number): string {
  return [
    'SET synchronous_commit = on',
    "SET timezone = 'UTC'",
    `SET statement_timeout = ${statementTimeoutMs}`,
    "SET lock_timeout = '5s'",
    // A stopped process must not keep its row locks: a new owner's claim waits for them.
    "SET idle_in_transaction_session_timeout = '10s'",
    'SET tcp_keepalives_idle = 10',
    'SET tcp_keepalives_interval = 5',
    'SET tcp_keepalives_count = 3',
  ].join('; ');
}
