import { newOrgId } from '@redoubt/contracts';
import { eventScoreOf, scoreCounts } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { claimPositions } from '../stream-positions.ts';
import { scoresOf, scoreSteps } from './read-scores.ts';
import { forgetScores } from './score-retention.ts';
import { ScoreStore } from './score-store.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
const consumer = 'db_writer';
let server: TestDatabase;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());

test('scores past their retention and old counts are forgotten, of those organisations alone, in batches', async () => {
  const { database } = server;
  const [short, long] = [newOrgId(), newOrgId()];
  const store = new ScoreStore({ database, consumer });
  const ids = Array.from({ length: 7 }, (_, at) => `s-1-0-${at}`);
  for (const orgId of [short, long]) {
    await claimPositions(database, { orgId, consumer, epoch: 1, lanes: ['x'] });
    const records = [
      ...ids.map((eventId, at) => eventScoreOf({ eventId, timeMs: NOW - at * DAY })),
      ...[40, 41, 42, 43].map((days) => {
        return { type: 'minute' as const, minuteMs: NOW - days * DAY, counts: scoreCounts({ 0: 1 }) };
      }),
      { type: 'minute' as const, minuteMs: NOW - DAY, counts: scoreCounts({ 0: 1 }) },
    ];
    const events = records.map((record, index) => {
      return { recordId: `x-1-0-${index}`, lane: 'x' as const, entryId: '1-0', index, record };
    });
    await store.store([{ orgId, epoch: 1, lane: 'x', events }]);
  }
  const groups = [
    { days: 2, orgIds: [short] },
    { days: 30, orgIds: [long] },
  ];
  expect(await forgetScores(database, NOW, groups, { batchRows: 3, maxRows: 100 })).toBe(4);
  expect([...(await scoresOf(database, short, ids)).keys()].sort()).toEqual(ids.slice(0, 3));
  expect((await scoresOf(database, long, ids)).size).toBe(7);
  const range = { fromMs: NOW - 50 * DAY, toMs: NOW, stepMs: DAY };
  expect(await scoreSteps(database, short, range)).toHaveLength(1);
});
