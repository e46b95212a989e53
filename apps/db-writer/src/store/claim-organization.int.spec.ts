import { newOrgId, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { CONSUMER_NAME, orgKeys } from '@redoubt/key-schema';
import { OutcomeUnknownError, type RedisClient } from '@redoubt/redis';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { keepReachedCommand, provisionStreams } from '@redoubt/stream';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createDbWriterMetrics } from '../metrics.ts';
import { claimOrganization } from './claim-organization.ts';

const EPOCH = 7;
let redis: RedisClient;
let server: TestDatabase;
let orgId: OrgId;

beforeAll(async () => {
  [redis, server] = await Promise.all([connectTestRedis(), createTestDatabase()]);
});
afterAll(() => Promise.all([redis.close(), server.close()]));

/** Three entries that were read and noted as stored, and a PostgreSQL that knows nothing of them. */
beforeEach(async () => {
  orgId = newOrgId();
  const keys = orgKeys(orgId);
  await provisionStreams(redis, orgId, ['db_writer']);
  for (const id of ['1-0', '2-0', '3-0'])
    await redis.call('XADD', keys.eventsStream(), [id, 'v', '1r', 'n', 1, 't', 5, 'd', '{}']);
  await redis.call('SET', keys.fence('db_writer'), [`${EPOCH}|me`]);
  const read = ['GROUP', 'db_writer', CONSUMER_NAME, 'STREAMS', keys.eventsStream(), '>'];
  const ownership = { orgId, group: 'db_writer', epoch: EPOCH } as const;
  await redis.batch([
    { name: 'XREADGROUP', key: keys.eventsStream(), args: read, retry: 'never' },
    keepReachedCommand(redis, ownership, 's', { entryId: '3-0', index: 0 }),
  ]);
});

/** Redis that does as it is told, and whose answer to the rewind is lost. */
function deafToRewind(): RedisClient {
  return new Proxy(redis, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name === 'script') return (source: Parameters<RedisClient['script']>[0]) => deafScript(target.script(source));
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

type Script = ReturnType<RedisClient['script']>;

function deafScript(script: Script): Pick<Script, 'run'> {
  return {
    run: async (keys, args, options) => {
      const reply = await script.run(keys, args, options);
      if (args.includes('rewind')) throw new OutcomeUnknownError('no answer');
      return reply;
    },
  };
}

test('a set-back is said once, also when the answer to the rewind is lost', async () => {
  const metrics = testMetrics();
  const said: string[] = [];
  const log = testLogger();
  log.error = (_: unknown, message?: string) => void said.push(message ?? '');
  const deps = { database: server.database, log, metrics: createDbWriterMetrics(metrics) };
  const ownership = { orgId, epoch: EPOCH, inHand: new Map<Lane, EntryId>([['s', '1-0']]) };
  await expect(claimOrganization({ ...deps, redis: deafToRewind() }, ownership)).rejects.toMatchObject({
    name: 'OutcomeUnknownError',
  });
  expect(await metrics.read('db_set_back_total')).toBe(1);
  expect(said).toContain('storage_was_set_back');
  // It went back: what is in hand is stale, and once that is read again nothing is found any more.
  await expect(claimOrganization({ ...deps, redis }, ownership)).rejects.toMatchObject({ name: 'RetryableError' });
  await claimOrganization({ ...deps, redis }, { ...ownership, inHand: new Map() });
  expect(await metrics.read('db_set_back_total')).toBe(1);
  expect(said.filter((message) => message === 'storage_was_set_back')).toHaveLength(1);
});
