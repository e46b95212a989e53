import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '@redoubt/acl';
import { awaitSecurityReply, REQUEST_STREAMS, sendSecurityRequest, type SecurityAsker } from '@redoubt/commands';
import { systemClock, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createAclManagerMetrics } from '../metrics.ts';
import { RequestDesk } from './request-desk.ts';
import type { RequestOutcome } from './request-work.ts';

const clock = systemClock;
const timeoutMs = 20_000;

describe('the desk of requests', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let desk: RequestDesk;
  let begun: SecurityRequest[];
  let recorded: AuditEntry[];
  /** What is done for a request. */
  let work: (request: SecurityRequest) => Promise<RequestOutcome>;
  const kept = testMetrics();
  const metrics = createAclManagerMetrics(kept);
  beforeAll(async () => {
    cluster = await startRedisCluster();
    redis = await connectTestRedis(cluster.addresses);
  }, 60_000);
  afterAll(async () => {
    await redis.close();
    await cluster.stop();
  });
  beforeEach(() => {
    [begun, recorded] = [[], []];
    work = () => Promise.resolve({ ok: true, detail: 'done' });
    desk = open();
  });
  afterEach(() => desk.close());

  const open = (): RequestDesk => {
    const record = (entry: AuditEntry): Promise<void> => Promise.resolve(void recorded.push(entry));
    const doing = (request: SecurityRequest): Promise<RequestOutcome> => {
      begun.push(request);
      return work(request);
    };
    return new RequestDesk({ redis, work: { do: doing }, record, metrics, log: testLogger(), clock });
  };
  const rotation = (): SecurityRequest => ({
    ...{ requestId: randomUUID(), actor: 'alice', reason: 'spec', action: 'rotate', user: 'cli' },
  });
  const about = (action: 'revoke' | 'reinstate' | 'rollback', user: string): SecurityRequest => ({
    ...rotation(),
    ...{ action, user },
  });
  const send = async (by: SecurityAsker, ...requests: readonly SecurityRequest[]): Promise<void> => {
    for (const request of requests) await sendSecurityRequest(redis, request, by);
  };
  /** As somebody sends it who has the password of the stream's user. */
  const xadd = (by: SecurityAsker, request: SecurityRequest, ...options: readonly (string | number)[]) =>
    redis.call('XADD', REQUEST_STREAMS[by], [...options, 'request', JSON.stringify(request)]);
  const waiting = async (): Promise<number> => {
    const counts = Object.values(REQUEST_STREAMS).map((stream) => redis.call('XLEN', stream, []));
    return (await Promise.all(counts)).reduce<number>((sum, count) => sum + Number(count), 0);
  };
  const actions = (): string[] => begun.map(({ action }) => action);
  /** Work that shuts users out when it may; what else there is to do is done at once. */
  const shuttingOut = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    work = async (request) => {
      if (request.action !== 'revoke') return { ok: true, detail: request.action };
      await promise;
      const result = { action: 'revoke' as const, user: request.user, endedConnections: 0, leftConnections: 0 };
      return { ok: true, detail: 'out', result };
    };
    return resolve;
  };
  const untilEmpty = (): Promise<unknown> =>
    waitFor(
      async () => {
        await desk.look();
        return (await waiting()) === 0;
      },
      { timeoutMs },
    );
  const replyTo = ({ requestId }: SecurityRequest): Promise<SecurityReply | null> =>
    awaitSecurityReply({ redis, clock }, requestId, { waitMs: 0, signal: new AbortController().signal });

  it('does a request once that was sent twice, at one time or later, also by another instance', async () => {
    const request = rotation();
    await send('cli', request, request);
    await untilEmpty();
    await send('cli', request);
    await untilEmpty();
    await desk.close();
    desk = open();
    await send('cli', request);
    await untilEmpty();
    expect(begun).toHaveLength(1);
    expect(recorded).toHaveLength(1);
    expect(await replyTo(request)).toMatchObject({ state: 'done', ok: true });
  });

  it('lets nobody wait for what takes its time', async () => {
    const goOn = shuttingOut();
    const rotate = rotation();
    await send('cli', rotate, about('revoke', 'dashboard'));
    await waitFor(
      async () => {
        await desk.look();
        return (await replyTo(rotate))?.state === 'done';
      },
      { timeoutMs },
    );
    expect(actions().sort()).toEqual(['revoke', 'rotate']);
    goOn();
    await untilEmpty();
  });

  it('does nothing that a user asked before it was shut out, and lets it in for none of that', async () => {
    const goOn = shuttingOut();
    const revoke = about('revoke', 'dashboard');
    await send('cli', revoke);
    await desk.look();
    const early = [about('reinstate', 'dashboard'), about('reinstate', 'dashboard')];
    await send('cli', ...early);
    await desk.look();
    await send('dashboard', about('rollback', 'dashboard'));
    goOn();
    await untilEmpty();
    expect(actions()).toEqual(['revoke']);
    for (const request of early) {
      const detail = expect.stringContaining('asked before dashboard was shut out') as string;
      expect(await replyTo(request)).toMatchObject({ ok: false, detail });
    }
    expect(recorded.filter(({ detail }) => detail.action === 'reinstate')).toHaveLength(2);
    expect(recorded.find(({ detail }) => detail.action === 'dropped')).toMatchObject({
      ...{ user: 'dashboard', detail: { count: 1 } },
    });
    await send('cli', about('reinstate', 'dashboard'));
    await untilEmpty();
    expect(actions()).toEqual(['revoke', 'reinstate']);
  });

  it('is not turned round by who removes the revocation, or chooses ids', async () => {
    const goOn = shuttingOut();
    await send('cli', about('revoke', 'cli'));
    await desk.look();
    const taken = about('reinstate', 'cli');
    await xadd('cli', taken, 'MAXLEN', 0, '*');
    await xadd('cli', taken, '*');
    await desk.look();
    await xadd('cli', about('reinstate', 'cli'), '18446744073709551615-18446744073709551615');
    goOn();
    await untilEmpty();
    expect(actions()).toEqual(['revoke']);
    // By an administrator of Redis, whom no id keeps from asking.
    await send('cli', about('reinstate', 'cli'));
    await untilEmpty();
    expect(actions()).toEqual(['revoke', 'reinstate']);
  });

  it('finds who is to be shut out behind a flood, and drops and counts what is too much', async () => {
    const goOn = shuttingOut();
    const held = work;
    const { promise, resolve } = Promise.withResolvers<RequestOutcome>();
    work = (request) => (request.action === 'rotate' ? promise : held(request));
    const flood = async (by: SecurityAsker): Promise<void> => {
      for (let n = 0; n < 15; n++) await Promise.all(Array.from({ length: 100 }, () => xadd(by, rotation(), '*')));
    };
    await flood('cli');
    await flood('dashboard');
    await send('cli', about('revoke', 'dashboard'));
    await desk.look();
    await waitFor(() => actions().includes('revoke'), { timeoutMs });
    expect(actions().filter((action) => action === 'rotate').length).toBeLessThanOrEqual(32);
    expect(await waiting()).toBeLessThanOrEqual(300);
    expect(await kept.read('acl_requests_dropped_total', { by: 'dashboard' })).toBeGreaterThan(1_000);
    expect(recorded.filter(({ detail }) => detail.action === 'dropped')).toHaveLength(2);
    goOn();
    resolve({ ok: true, detail: 'rotated' });
    await untilEmpty();
  });

  it.each(['revoke', 'reinstate', 'apply'] as const)('takes %s from operators alone', async (action) => {
    const asked = { ...rotation(), action, user: 'dashboard' } as SecurityRequest;
    await send('dashboard', asked);
    await untilEmpty();
    expect(begun).toEqual([]);
    expect(await replyTo(asked)).toMatchObject({ ok: false, detail: expect.stringContaining('operators alone') });
    expect(recorded).toMatchObject([{ detail: { action, by: 'dashboard', ok: false } }]);
  });
});
