import { LeaseLostError, RetryableError, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { OutcomeUnknownError, RedisReplyError } from '@redoubt/redis';
import { waitFor } from '@redoubt/test-kit';
import { BareEngine, faultyRedis, storedAlerts } from '../testing/bare-engine.ts';
import { EngineStage, failedLogins } from '../testing/stage.ts';

const HOUR = 3_600_000;
let stage: EngineStage;
let bare: BareEngine | undefined;

beforeAll(async () => {
  stage = await EngineStage.open(0);
});
afterEach(() => bare?.engine.close());
afterAll(() => stage.close());

let orgs = 0;
async function ownOrg(engine: BareEngine): Promise<OrgId> {
  const orgId = `00000000-0000-4000-8000-${String(++orgs).padStart(12, '0')}` as OrgId;
  await engine.own(orgId);
  return orgId;
}

const counts = async (orgId: OrgId) => (await storedAlerts(stage.redis, orgId)).map(({ count }) => count);
const recent = (count: number) => failedLogins(count, { fromMs: Date.now() - 60_000 });

describe('a write that fails', () => {
  test.each(['oom', 'noreplicas', 'noperm'] as const)('for %s is tried again: no event is given up', async (kind) => {
    const { redis, failWrites } = faultyRedis(stage.redis);
    bare = new BareEngine(redis);
    const org = await ownOrg(bare);
    const events = bare.entry(recent(12));
    failWrites(new RedisReplyError(kind, 'not now'));
    for (let tries = 0; tries < 3; tries++) await expect(bare.handle(org, events)).rejects.toThrow(RetryableError);
    failWrites(undefined);
    expect(await bare.handle(org, events)).toBe('ack');
    expect(await counts(org)).toEqual([12]);
  });

  test('with an outcome nobody knows counts once, whichever it was', async () => {
    const { redis, failWrites } = faultyRedis(stage.redis);
    bare = new BareEngine(redis);
    const org = await ownOrg(bare);
    const [first, second] = [bare.entry(recent(12)), bare.entry(recent(3))];
    expect(await bare.handle(org, first)).toBe('ack');
    failWrites(new OutcomeUnknownError('gone'));
    await expect(bare.handle(org, second)).rejects.toThrow(RetryableError);
    failWrites(undefined);
    // It had not happened, then it had: the same batch comes again either way.
    expect(await bare.handle(org, second)).toBe('ack');
    expect(await bare.handle(org, second, { isRedelivery: true })).toBe('ack');
    expect(await counts(org)).toEqual([15]);
  });

  test('in a turn of the clock is made up for by a later turn, without an event', async () => {
    const { redis, failWrites } = faultyRedis(stage.redis);
    bare = new BareEngine(redis);
    const org = await ownOrg(bare);
    await bare.handle(org, bare.entry(recent(12)));
    failWrites(new OutcomeUnknownError('gone'));
    bare.caughtUpAtMs = Date.now() + 2 * HOUR;
    bare.startClock();
    await waitFor(async () => ((await bare?.metrics.read('alert_state_writes_total', { result: 'failed' })) ?? 0) > 0);
    expect((await stage.alerts(org))[0]?.status).toBe('firing');
    failWrites(undefined);
    await waitFor(async () => (await stage.alerts(org))[0]?.status === 'resolved');
  });
});

describe('state and rules that cannot be read', () => {
  test('give up no event: they wait until somebody mended it', async () => {
    bare = new BareEngine(stage.redis);
    const org = await ownOrg(bare);
    const book = orgKeys(org).alertBook();
    await stage.redis.call('HSET', book, ['a:broken', '{']);
    const events = bare.entry(recent(12));
    await expect(bare.handle(org, events)).rejects.toThrow(RetryableError);
    await stage.redis.call('HDEL', book, ['a:broken']);
    await stage.redis.call('HSET', orgKeys(org).rules(), ['version', '1', 'packs', '[']);
    await expect(bare.handle(org, events)).rejects.toThrow(RetryableError);
    await stage.redis.call('DEL', orgKeys(org).rules(), []);
    expect(await bare.handle(org, events)).toBe('ack');
    expect(await counts(org)).toEqual([12]);
  });
});

describe('organisations that leave memory', () => {
  test('are resolved in time all the same, though no event of theirs comes', async () => {
    bare = new BareEngine(stage.redis, { maxOrgsInMemory: 1 });
    const some = [await ownOrg(bare), await ownOrg(bare), await ownOrg(bare)];
    for (const org of some) await bare.handle(org, bare.entry(recent(10)));
    bare.caughtUpAtMs = Date.now() + 2 * HOUR;
    bare.startClock();
    for (const org of some) await waitFor(async () => (await stage.alerts(org))[0]?.status === 'resolved');
  });

  test('leave when together they take more than they may, but for the one used last', async () => {
    const small = new BareEngine(stage.redis, { maxStateBytes: 1 });
    bare = small;
    const read = (name: string): Promise<number | undefined> => small.metrics.read(name);
    const [org, other] = [await ownOrg(small), await ownOrg(small)];
    for (const each of [org, other]) await small.handle(each, small.entry(recent(10)));
    expect(await read('alert_state_loads_total')).toBe(2);
    small.startClock();
    await waitFor(async () => ((await read('alert_state_bytes')) ?? 0) > 1);
    await small.handle(other, small.entry(recent(1)));
    expect(await read('alert_state_loads_total')).toBe(2);
    await small.handle(org, small.entry(recent(1)));
    expect(await read('alert_state_loads_total')).toBe(3);
    expect(await counts(org)).toEqual([11]);
  });

  test('are known to have been written: a failover that took it back is noticed when they come in again', async () => {
    bare = new BareEngine(stage.redis, { maxOrgsInMemory: 1 });
    const [org, other] = [await ownOrg(bare), await ownOrg(bare)];
    const [first, second, third] = [bare.entry(recent(6)), bare.entry(recent(6)), bare.entry(recent(6))];
    await bare.handle(org, first);
    const key = orgKeys(org).alertState();
    const before = (await stage.redis.call('HGETALL', key, [])) as string[];
    await bare.handle(org, second);
    await bare.handle(other, bare.entry(recent(1)));
    await stage.redis.call('DEL', key, []);
    await stage.redis.call('HSET', key, before);
    // Going on would put the position past what the failover made pending again.
    await expect(bare.handle(org, third)).rejects.toThrow(LeaseLostError);
  });
});

describe('events that were given up', () => {
  test('are given up again when they come again, by the next owner too', async () => {
    bare = new BareEngine(stage.redis);
    const org = await ownOrg(bare);
    const events = bare.entry(recent(3));
    const poison = events[1] as (typeof events)[number];
    Object.defineProperty(poison.fields, 'asset', {
      get: () => {
        throw new Error('no such thing');
      },
    });
    const ends = await bare.handle(org, events);
    expect(ends).toMatchObject([{ kind: 'ack' }, { kind: 'dead' }, { kind: 'ack' }]);
    await bare.handle(org, bare.entry(recent(1)));
    const next = new BareEngine(stage.redis);
    const again = await next.handle(org, events, { isRedelivery: true });
    expect(again).toMatchObject([{ kind: 'ack' }, { kind: 'dead' }, { kind: 'ack' }]);
  });
});
