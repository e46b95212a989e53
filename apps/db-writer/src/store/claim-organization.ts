import { RetryableError, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { claimPositions, type Database, type StoredPosition } from '@redoubt/storage';
import { rewindGroup, type SetBack } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { DbWriterMetrics } from '../metrics.ts';

const GROUP = 'db_writer';

interface Deps {
  database: Database;
  redis: RedisClient;
  log: Logger;
  metrics: Pick<DbWriterMetrics, 'setBack' | 'setBackGone'>;
}

/** An ownership of an organisation, and per lane an entry that was read in it. */
interface Ownership {
  orgId: OrgId;
  epoch: number;
  inHand: ReadonlyMap<Lane, EntryId>;
}

/**
 * Makes this ownership the only one that stores for an organisation. When PostgreSQL knows of less than it had
 * committed by the notes in Redis, it was restored from a backup: the group goes back to where PostgreSQL stands.
 *
 * @throws LeaseLostError  another ownership is newer
 * @throws RetryableError  the group went back, or did so since: what was read by now is to be read again; or PostgreSQL
 *   or Redis is away
 */
export async function claimOrganization(deps: Deps, { orgId, epoch, inHand }: Ownership): Promise<void> {
  const { database, redis, log, metrics } = deps;
  const lanes = LANES_OF_GROUP[GROUP];
  const positions = await claimPositions(database, { orgId, consumer: GROUP, epoch, lanes });
  const stored = new Map(lanes.map((lane): [Lane, StoredPosition] => [lane, positions[lane] ?? NOTHING]));
  const request = { orgId, group: GROUP, epoch, inHand } as const;
  const { setBack, isStale } = await rewindGroup(redis, { ...request, isDryRun: true }, stored);
  if (setBack.length > 0) {
    // Said first: once the group has gone back the next look finds nothing, so a lost answer would leave it unsaid.
    say({ log, metrics }, orgId, setBack);
    await rewindGroup(redis, request, stored);
    throw new RetryableError('PostgreSQL was set back: what the streams still hold is read again');
  }
  if (isStale) throw new RetryableError('the group was set elsewhere since: what was read is read again');
}

function say({ log, metrics }: Pick<Deps, 'log' | 'metrics'>, orgId: OrgId, setBack: readonly SetBack[]): void {
  metrics.setBack.inc();
  log.error({ orgId, lanes: setBack }, 'storage_was_set_back');
  const gone = setBack.filter(({ isPartGone }) => isPartGone);
  metrics.setBackGone.inc(gone.length);
  for (const { lane, stored: after, reached, again } of gone) {
    log.error({ orgId, lane, after, before: again?.from, reached }, 'stored_events_gone');
  }
}

const NOTHING: StoredPosition = { entryId: '0-0', index: -1 };
