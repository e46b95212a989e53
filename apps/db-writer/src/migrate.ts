import { databaseEnv, loadEnv, logEnv } from '@redoubt/config';
import { runMain } from '@redoubt/service';
import { createDatabase, migrate } from '@redoubt/storage';
import { createLogger } from '@redoubt/telemetry';
import { z } from 'zod';

const migrationEnv = z.object({ ...logEnv.shape, ...databaseEnv.shape });

/** Brings the schema of PostgreSQL up to date and ends: for installations that do it before services start. */
runMain(async () => {
  const env = loadEnv(migrationEnv);
  const log = createLogger({ app: 'db-writer', ...logEnv.pick(env) });
  const database = createDatabase({ ...databaseEnv.pick(env), appName: 'redoubt-migrations' });
  try {
    const applied = await migrate(database);
    log.info({ applied }, 'schema_up_to_date');
  } finally {
    await database.close();
  }
});
