import type { RedisClient } from '@redoubt/redis';
import type { Database } from '@redoubt/storage';

/** PostgreSQL holds the record of organisations and keys, Redis what the hot path reads of it. */
export interface TenancyDeps {
  database: Database;
  redis: RedisClient;
}
