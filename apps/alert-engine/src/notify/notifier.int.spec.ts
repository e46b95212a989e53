import { Webhook } from 'standardwebhooks';
import type { Alert } from '@redoubt/contracts';
import { createQueue } from '@redoubt/jobs';
import { groupHashOf, notifyJob, readTest, requestTest, testChannelJob } from '@redoubt/notifications';
import { orgKeys } from '@redoubt/key-schema';
import { makeChannel, type RecordedRequest } from '@redoubt/notifications/testing';
import { createJobsConnection } from '@redoubt/redis/jobs';
import { numberedAlert, waitFor } from '@redoubt/test-kit';
import { nodesOf, testLogger } from '@redoubt/worker-test-kit';
import { NotifyStage } from '../testing/notify-stage.ts';

jest.setTimeout(40_000);

const soon = { waitSeconds: 0, intervalSeconds: 1 };
let stage: NotifyStage;

beforeAll(async () => {
  stage = await NotifyStage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.end());

const secret = makeChannel('webhook').secret;

function verified(request: RecordedRequest): { type: string; data: Alert; alerts?: Alert[]; group?: unknown } {
  const headers = request.headers as Record<string, string>;
  return new Webhook(secret).verify(request.body, headers) as ReturnType<typeof verified>;
}

const bodies = () => stage.http.requests.map(verified);

describe('notifier', () => {
  it('tells an alert by mail, webhook, Slack and PagerDuty, and then its end', async () => {
    await stage.begin([
      makeChannel('email', { group: soon }),
      makeChannel('webhook', { group: soon, url: stage.http.url('/hook') }),
      makeChannel('slack', { group: soon, url: stage.http.url('/slack') }),
      makeChannel('pagerduty', { group: { ...soon, by: ['alertId'] } }),
    ]);
    await stage.startNotifier();
    const alert = numberedAlert(1);
    await stage.tell([alert]);
    await waitFor(() => stage.mail.mails.length === 1 && stage.http.requests.length === 3, { timeoutMs: 10_000 });
    const at = (path: string): RecordedRequest[] => stage.http.requests.filter((request) => request.path === path);
    expect(stage.mail.mails[0]).toMatchObject({ from: 'redoubt@example.org', to: ['soc@example.org'] });
    expect(stage.mail.mails[0]?.raw).toContain('Subject: [HIGH] Firing: Brute force from 203.0.113.7');
    expect(stage.mail.mails[0]?.raw).toContain('Ann Author');
    expect(verified(at('/hook')[0] as RecordedRequest)).toMatchObject({
      type: 'alert.firing',
      data: { alertId: alert.alertId },
    });
    expect(JSON.parse(at('/slack')[0]?.body ?? '')).toMatchObject({ text: expect.stringContaining('Brute force') });
    expect(JSON.parse(at('/pagerduty')[0]?.body ?? '')).toMatchObject({
      routing_key: 'R'.repeat(32),
      event_action: 'trigger',
      dedup_key: alert.alertId,
    });
    await stage.tell([{ ...alert, status: 'resolved', version: 2 }], { change: 'resolved', isNotifiable: false });
    await waitFor(() => stage.mail.mails.length === 2 && stage.http.requests.length === 6, { timeoutMs: 10_000 });
    expect(stage.mail.mails[1]?.raw).toContain('Resolved: Brute force');
    expect(JSON.parse(at('/pagerduty')[1]?.body ?? '')).toMatchObject({
      event_action: 'resolve',
      dedup_key: alert.alertId,
    });
    await waitFor(async () => (await stage.metrics.read('notifications_total', { outcome: 'sent' })) === 8);
    const [last] = await stage.store.outcomes(stage.orgId, stage.channels[0]?.channelId ?? '');
    expect(last).toMatchObject({
      outcome: 'sent',
      reason: 'changed',
      attempts: 1,
      alerts: [{ alertId: alert.alertId, version: 2 }],
    });
  });

  it('tells a storm of 500 alerts of one rule in one message, and the next news after the interval', async () => {
    await stage.begin([
      makeChannel('webhook', { group: { waitSeconds: 1, intervalSeconds: 3 }, url: stage.http.url() }),
    ]);
    await stage.startNotifier();
    const alerts = Array.from({ length: 500 }, (_, i) => numberedAlert(i, { ruleId: i < 490 ? 'r1' : 'r2' }));
    await stage.tell(alerts);
    await waitFor(() => stage.http.requests.length === 2, { timeoutMs: 10_000 });
    const firstAt = Date.now();
    const told = bodies().map(({ group }) => group as { key: string; told: number });
    expect(told.map(({ key, told: count }) => [key, count]).toSorted()).toEqual([
      ['ruleId=r1', 490],
      ['ruleId=r2', 10],
    ]);
    await stage.tell([numberedAlert(600, { ruleId: 'r1' })]);
    await stage.tell([numberedAlert(601, { ruleId: 'r1' })]);
    await waitFor(() => stage.http.requests.length === 3, { timeoutMs: 10_000 });
    expect(Date.now() - firstAt).toBeGreaterThan(2_000);
    expect(bodies()[2]?.alerts?.map(({ alertId }) => alertId)).toEqual([
      numberedAlert(600).alertId,
      numberedAlert(601).alertId,
    ]);
  });

  it('tries again after 503, no sooner than asked, with the same id and body', async () => {
    await stage.begin([makeChannel('webhook', { group: soon, url: stage.http.url() })]);
    const answeredAt: number[] = [];
    stage.http.answer = (_, index) => {
      answeredAt.push(Date.now());
      return index === 0 ? { status: 503, headers: { 'retry-after': '2' } } : undefined;
    };
    await stage.startNotifier();
    await stage.tell([numberedAlert(1)]);
    await waitFor(() => stage.http.requests.length === 1, { timeoutMs: 10_000 });
    // What comes meanwhile waits for a message of its own.
    await stage.tell([numberedAlert(2)]);
    await waitFor(() => stage.http.requests.length === 3, { timeoutMs: 15_000 });
    const [first, second, third] = stage.http.requests as [RecordedRequest, RecordedRequest, RecordedRequest];
    expect((answeredAt[1] ?? 0) - (answeredAt[0] ?? 0)).toBeGreaterThanOrEqual(1_950);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.body).toBe(first.body);
    expect(third.headers['webhook-id']).not.toBe(first.headers['webhook-id']);
    expect(verified(third).data.alertId).toBe(numberedAlert(2).alertId);
    expect(await stage.metrics.read('notifications_total', { outcome: 'retried' })).toBe(1);
  });

  it('gives up after 400: a dead job and an outcome with the reason, and the group goes on', async () => {
    await stage.begin([makeChannel('webhook', { group: soon, url: stage.http.url() })]);
    stage.http.answer = (_, index) => (index === 0 ? { status: 400 } : undefined);
    await stage.startNotifier();
    await stage.tell([numberedAlert(1)]);
    const channelId = stage.channels[0]?.channelId ?? '';
    await waitFor(async () => (await stage.store.outcomes(stage.orgId, channelId)).length === 1, { timeoutMs: 10_000 });
    expect(await stage.store.outcomes(stage.orgId, channelId)).toMatchObject([{ outcome: 'dead', detail: 'HTTP 400' }]);
    const connection = createJobsConnection({ nodes: nodesOf(stage.cluster.addresses) }, { log: testLogger() });
    const queue = createQueue(notifyJob, { connection, log: testLogger() });
    const dead = await waitFor(async () =>
      (await queue.deadJobs()).find(({ data }) => (data as { orgId: string }).orgId === stage.orgId),
    );
    expect(dead.reason).toBe('HTTP 400');
    await queue.close();
    await connection.close();
    await stage.tell([numberedAlert(2)]);
    await waitFor(() => stage.http.requests.length === 2, { timeoutMs: 10_000 });
    expect(bodies()[1]?.data.alertId).toBe(numberedAlert(2).alertId);
  });

  it('sends a trial and says what became of it', async () => {
    await stage.begin([
      makeChannel('webhook', { url: stage.http.url('/good') }),
      makeChannel('slack', { url: stage.http.url('/bad') }),
    ]);
    stage.http.answer = ({ path }) => (path === '/bad' ? { status: 404 } : undefined);
    await stage.startNotifier();
    const connection = createJobsConnection({ nodes: nodesOf(stage.cluster.addresses) }, { log: testLogger() });
    const queue = createQueue(testChannelJob, { connection, log: testLogger() });
    const outcomeOf = async (channelId: string): Promise<unknown> => {
      const testId = await requestTest(queue, stage.orgId, channelId);
      return waitFor(async () => {
        const state = await readTest(queue, testId);
        return state.kind === 'done' ? state : undefined;
      });
    };
    const [good, bad] = stage.channels;
    expect(await outcomeOf(good?.channelId ?? '')).toEqual({ kind: 'done', outcome: 'sent', detail: 'HTTP 200' });
    expect(await outcomeOf(bad?.channelId ?? '')).toEqual({ kind: 'done', outcome: 'dead', detail: 'HTTP 404' });
    expect(verified(stage.http.requests.find(({ path }) => path === '/good') as RecordedRequest).type).toBe(
      'notification.test',
    );
    await queue.close();
    await connection.close();
  });

  it('sends what is due although its timer was lost', async () => {
    await stage.begin([makeChannel('webhook', { group: { waitSeconds: 2 }, url: stage.http.url() })]);
    await stage.startNotifier();
    await stage.tell([numberedAlert(1)]);
    const connection = createJobsConnection({ nodes: nodesOf(stage.cluster.addresses) }, { log: testLogger() });
    const queue = createQueue(notifyJob, { connection, log: testLogger() });
    const key = orgKeys(stage.orgId).notificationsDue();
    const [member] = await waitFor(async () => {
      const members = (await stage.redis.call('ZRANGE', key, [0, -1])) as string[];
      return members.length === 1 ? members : undefined;
    });
    const [channelId = '', groupHash = ''] = (member as string).split('|');
    const [group] = await stage.store.read(stage.orgId, [{ channelId, groupHash }]);
    expect(await waitFor(() => queue.remove(`${groupHash}.${group?.state?.timer}`))).toBe(true);
    await waitFor(() => stage.http.requests.length === 1, { timeoutMs: 10_000 });
    expect(await stage.metrics.read('notification_timers_restored_total')).toBe(1);
    await queue.close();
    await connection.close();
  });

  it('drops what waits for a channel that was removed', async () => {
    await stage.begin([makeChannel('webhook', { group: { waitSeconds: 1 }, url: stage.http.url() })]);
    await stage.startNotifier();
    await stage.tell([numberedAlert(1)]);
    const key = orgKeys(stage.orgId).notificationsDue();
    await waitFor(async () => (await stage.redis.call('ZCARD', key, [])) === 1);
    stage.channels = [];
    await waitFor(async () => (await stage.redis.call('ZCARD', key, [])) === 0, { timeoutMs: 10_000 });
    const dropped = { channel_type: 'gone', outcome: 'dropped' };
    await waitFor(async () => (await stage.metrics.read('notifications_total', dropped)) === 1);
    expect(stage.http.requests).toHaveLength(0);
  });

  it('tells a group that goes on firing again, and not once it is acknowledged', async () => {
    await stage.begin([makeChannel('webhook', { group: { ...soon, repeatSeconds: 2 }, url: stage.http.url() })]);
    await stage.startNotifier();
    const alert = numberedAlert(1);
    await stage.tell([alert]);
    await waitFor(() => stage.http.requests.length === 3, { timeoutMs: 15_000 });
    expect(new Set(stage.http.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    expect(bodies().map(({ group }) => (group as { reason: string }).reason)).toEqual(['new', 'repeat', 'repeat']);
    await stage.tell([{ ...alert, status: 'acknowledged', version: 2 }], {
      change: 'acknowledged',
      isNotifiable: false,
    });
    const channelId = stage.channels[0]?.channelId ?? '';
    const groupHash = groupHashOf(channelId, 'ruleId=brute-force');
    await waitFor(async () => {
      const [group] = await stage.store.read(stage.orgId, [{ channelId, groupHash }]);
      return (group?.state?.dueAtMs ?? 0) > Date.now() + 60_000;
    });
    expect(stage.http.requests.length).toBeLessThanOrEqual(4);
  });

  it('puts what is no alert record aside and goes on', async () => {
    await stage.begin([makeChannel('webhook', { group: soon, url: stage.http.url() })]);
    await stage.startNotifier();
    await stage.append([Buffer.from('{"type":"alert","nonsense":1}')]);
    await stage.tell([numberedAlert(1)]);
    await waitFor(() => stage.http.requests.length === 1, { timeoutMs: 10_000 });
  });
});
