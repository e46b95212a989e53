import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '@redoubt/acl';
import { awaitSecurityReply, sendSecurityRequest } from '@redoubt/commands';
import { systemClock, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
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
  const metrics = createAclManagerMetrics(testMetrics());
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
  const waiting = async (): Promise<number> => Number(await redis.call('XLEN', clusterKeys.aclRequests(), []));
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
    await sendSecurityRequest(redis, request);
    await sendSecurityRequest(redis, request);
    await untilEmpty();
    await sendSecurityRequest(redis, request);
    await untilEmpty();
    await desk.close();
    desk = open();
    await sendSecurityRequest(redis, request);
    await untilEmpty();
    expect(begun).toHaveLength(1);
    expect(recorded).toHaveLength(1);
    expect(await replyTo(request)).toMatchObject({ state: 'done', ok: true });
  });

  it('shuts out and lets in in the order asked, and lets nobody else wait for it', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    work = async ({ action }) => {
      if (action === 'revoke') await held;
      return { ok: true, detail: action };
    };
    const [revoke, apply, rotate] = [
      { ...rotation(), action: 'revoke' } as SecurityRequest,
      { ...rotation(), action: 'apply' } as SecurityRequest,
      rotation(),
    ];
    for (const request of [revoke, apply, rotate]) await sendSecurityRequest(redis, request);
    await waitFor(
      async () => {
        await desk.look();
        return (await replyTo(rotate))?.state === 'done';
      },
      { timeoutMs },
    );
    expect(begun.map(({ action }) => action).sort()).toEqual(['revoke', 'rotate']);
    goOn();
    await untilEmpty();
    expect(begun.map(({ action }) => action).filter((action) => action !== 'rotate')).toEqual(['revoke', 'apply']);
  });
});
