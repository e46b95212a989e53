import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../lib/database.ts';
import { migrate } from '../lib/migrate.ts';
import { testServerUrl } from './server-url.ts';

/** A database of its own for one test file. */
export interface TestDatabase {
  database: Database;
  url: string;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

/**
 * Makes an empty, migrated database on the server of `serverUrl`, so that test files can run side by side.
 *
 * @param serverUrl a superuser's URL. @default that of the server the `int` stage has started
 */
export async function createTestDatabase(
  serverUrl: string = testServerUrl(),
  options: { isMigrated?: boolean } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = await connectDatabase({ url: serverUrl, poolMax: 1 });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await connectDatabase({ url: url.href, poolMax: 8 });
  if (options.isMigrated !== false) await migrate(database);
  return {
    database,
    url: url.href,
    close: async () => {
      await database.close();
      await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.close();
    },
  };
}
