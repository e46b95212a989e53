import type { OrgId } from '@redoubt/contracts';
import { CONSUMER_NAME, orgKeys } from '@redoubt/key-schema';
import { createFrameProducer, type FrameAppender } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { testLogger, testMetrics, type RunningApp } from '@redoubt/worker-test-kit';
import { WriterStage } from './testing/stage.ts';

let stage: WriterStage;
let producer: FrameAppender;
let writer: RunningApp | undefined;
let orgId: OrgId;

beforeEach(async () => {
  stage = await WriterStage.open(1);
  orgId = stage.orgs[0] as OrgId;
  producer = createFrameProducer({ redis: stage.redis, log: testLogger(), metrics: testMetrics() });
});
afterEach(async () => {
  await writer?.stop();
  await producer.close();
  await stage.close();
});

/** Stored entries stay in the streams, as they would until the next trim. */
async function start(workerId: string): Promise<RunningApp> {
  writer = stage.startWriter(workerId, { STREAM_KEEP_MS: '600000' });
  await writer.started;
  return writer;
}

const eventLine = (externalId: string): Buffer =>
  Buffer.from(JSON.stringify({ eventType: 'login', severity: 'low', externalId, asset: 'web-1' }));
const append = (lane: 's' | 'p', ...lines: Buffer[]) => producer.append({ orgId, lanes: [{ lane, lines }] });
const addEntry = (...fields: (string | number)[]) =>
  stage.redis.call('XADD', orgKeys(orgId).eventsStream(), ['*', ...fields]);

/** What the group has in hand or still to read of the lane, and its dead letters. */
async function standing(): Promise<{ unsettled: number; dead: number }> {
  const stream = orgKeys(orgId).eventsStream();
  const [group] = (await stage.redis.batch([
    { name: 'XINFO', key: stream, args: ['GROUPS', stream], retry: 'free' },
  ])) as [unknown[][]];
  const [row] = group as [(string | number)[]];
  const field = (name: string): number => Number(row[row.indexOf(name) + 1]);
  const dead = await stage.redis.call('XLEN', orgKeys(orgId).deadLetters('db_writer'), []);
  return { unsettled: field('pending') + field('lag'), dead: Number(dead) };
}

interface Tail {
  name: string;
  stored: number;
  dead: number;
  add: () => Promise<unknown>;
}

const TAILS: readonly Tail[] = [
  {
    name: 'a dead letter that is put back for another group',
    ...{ stored: 0, dead: 0 },
    add: () => {
      const mark = ['g', 'alert_engine', 'o', 's-1-0-0', 'r', 1];
      return addEntry('v', '1r', 'n', 1, 't', Date.now(), 'd', eventLine('other').toString(), ...mark);
    },
  },
  {
    name: 'a frame that cannot be decoded',
    ...{ stored: 0, dead: 1 },
    add: () => addEntry('v', '9?', 'd', 'nothing'),
  },
  {
    name: 'an entry that ended its workers and is buried',
    ...{ stored: 0, dead: 1 },
    add: async () => {
      await writer?.stop();
      const entryId = await addEntry('v', '1r', 'n', 1, 't', Date.now(), 'd', eventLine('poison').toString());
      const stream = orgKeys(orgId).eventsStream();
      const read = ['GROUP', 'db_writer', CONSUMER_NAME, 'STREAMS', stream, '>'];
      await stage.redis.batch([{ name: 'XREADGROUP', key: stream, args: read, retry: 'never' }]);
      await stage.redis.call('HSET', orgKeys(orgId).attempts('db_writer'), [`s-${String(entryId)}`, 5]);
      await start('w2');
    },
  },
  {
    name: 'a frame whose last event is dead',
    ...{ stored: 2, dead: 1 },
    add: () => append('s', eventLine('x'), eventLine('y'), Buffer.from('no JSON')),
  },
];

describe('a takeover, nothing having been set back', () => {
  test.each(TAILS)(
    'leaves $name where it is',
    async ({ add, stored, dead }) => {
      await start('w1');
      await append('s', eventLine('a'));
      await waitFor(async () => (await stage.storedIds()).length === 1, { timeoutMs: 20_000 });
      await add();
      const settled = { unsettled: 0, dead };
      await waitFor(async () => JSON.stringify(await standing()) === JSON.stringify(settled), { timeoutMs: 20_000 });
      await writer?.stop();

      const next = await start('w9');
      await append('p', eventLine('b'));
      await waitFor(async () => (await next.metrics.read('db_events_stored_total')) === 1, { timeoutMs: 20_000 });
      await waitFor(async () => (await standing()).unsettled === 0);
      expect(await next.metrics.read('db_set_back_total')).toBe(0);
      expect(await standing()).toEqual(settled);
      expect(await next.metrics.read('db_events_already_stored_total')).toBe(0);
      expect((await stage.storedIds()).length).toBe(2 + stored);
    },
    60_000,
  );
});

test('leases of a new Redis whose clock is behind that of the one before store at once', async () => {
  await start('w1');
  await append('s', eventLine('a'));
  await waitFor(async () => (await stage.storedIds()).length === 1, { timeoutMs: 20_000 });
  await writer?.stop();
  await (await stage.database()).query('UPDATE stream_positions SET epoch = epoch + 3600000');
  const next = await start('w9');
  await append('s', eventLine('b'));
  await waitFor(async () => (await next.metrics.read('db_events_stored_total')) === 1, { timeoutMs: 20_000 });
}, 60_000);
