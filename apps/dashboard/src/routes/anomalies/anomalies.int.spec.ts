import { SCORE_RANGES } from '@redoubt/contracts';
import { eventScoreOf, modelStateOf, scoreCounts } from '@redoubt/test-kit';
import { ApiClient } from '../../testing/api-client.ts';
import { startApp, storeEvents, type Tenant, type TestApp } from '../../testing/start-app.ts';
import { storeScores } from '../../testing/store-scores.ts';

const HOUR = 3_600_000;
const now = Date.now();
let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let fresh: Tenant;
let ids: string[];

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  [acme, fresh] = [await app.addTenant('acme'), await app.addTenant('fresh')];
  ids = await storeEvents(app.database, acme.orgId, [{ user: 'ann' }, { user: 'bob' }, { user: 'eve' }]);
  const minute = now - (now % 60_000);
  await storeScores(app.database, acme.orgId, [
    eventScoreOf({ eventId: ids[0] as string, user: 'ann', tail: 1e-3, anomalyScore: 75, timeMs: now - 2 * HOUR }),
    eventScoreOf({ eventId: ids[1] as string, user: 'bob', tail: 1e-6, anomalyScore: 100, timeMs: now - HOUR }),
    eventScoreOf({ eventId: 's-1-0-8', user: 'bob', tail: 1e-5, anomalyScore: 95, timeMs: now - HOUR }),
    eventScoreOf({ eventId: 's-1-0-9', user: 'old', tail: 1e-7, anomalyScore: 100, timeMs: now - 30 * HOUR }),
    { type: 'minute', minuteMs: minute, counts: scoreCounts({ 0: 600, 19: 600 }) },
    { type: 'minute', minuteMs: minute - 48 * HOUR, counts: scoreCounts({ 0: 4_000 }) },
    modelStateOf(now, 1_200),
  ]);
});
afterAll(() => app.close());

describe('anomalies', () => {
  it('are listed most unusual first, of the last day or of the time asked for', async () => {
    const { json } = await api.call('listAnomalies', { key: acme.read });
    const list = json.anomalies as { user: string; alike: number; reasons: { text: string }[] }[];
    expect(list.map(({ user, alike }) => [user, alike])).toEqual([
      ['bob', 2],
      ['ann', 1],
    ]);
    expect(list[0]?.reasons[0]?.text).toContain('never seen in the last');
    const older = await api.call('listAnomalies', { key: acme.read, query: { fromMs: now - 40 * HOUR, minScore: 80 } });
    expect((older.json.anomalies as { user: string }[]).map(({ user }) => user)).toEqual(['old', 'bob']);
    expect((await api.call('listAnomalies', { key: fresh.read })).json).toEqual({ anomalies: [] });
  });

  it('stand on events where they were worth keeping', async () => {
    const { json } = await api.call('searchEvents', { key: acme.read });
    const byUser = new Map((json.events as { user: string; anomaly?: object }[]).map((one) => [one.user, one.anomaly]));
    expect(byUser.get('bob')).toMatchObject({ anomalyScore: 100, isWarmingUp: false });
    expect(byUser.get('eve')).toBeUndefined();
  });

  it('come with the state of the model and how far scores have moved', async () => {
    const { json } = await api.call('getAnomalyModel', { key: acme.read });
    expect(json).toMatchObject({ isOn: false, model: { events: 1_200, budgetPerDay: 10 }, drift: 0.5 });
    const none = await api.call('getAnomalyModel', { key: fresh.read });
    const zeros = new Array(SCORE_RANGES).fill(0);
    expect(none.json).toEqual({ isOn: false, model: null, drift: null, scores: { lastDay: zeros, before: zeros } });
  });
});
