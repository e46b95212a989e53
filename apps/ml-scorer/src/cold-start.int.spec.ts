import { decodeEvent, EVENT_LANES, eventIdOf, type EventLane, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { decodeModel } from '@redoubt/scoring';
import { claimPositions, createTestDatabase, EventPartitions, EventStore, type TestDatabase } from '@redoubt/storage';
import { decodeEntry } from '@redoubt/stream';
import { readFirstToCome } from './state/first-to-come.ts';
import { GROUP } from './state/model-store.ts';
import { officeEvents } from './testing/office.ts';
import { ScorerStage } from './testing/stage.ts';

const HOUR = 3_600_000;
const consumer = 'db_writer';
let stage: ScorerStage;
let server: TestDatabase;
let org: OrgId;

beforeAll(async () => {
  [stage, server] = await Promise.all([ScorerStage.open(), createTestDatabase()]);
});
afterAll(async () => {
  await stage.close();
  await server.close();
});
beforeEach(async () => {
  org = await stage.newOrg();
});

/** Entries of a lane: id, then names and values. */
async function entriesOf(lane: EventLane): Promise<[Buffer, Buffer[]][]> {
  const key = orgKeys(org).lane(lane);
  return (await stage.redis.call('XRANGE', key, ['-', '+'], { buffers: true })) as [Buffer, Buffer[]][];
}

/** What db-writer does with everything that is in the streams. */
async function storeAll(): Promise<void> {
  const { database } = server;
  await claimPositions(database, { orgId: org, consumer, epoch: 1, lanes: [...EVENT_LANES] });
  const store = new EventStore({ database, partitions: new EventPartitions(database), consumer });
  for (const lane of EVENT_LANES) {
    const events = (await entriesOf(lane)).flatMap(([id, fields]) => {
      const entryId = id.toString('latin1');
      const entry = decodeEntry(entryId, fields);
      if ('error' in entry) throw new Error(entry.error);
      const { acceptedAtMs, lines } = entry;
      return lines.map((line, index) => {
        const decoded = decodeEvent(JSON.parse(line.toString('utf8')));
        if (!decoded.ok) throw new Error('no event');
        return {
          eventId: eventIdOf(lane, entryId, index),
          lane,
          entryId,
          index,
          fields: decoded.fields,
          line,
          acceptedAtMs,
        };
      });
    });
    await store.store([{ orgId: org, epoch: 1, lane, events }]);
  }
}

async function learnedEvents(): Promise<number> {
  const blob = (await stage.redis.call('GET', orgKeys(org).mlModel(), [], { buffers: true })) as Buffer;
  const decoded = decodeModel(blob, { orgId: org });
  if (decoded.kind !== 'ok') throw new Error(decoded.detail);
  return decoded.model.events;
}

/** Starts a scorer with a past, has it score what waits, and stops it. */
async function scoreAll(): Promise<void> {
  const scorer = stage.startScorer('w1', { DATABASE_URL: server.url });
  await scorer.started;
  await stage.settle(org);
  await scorer.stop();
}

describe('a new model', () => {
  test('learns events once that are stored already and still wait in the streams', async () => {
    const events = officeEvents({ fromMs: Date.now() - HOUR, minutes: 55 });
    for (let at = 0; at < 100; at += 10) await stage.send(org, events.slice(at, at + 10));
    await stage.send(org, events.slice(100), 'p');
    await storeAll();
    await scoreAll();
    expect(await learnedEvents()).toBe(events.length);
  });

  test('learns from storage what its group has acknowledged, and the rest from the streams', async () => {
    const events = officeEvents({ fromMs: Date.now() - HOUR, minutes: 55 });
    await stage.send(org, events.slice(0, 60));
    await scoreAll();
    await stage.redis.call('DEL', orgKeys(org).mlModel(), []);
    await stage.send(org, events.slice(60, 100));
    await stage.send(org, events.slice(100), 'p');
    await storeAll();
    await scoreAll();
    expect(await learnedEvents()).toBe(events.length);
  });
});

describe('what is still to come', () => {
  const first = () => readFirstToCome(stage.redis, org, GROUP);
  const call = (name: string, ...args: (string | number)[]) =>
    stage.redis.call(name, orgKeys(org).eventsStream(), args.map(String));

  test('begins with the oldest entry that was given and not acknowledged, else with the first that was not given', async () => {
    const events = officeEvents({ fromMs: Date.now() - HOUR, minutes: 3 });
    for (const event of events.slice(0, 3)) await stage.send(org, [event]);
    const ids = (await entriesOf('s')).map(([id]) => id.toString('latin1')) as [string, string, string];
    const key = orgKeys(org).eventsStream();
    expect((await first()).get('p')).toBe('0-1');
    await stage.redis.batch([
      { name: 'XREADGROUP', key, args: ['GROUP', GROUP, 'w', 'COUNT', '2', 'STREAMS', key, '>'], retry: 'definite' },
    ]);
    expect((await first()).get('s')).toBe(ids[0]);
    await call('XACK', GROUP, ids[0]);
    expect((await first()).get('s')).toBe(ids[1]);
    await call('XACK', GROUP, ids[1]);
    const [timeMs, sequence] = ids[1].split('-');
    expect((await first()).get('s')).toBe(`${timeMs}-${Number(sequence) + 1}`);
  });

  test('is everything where the group is not there yet, and nothing where there is no stream', async () => {
    const key = orgKeys(org).eventsStream();
    await stage.redis.batch([{ name: 'XGROUP', key, args: ['DESTROY', key, GROUP], retry: 'definite' }]);
    await stage.redis.call('DEL', orgKeys(org).lane('p'), []);
    expect([...(await first())]).toEqual([['s', '0-0']]);
  });
});
