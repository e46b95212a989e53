import { RetryableError, type Lane, type OrgId } from '@redoubt/contracts';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { claimPositions, type Database, type StoredPosition } from '@redoubt/storage';
import { rewindGroup } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { DbWriterMetrics } from '../metrics.ts';

const GROUP = 'db_writer';

interface Deps {
  database: Database;
  redis: RedisClient;
  log: Logger;
  metrics: Pick<DbWriterMetrics, 'setBack'>;
}

/**
 * Makes this ownership the only one that stores for an organisation. When PostgreSQL knows of less than was
 * acknowledged, it was restored from a backup: the group goes back to where PostgreSQL stands.
 *
 * @throws LeaseLostError  another ownership is newer
 * @throws RetryableError  the group went back, so what was read by now lies behind what comes first; or PostgreSQL or
 *   Redis is away
 */
export async function claimOrganization(deps: Deps, orgId: OrgId, epoch: number): Promise<void> {
  const { database, redis, log, metrics } = deps;
  const lanes = LANES_OF_GROUP[GROUP];
  const positions = await claimPositions(database, { orgId, consumer: GROUP, epoch, lanes });
  const stored = new Map(lanes.map((lane): [Lane, StoredPosition] => [lane, positions[lane] ?? NOTHING]));
  const again = await rewindGroup(redis, { orgId, group: GROUP, epoch }, stored);
  if (again.length === 0) return;
  metrics.setBack.inc();
  log.error({ orgId, again }, 'storage_was_set_back');
  throw new RetryableError('PostgreSQL was set back: what the streams still hold is read again');
}

const NOTHING: StoredPosition = { entryId: '0-0', index: -1 };
