import { orgKeys, subjectHash } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { EngineStage, failedLogins } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

let stage: EngineStage;
let engine: RunningApp | undefined;

beforeEach(async () => {
  stage = await EngineStage.open(3);
});
afterEach(async () => {
  await engine?.stop();
  await stage.close();
});

const MINUTE = 60_000;

describe('alert-engine', () => {
  test('ten failed logins of an address make one alert; more of them count to it; others do not', async () => {
    engine = stage.startEngine('w1');
    await engine.started;
    const fromMs = Date.now() - 20 * MINUTE;
    await stage.send(failedLogins(9, { fromMs }));
    await stage.send(failedLogins(9, { fromMs, sourceIp: '203.0.113.8' }));
    await stage.settle();
    expect(await stage.alerts()).toEqual([]);
    await stage.send(failedLogins(1, { fromMs: fromMs + 10_000 }));
    await waitFor(async () => (await stage.alerts()).length === 1);
    await stage.send(failedLogins(25, { fromMs: fromMs + 20_000 }));
    await stage.settle();
    const [alert, ...rest] = await stage.alerts();
    expect(rest).toEqual([]);
    expect(alert).toMatchObject({
      orgId: stage.org,
      status: 'firing',
      severity: 'high',
      subject: { sourceIp: '203.0.113.7' },
      count: 35,
      firstSeenMs: fromMs,
      lastSeenMs: fromMs + 44_000,
      threshold: 10,
      windowSeconds: 900,
    });
    expect(alert?.reason).toMatch(/35 failed logins from 203\.0\.113\.7 .*threshold 10/);
    const records = await stage.records();
    expect(records.filter(({ type, change }) => type === 'alert' && change === 'opened')).toHaveLength(1);
    expect(await stage.pending()).toBe(0);
  });

  test('what others look at is there: open alerts, the address, the rule, the failed logins', async () => {
    engine = stage.startEngine('w1');
    await stage.send(failedLogins(12, { fromMs: Date.now() - MINUTE }));
    await waitFor(async () => (await stage.alerts()).length === 1);
    await stage.settle();
    const keys = orgKeys(stage.org);
    const [alert] = await stage.alerts();
    expect(await stage.redis.call('ZRANGE', keys.alertsActive(), [0, -1])).toEqual([alert?.alertId]);
    const address = subjectHash('203.0.113.7');
    expect(await stage.redis.call('ZCARD', keys.failedLogins(address), [])).toBe(12);
    const lifeS = Number(await stage.redis.call('TTL', keys.ipReputation(address), []));
    expect(lifeS).toBeGreaterThan(29 * 86_400);
    expect(await stage.redis.call('HGET', keys.ipReputation(address), ['ip'])).toBe('203.0.113.7');
    const hash = (await stage.redis.call('HGETALL', keys.alertHash(alert?.fingerprint ?? ''), [])) as string[];
    expect(hash).toEqual(expect.arrayContaining(['alertId', alert?.alertId, 'count', '12']));
  });

  test('an alert is acknowledged, assigned, closed by command, with who and why on its records', async () => {
    engine = stage.startEngine('w1');
    await stage.send(failedLogins(10, { fromMs: Date.now() - MINUTE }));
    await waitFor(async () => (await stage.alerts()).length === 1);
    const alertId = (await stage.alerts())[0]?.alertId ?? '';
    const commandId = await stage.ask({ type: 'alert.acknowledge', alertId, note: 'looking' });
    await stage.ask({ type: 'alert.assign', alertId, assignee: 'ann' });
    await stage.ask({ type: 'alert.close', alertId, disposition: 'true_positive', note: 'blocked' });
    await waitFor(async () => (await stage.alerts())[0]?.status === 'closed');
    expect((await stage.alerts())[0]).toMatchObject({ assignee: 'ann', disposition: 'true_positive' });
    const records = await stage.records();
    expect(records.find(({ change }) => change === 'acknowledged')).toMatchObject({
      actor: 'ann',
      note: 'looking',
      commandId,
    });
    expect(await stage.redis.call('ZCARD', orgKeys(stage.org).alertsActive(), [])).toBe(0);
  });

  test('what is no command goes to the dead letters with the reason, and nothing stands still', async () => {
    engine = stage.startEngine('w1');
    await stage.ask({ type: 'alert.dance' } as never);
    const letters = orgKeys(stage.org).deadLetters('alert_engine');
    await waitFor(async () => (await stage.redis.call('XLEN', letters, [])) === 1);
    expect(JSON.stringify(await stage.redis.call('XRANGE', letters, ['-', '+']))).toContain('not a command');
    await stage.send(failedLogins(10, { fromMs: Date.now() - MINUTE }));
    await waitFor(async () => (await stage.alerts()).length === 1);
  });

  test('an engine that starts again goes on where the last one was, within one window', async () => {
    engine = stage.startEngine('w1');
    const fromMs = Date.now() - 20 * MINUTE;
    await stage.send(failedLogins(7, { fromMs }));
    await stage.settle();
    await engine.stop();
    await stage.send(failedLogins(7, { fromMs: fromMs + 30_000 }));
    engine = stage.startEngine('w2');
    await waitFor(async () => (await stage.alerts()).length === 1, { timeoutMs: 20_000 });
    await stage.settle();
    expect(await stage.alerts()).toEqual([expect.objectContaining({ count: 14, firstSeenMs: fromMs })]);
  });

  test('what one owner had left to say the next one says, without a further event', async () => {
    engine = stage.startEngine('w1', { TICK_INTERVAL_MS: '60000' });
    const fromMs = Date.now() - MINUTE;
    await stage.send(failedLogins(10, { fromMs }));
    await waitFor(async () => (await stage.alerts()).length === 1);
    await stage.send(failedLogins(5, { fromMs: fromMs + 20_000 }));
    await waitFor(async () => (await stage.pending()) === 0);
    await engine.stop();
    // 11 where more than the update interval has passed since the alert: the first event of the five is told at once.
    expect((await stage.alerts())[0]?.count).toBeLessThan(15);
    engine = stage.startEngine('w2');
    await waitFor(async () => (await stage.alerts())[0]?.count === 15, { timeoutMs: 20_000 });
  });

  test('an event from the future cannot push others out of the window, nor can an old one', async () => {
    engine = stage.startEngine('w1');
    const fromMs = Date.now() - 5 * MINUTE;
    await stage.send(failedLogins(5, { fromMs }));
    await stage.send(failedLogins(3, { fromMs: Date.now() + 86_400_000 * 365 }).slice(0, 1));
    await stage.send(failedLogins(3, { fromMs: fromMs - 86_400_000 * 365 }));
    await stage.send(failedLogins(5, { fromMs: fromMs + 30_000 }));
    await waitFor(async () => (await stage.alerts()).length === 1);
    await stage.settle();
    expect((await stage.alerts())[0]?.count).toBe(11);
  });

  test('organisations do not see each other', async () => {
    engine = stage.startEngine('w1');
    const [one, other] = stage.orgs as [typeof stage.org, typeof stage.org];
    await stage.send(failedLogins(6, { fromMs: Date.now() - MINUTE }), one);
    await stage.send(failedLogins(6, { fromMs: Date.now() - MINUTE }), other);
    await stage.settle();
    expect([...(await stage.alerts(one)), ...(await stage.alerts(other))]).toEqual([]);
  });
});
