import type { OrgId, ScoreRecord } from '@redoubt/contracts';
import { claimPositions, ScoreStore, type Database } from '@redoubt/storage';

const consumer = 'db_writer';

/** Stores what ml-scorer published, as db-writer does. Call it once per organisation. */
export async function storeScores(database: Database, orgId: OrgId, records: readonly ScoreRecord[]): Promise<void> {
  await claimPositions(database, { orgId, consumer, epoch: 1, lanes: ['x'] });
  const events = records.map((record, index) => {
    return { recordId: `x-1-0-${index}`, lane: 'x' as const, entryId: '1-0', index, record };
  });
  await new ScoreStore({ database, consumer }).store([{ orgId, epoch: 1, lane: 'x', events }]);
}
