import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { isOrgId, RetryableError } from '@redoubt/contracts';
import type { Row, TransactionOptions } from './database.ts';
import { sqlStateOf, toStorageError } from './storage-error.ts';

/** Bytes given to the socket at a time while a COPY runs, so that the server works while the rest is on its way. */
const COPY_CHUNK_BYTES = 256 * 1024;

/** One connection, lent for the length of a callback. Not for concurrent use. */
export class Session {
  readonly #client: PoolClient;
  #isBroken = false;
  #isReleased = false;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  /** The server's process of this connection, as `pg_terminate_backend` wants it. */
  get processId(): number {
    return (this.#client as unknown as { processID: number }).processID;
  }

  /** Runs one statement. @throws RetryableError or PermanentError */
  async query<R = Row>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.#run(text, () => this.#client.query(text, values as unknown[])) as Promise<R[]>;
  }

  /** The same, parsed and planned once per connection. `name` stands for exactly one text. */
  async prepared<R = Row>(name: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return this.#run(name, () => this.#client.query({ name, text, values: values as unknown[] })) as Promise<R[]>;
  }

  async #run(what: string, run: () => Promise<{ rows: unknown[] }>): Promise<unknown[]> {
    try {
      return (await run()).rows;
    } catch (error) {
      throw this.#failed(error, what.length > 60 ? `${what.slice(0, 60)}…` : what);
    }
  }

  /**
   * Sends `data` as the whole input of a `COPY … FROM STDIN`.
   *
   * `data` may be reused once the promise has resolved; after a failure the socket may still hold parts of it.
   */
  async copyIn(text: string, data: Buffer): Promise<void> {
    const stream = this.#client.query(copyFrom(text));
    const done = finished(stream);
    for (let at = 0; at < data.length; at += COPY_CHUNK_BYTES) stream.write(data.subarray(at, at + COPY_CHUNK_BYTES));
    stream.end();
    try {
      await done;
    } catch (error) {
      throw this.#failed(error, 'COPY');
    }
  }

  async begin(options: TransactionOptions): Promise<void> {
    const parts = [options.isReadOnly ? 'BEGIN READ ONLY' : 'BEGIN'];
    if (options.role) parts.push(`SET LOCAL ROLE ${options.role}`);
    if (options.orgId !== undefined) {
      if (!isOrgId(options.orgId)) throw new TypeError('an organisation id is a lower-case UUID v4');
      parts.push(`SET LOCAL redoubt.org_id = '${options.orgId}'`);
    }
    if (options.statementTimeoutMs !== undefined) {
      parts.push(`SET LOCAL statement_timeout = ${Math.trunc(options.statementTimeoutMs)}`);
    }
    await this.query(parts.join('; '));
  }

  async commit(): Promise<void> {
    const rows = this.#client.query('COMMIT');
    try {
      // COMMIT of a transaction that an error has aborted answers ROLLBACK and no error.
      if ((await rows).command !== 'COMMIT') throw new RetryableError('the transaction was rolled back');
    } catch (error) {
      throw this.#failed(error, 'COMMIT');
    }
  }

  async rollback(): Promise<void> {
    if (this.#isBroken || this.#isReleased) return;
    try {
      await this.#client.query('ROLLBACK');
    } catch {
      this.#isBroken = true;
    }
  }

  /** Has the connection closed rather than reused, because its settings were changed. */
  discard(): void {
    this.#isBroken = true;
  }

  /** Drops the connection now; whatever runs on it fails with RetryableError. */
  cutOff(): void {
    this.#isBroken = true;
    this.release();
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#client.release(this.#isBroken);
  }

  #failed(error: unknown, what: string): Error {
    const state = sqlStateOf(error);
    // No SQLSTATE: the network. 57P0x: the server ends this session. Either way the connection is of no more use.
    if ((state === undefined && !(error instanceof RetryableError)) || state?.startsWith('57P')) this.#isBroken = true;
    return toStorageError(error, what);
  }
}
