import type { SecretBox } from '@redoubt/encryption';
import type { RedisClient, RedisOptions } from '@redoubt/redis';
import { createJobsConnection } from '@redoubt/redis/jobs';
import { createReencryption } from '@redoubt/rulebook/reencryption';
import type { Closable } from '@redoubt/service';
import type { Database } from '@redoubt/storage';
import type { Logger, Metrics } from '@redoubt/telemetry';

export interface StartReencryptionDeps {
  /** The job queue has connections of its own. */
  jobs: RedisOptions;
  redis: RedisClient;
  database: Database;
  secretBox: SecretBox;
  log: Logger;
  metrics: Metrics;
}

/** Brings stored secrets to the active key while the dashboard runs: it is the service that has both keys and rows. */
export function startReencryption({ jobs, ...deps }: StartReencryptionDeps): Closable {
  const connection = createJobsConnection({ ...jobs, clientName: 'reencryption' }, deps);
  const reencryption = createReencryption({ ...deps, connection });
  return {
    close: async () => {
      await reencryption.close();
      await connection.close();
    },
  };
}
