import { SCORE_RANGES, type OrgId, type ScoreRecord } from '@redoubt/contracts';
import { listDeadLetters, appendRecords } from '@redoubt/stream';
import { readModelState, scoresOf, scoreSteps, topScores } from '@redoubt/storage';
import { eventScoreOf, modelStateOf, scoreCounts, waitFor } from '@redoubt/test-kit';
import { WriterStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 22, 9);

let stage: WriterStage;
let writer: RunningApp;
let orgId: OrgId;
let foreign: OrgId;

beforeAll(async () => {
  stage = await WriterStage.open(2);
  [orgId, foreign] = stage.orgs as [OrgId, OrgId];
  writer = stage.startWriter('w1');
  await writer.started;
});
afterAll(async () => {
  await writer.stop();
  await stage.close();
});

async function publish(records: readonly unknown[], of = orgId): Promise<void> {
  await appendRecords(
    stage.redis,
    of,
    'x',
    records.map((record) => Buffer.from(JSON.stringify(record))),
  );
}

describe('scores through db-writer', () => {
  test('are stored once per event, counts add up, and the newest state of the model stands', async () => {
    const database = await stage.database();
    const records: ScoreRecord[] = [
      eventScoreOf({ eventId: 's-1-0-0', tail: 1e-3, timeMs: NOW }),
      eventScoreOf({
        eventId: 's-1-0-1',
        tail: 1e-5,
        anomalyScore: 95,
        timeMs: NOW + 1,
        sourceIp: 'no address',
        user: 'a\0b',
      }),
      { type: 'minute', minuteMs: NOW, counts: scoreCounts({ 0: 5, 19: 1 }) },
      { type: 'minute', minuteMs: NOW, counts: scoreCounts({ 0: 2 }) },
      modelStateOf(NOW, 100),
    ];
    await publish(records);
    await publish([
      eventScoreOf({ eventId: 's-1-0-0', tail: 0.5, timeMs: NOW }),
      { type: 'minute', minuteMs: NOW, counts: scoreCounts({ 0: 1, 3: 4 }) },
      { type: 'minute', minuteMs: NOW + MINUTE, counts: scoreCounts({ 1: 1 }) },
      modelStateOf(NOW - MINUTE, 50),
    ]);
    await publish([eventScoreOf({ eventId: 's-9-0-0', timeMs: NOW })], foreign);
    await waitFor(async () => (await scoresOf(database, foreign, ['s-9-0-0'])).size === 1);
    const range = { fromMs: NOW, toMs: NOW + MINUTE };
    await waitFor(async () => {
      const steps = await scoreSteps(database, orgId, { fromMs: NOW, toMs: NOW + 10 * MINUTE, stepMs: MINUTE });
      return steps.length === 2 && steps[0]?.counts[3] === 4;
    });
    const top = await topScores(database, orgId, range);
    expect(top.map(({ eventId, tail }) => [eventId, tail])).toEqual([
      ['s-1-0-1', 1e-5],
      ['s-1-0-0', 1e-3],
    ]);
    expect(top[1]).toEqual({ ...records[0], alike: 1 });
    expect(top[0]).toMatchObject({ user: 'ab' });
    expect(top[0]).not.toHaveProperty('sourceIp');
    const steps = await scoreSteps(database, orgId, { fromMs: NOW, toMs: NOW + 10 * MINUTE, stepMs: 10 * MINUTE });
    expect(steps).toEqual([{ atMs: NOW, counts: scoreCounts({ 0: 8, 1: 1, 3: 4, 19: 1 }) }]);
    expect(await readModelState(database, orgId)).toMatchObject({ events: 100 });
    expect(await readModelState(database, foreign)).toBeUndefined();
    expect((await scoresOf(database, orgId, ['s-9-0-0'])).size).toBe(0);
  });

  test('that are none go to the dead letters, with what stands around them stored', async () => {
    const database = await stage.database();
    await publish([{ type: 'score' }, eventScoreOf({ eventId: 's-5-0-0', timeMs: NOW }), 7]);
    await waitFor(async () => (await scoresOf(database, orgId, ['s-5-0-0'])).size === 1);
    const dead = await listDeadLetters(stage.redis, orgId, 'db_writer');
    expect(dead.letters.map(({ reason }) => reason)).toEqual(['undecodable', 'undecodable']);
    expect(scoreCounts({})).toHaveLength(SCORE_RANGES);
  });
});
