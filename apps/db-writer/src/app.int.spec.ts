import { orgKeys } from '@redoubt/key-schema';
import { readStoredLedger, searchEvents } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { WriterStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

let stage: WriterStage;
let writer: RunningApp | undefined;

beforeEach(async () => {
  stage = await WriterStage.open(5);
});
afterEach(async () => {
  await writer?.stop();
  await stage.close();
});

const allStored = { lost: [], duplicates: 0, phantoms: 0 };

async function pending(): Promise<number> {
  const keys = stage.orgs.flatMap((orgId) => [orgKeys(orgId).eventsStream(), orgKeys(orgId).eventsPriority()]);
  const replies = await stage.redis.batch(
    keys.map((key) => ({ name: 'XPENDING', key, args: [key, 'db_writer'], retry: 'free' as const })),
  );
  return replies.reduce<number>((sum, reply) => sum + Number((reply as unknown[])[0]), 0);
}

describe('db-writer', () => {
  test('what is accepted is stored, counted, entered in the ledger, found and acknowledged', async () => {
    writer = stage.startWriter('w1');
    await writer.started;
    await stage.produce(120);
    expect(await stage.verdict()).toEqual(allStored);
    await waitFor(async () => (await pending()) === 0);
    const orgId = stage.orgs[0] as (typeof stage.orgs)[0];
    const database = await stage.database();
    const ledger = await readStoredLedger(database, {
      orgId,
      fromMs: Date.now() - 3_600_000,
      toMs: Date.now() + 60_000,
    });
    expect(ledger.reduce((sum, minute) => sum + minute.stored, 0)).toBe(120);
    const page = await searchEvents(database, orgId, { minSeverity: 'high', fromMs: Date.now() - 3_600_000 });
    expect(page.events).toHaveLength(12);
    expect(page.events[0]).toMatchObject({ sourceIp: '2001:db8::1', eventType: 'failed_login' });
    const counted = (await stage.redis.call('HVALS', orgKeys(orgId).eventsSliding(), [])) as string[];
    expect(counted.reduce((sum, count) => sum + Number(count), 0)).toBe(120);
    expect(await writer.metrics.read('db_events_stored_total')).toBe(600);
  });

  test('PostgreSQL that goes away and comes back loses nothing and repeats nothing; meanwhile little is held', async () => {
    writer = stage.startWriter('w1', { MAX_IN_FLIGHT_EVENTS: '500' });
    await writer.started;
    let isDone = false;
    const producing = stage.produceUntil(() => isDone);
    await waitFor(async () => (await stage.storedIds()).length > 500, { timeoutMs: 15_000 });
    await stage.postgres.kill9();
    const acceptedBefore = stage.accepted.length;
    await waitFor(() => stage.accepted.length > acceptedBefore + 5_000, { timeoutMs: 20_000 });
    expect(await writer.metrics.read('db_queued_events')).toBeLessThanOrEqual(2_000);
    expect(await writer.metrics.read('db_up')).toBe(0);
    await waitFor(() => stage.postgres.start().then(() => true), { timeoutMs: 20_000 });
    await waitFor(async () => (await writer?.metrics.read('db_up')) === 1, { timeoutMs: 20_000 });
    isDone = true;
    await producing;
    expect(await stage.verdict()).toEqual(allStored);
  });

  test('it starts while PostgreSQL is away, alive and not ready, and begins when it is there', async () => {
    await stage.postgres.kill9();
    writer = stage.startWriter('w1');
    await stage.produce(10);
    await waitFor(async () => (await writer?.metrics.read('db_up')) === 0);
    await waitFor(() => stage.postgres.start().then(() => true), { timeoutMs: 20_000 });
    await writer.started;
    expect(await stage.verdict()).toEqual(allStored);
  });

  test('it can be stopped while PostgreSQL is away, and the next one stores what was in hand', async () => {
    writer = stage.startWriter('w1');
    await writer.started;
    await stage.produce(10);
    await stage.verdict();
    await stage.postgres.kill9();
    await stage.produce(50);
    await waitFor(async () => (await writer?.metrics.read('db_up')) === 0);
    await writer.stop();
    await waitFor(() => stage.postgres.start().then(() => true), { timeoutMs: 20_000 });
    writer = stage.startWriter('w2');
    await writer.started;
    expect(await stage.verdict()).toEqual(allStored);
  });

  test('a row that PostgreSQL refuses becomes a dead letter; the rest of its frame is stored', async () => {
    const database = await stage.database();
    await database.query("ALTER TABLE events ADD CONSTRAINT refuse CHECK (external_id <> '0.3') NOT VALID");
    writer = stage.startWriter('w1');
    await writer.started;
    await stage.produce(10);
    stage.accepted.splice(stage.accepted.indexOf('0.3'), 1);
    expect(await stage.verdict()).toEqual(allStored);
    const orgId = stage.orgs[0] as (typeof stage.orgs)[0];
    const letters = orgKeys(orgId).deadLetters('db_writer');
    await waitFor(async () => (await stage.redis.call('XLEN', letters, [])) === 1);
    const [entry] = (await stage.redis.call('XRANGE', letters, ['-', '+'])) as [string, string[]][];
    expect(JSON.stringify(entry)).toContain('refused_by_store');
    await waitFor(async () => (await pending()) === 0);
  });

  test('workers that share the organisations and hand them over store each event once', async () => {
    writer = stage.startWriter('w1');
    await writer.started;
    let isDone = false;
    const producing = stage.produceUntil(() => isDone);
    const second = stage.startWriter('w2');
    await second.started;
    await waitFor(async () => (await second.metrics.read('db_events_stored_total')) > 100, { timeoutMs: 60_000 });
    await writer.stop();
    const before = stage.accepted.length;
    await waitFor(() => stage.accepted.length > before + 500, { timeoutMs: 30_000 });
    isDone = true;
    await producing;
    expect(await stage.verdict()).toEqual(allStored);
    await second.stop();
  });
});
