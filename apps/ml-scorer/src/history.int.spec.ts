import { randomUUID } from 'node:crypto';
import { eventIdOf, newOrgId, systemClock, type EventFields, type OrgId } from '@redoubt/contracts';
import { OrgModel } from '@redoubt/scoring';
import {
  AlertStore,
  claimPositions,
  createTestDatabase,
  EventPartitions,
  EventStore,
  type TestDatabase,
} from '@redoubt/storage';
import type { Positions } from '@redoubt/stream';
import { alertOf } from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createMlScorerMetrics } from './metrics.ts';
import { History } from './state/history.ts';
import { officeEvents, offlineScores, strangeLogin } from './testing/office.ts';

const HOUR = 3_600_000;
const NOW = Date.now();
const SEED = Int32Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
const consumer = 'db_writer';
let server: TestDatabase;
let orgId: OrgId;
const goesOn = new AbortController().signal;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());
beforeEach(async () => {
  orgId = newOrgId();
  await claimPositions(server.database, { orgId, consumer, epoch: 1, lanes: ['s', 'p', 'a'] });
});

const history = (more: { backfillDays?: number; backfillEvents?: number } = {}) =>
  new History(
    { database: server.database, log: testLogger(), clock: systemClock, metrics: createMlScorerMetrics(testMetrics()) },
    { backfillDays: 7, backfillEvents: 100_000, ...more },
  );
const newModel = () => new OrgModel({ orgId, seed: SEED });

/** Stores events as entries of ten, a minute apart, the last of them a minute ago; returns their entry ids. */
async function store(all: readonly EventFields[]): Promise<string[]> {
  const { database } = server;
  const events = all.map((fields, at) => {
    const acceptedAtMs = NOW - (Math.ceil(all.length / 10) - Math.floor(at / 10)) * 60_000;
    const [entryId, index] = [`${acceptedAtMs}-0`, at % 10];
    const line = Buffer.from(JSON.stringify(fields));
    return { eventId: eventIdOf('s', entryId, index), lane: 's' as const, entryId, index, fields, line, acceptedAtMs };
  });
  await new EventStore({ database, partitions: new EventPartitions(database), consumer }).store([
    { orgId, epoch: 1, lane: 's', events },
  ]);
  return events.map(({ entryId }) => entryId);
}

const office = () => officeEvents({ fromMs: NOW - 10 * HOUR, minutes: 200 });

describe('history', () => {
  test('gives a new model the past of its organisation, as if it had been there', async () => {
    const events = office();
    await store(events);
    const model = newModel();
    await history().teach(model, new Map(), {}, goesOn);
    expect(model.events).toBe(events.length);
    const strange = strangeLogin(NOW - HOUR);
    const expected = offlineScores(orgId, SEED, [...events, strange]).at(-1);
    const { tail } = model.score({
      timeMs: strange.eventTimeMs as number,
      receivedAtMs: NOW,
      eventType: strange.eventType,
      severity: strange.severity,
      user: strange.user as string,
      sourceIp: strange.sourceIp as string,
      asset: strange.asset as string,
      outcome: strange.outcome as string,
    });
    expect(tail).toBe(expected?.tail);
  });

  test('takes the newest events within its bounds', async () => {
    await store(office());
    const model = newModel();
    await history({ backfillEvents: 105 }).teach(model, new Map(), {}, goesOn);
    expect(model.events).toBeGreaterThanOrEqual(100);
    expect(model.events).toBeLessThanOrEqual(110);
  });

  test('leaves out what is still to come, which uses up no bound', async () => {
    const entries = await store(office());
    const model = newModel();
    const firstToCome = new Map([
      ['s', entries[100] as string],
      ['p', '0-1'],
    ] as const);
    await history({ backfillEvents: 105 }).teach(model, firstToCome, {}, goesOn);
    expect(model.events).toBeGreaterThanOrEqual(80);
    expect(model.events).toBeLessThanOrEqual(100);
  });

  test('brings a model from its checkpoint up to what was told of, and not beyond', async () => {
    const events = office();
    const entries = await store(events);
    const model = newModel();
    const at = (event: number) => ({ entryId: entries[event] as string, index: event % 10 });
    const learned: Positions = new Map([['s', at(99)]]);
    await history().catchUp(model, { learned, published: new Map([['s', at(149)]]) }, {}, goesOn);
    expect(model.events).toBe(50);
    expect(learned.get('s')).toEqual(at(149));
    await history().catchUp(model, { learned, published: new Map([['s', at(149)]]) }, {}, goesOn);
    expect(model.events).toBe(50);
  });

  test('knows what people said', async () => {
    const reason = { code: 'rarity' as const, aspect: 'type', fields: { eventType: 'odd_thing' }, share: 1, text: 'x' };
    const alert = alertOf({ orgId, status: 'closed', disposition: 'false_positive', anomalyReasons: [reason] }, NOW);
    const said = { type: 'alert' as const, change: 'closed' as const, atMs: NOW, isNotifiable: false, alert };
    const record = { ...said, actor: 'ann', commandId: randomUUID() };
    const row = { recordId: 'a-1-0-0', lane: 'a', entryId: '1-0', index: 0, record };
    await new AlertStore({ database: server.database, consumer }).store([
      { orgId, epoch: 1, lane: 'a', events: [row] },
    ]);
    const model = newModel();
    await history().teach(model, new Map(), {}, goesOn);
    expect(model.feedback.state().count).toBe(1);
    expect(model.marks.allowed.size).toBe(1);
  });

  test('is left when the owner stops or loses the lease, and nothing counts as learned', async () => {
    const entries = await store(office());
    const model = newModel();
    const stop = new AbortController();
    const score = model.score.bind(model);
    model.score = (event) => {
      if (model.events === 100) stop.abort();
      return score(event);
    };
    await expect(history().teach(model, new Map(), {}, stop.signal)).rejects.toThrow('aborted');
    expect(model.events).toBeLessThan(entries.length);
    const at = (event: number) => ({ entryId: entries[event] as string, index: event % 10 });
    const learned: Positions = new Map([['s', at(99)]]);
    const published: Positions = new Map([['s', at(149)]]);
    await expect(history().catchUp(newModel(), { learned, published }, {}, stop.signal)).rejects.toThrow('aborted');
    expect(learned.get('s')).toEqual(at(99));
  });

  test('that cannot be read leaves the model as it is', async () => {
    const gone = await createTestDatabase();
    await gone.close();
    const model = newModel();
    const deps = { database: gone.database, log: testLogger(), clock: systemClock };
    const metrics = createMlScorerMetrics(testMetrics());
    await new History({ ...deps, metrics }, { backfillDays: 7, backfillEvents: 10 }).teach(
      model,
      new Map(),
      {},
      goesOn,
    );
    expect(model.events).toBe(0);
  });
});
