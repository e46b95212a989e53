import type { RedisClient } from '@redoubt/redis';
import type { AuditActor, Database } from '@redoubt/storage';

/** PostgreSQL holds the record of organisations and keys, Redis what the hot path reads of it. */
export interface TenancyDeps {
  database: Database;
  redis: RedisClient;
}

/** Who makes a change when nobody is named: somebody at the command line. */
export const OPERATOR: AuditActor = { kind: 'operator', name: 'operator' };
