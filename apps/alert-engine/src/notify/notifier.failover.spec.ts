import { join } from 'node:path';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { groupHashOf } from '@redoubt/notifications';
import { makeChannel, type RecordedRequest } from '@redoubt/notifications/testing';
import { numberedAlert, ProcessSet, waitFor, type ManagedProcess } from '@redoubt/test-kit';
import { NotifyStage } from '../testing/notify-stage.ts';

jest.setTimeout(120_000);

let stage: NotifyStage;
const processes = new ProcessSet('notifier');

beforeAll(async () => {
  stage = await NotifyStage.open({ replicas: 1, isAppendOnly: true });
});
afterAll(async () => {
  await stage.close();
  await processes.close();
});
afterEach(async () => {
  await processes.killAll();
  await stage.end();
});

function startProcess(workerId: string): Promise<ManagedProcess> {
  const args = [join(import.meta.dirname, '../testing/notifier-process.ts'), workerId, JSON.stringify(stage.channels)];
  return processes.start(workerId, args, { TEST_REDIS_NODES: stage.cluster.addresses });
}

/** What was heard of this test's organisation; one killed at the end of the last test may leave a message to be sent again. */
function requests(): RecordedRequest[] {
  return stage.http.requests.filter(({ body }) => body.includes(stage.orgId));
}

/** Requests per message id, and alerts by the messages that told them. */
function heard(): { ids: Map<string, number>; messagesOf: Map<string, Set<string>> } {
  const ids = new Map<string, number>();
  const messagesOf = new Map<string, Set<string>>();
  for (const { headers, body } of requests()) {
    const id = String(headers['webhook-id']);
    ids.set(id, (ids.get(id) ?? 0) + 1);
    const { alertId } = (JSON.parse(body) as { data: { alertId: string } }).data;
    messagesOf.set(alertId, (messagesOf.get(alertId) ?? new Set()).add(id));
  }
  return { ids, messagesOf };
}

describe('notifier while things die', () => {
  const perAlert = { by: ['alertId' as const], waitSeconds: 0 };

  it('killed again and again: every alert is told, under one id each, and hardly any twice', async () => {
    await stage.begin([makeChannel('webhook', { group: perAlert, url: stage.http.url() })]);
    stage.http.answer = () => ({ status: 200, delayMs: 150 });
    const alerts = Array.from({ length: 120 }, (_, i) => numberedAlert(i));
    for (let round = 0; round < 3; round++) {
      const doomed = await startProcess(`w${round}`);
      const before = requests().length;
      await stage.tell(alerts.slice(round * 40, round * 40 + 40));
      await waitFor(() => requests().length > before + 8, { timeoutMs: 30_000, what: doomed.logTail() });
      process.kill(doomed.pid, 'SIGKILL');
      await doomed.exited;
    }
    await startProcess('last');
    await waitFor(() => heard().messagesOf.size === 120, { timeoutMs: 60_000 });
    const { ids, messagesOf } = heard();
    expect([...messagesOf.values()].filter((messages) => messages.size !== 1)).toEqual([]);
    expect(ids.size).toBe(120);
    // Each death repeats at most what its worker had under way: four messages, once more each.
    const repeats = [...ids.values()].reduce((sum, count) => sum + count - 1, 0);
    expect(repeats).toBeLessThanOrEqual(12);
  });

  it('one killed between reading and sending: a storm is still one message', async () => {
    await stage.begin([
      makeChannel('webhook', { group: { waitSeconds: 4, intervalSeconds: 60 }, url: stage.http.url() }),
    ]);
    const doomed = await startProcess('w1');
    await stage.tell(Array.from({ length: 300 }, (_, i) => numberedAlert(i)));
    const channelId = stage.channels[0]?.channelId ?? '';
    const ref = { channelId, groupHash: groupHashOf(channelId, 'ruleId=brute-force') };
    const known = async (): Promise<number> => {
      const [group] = await stage.store.read(stage.orgId, [ref]);
      return Object.keys(group?.state?.members ?? {}).length;
    };
    await waitFor(async () => (await known()) === 300, { timeoutMs: 30_000, what: doomed.logTail() });
    process.kill(doomed.pid, 'SIGKILL');
    await doomed.exited;
    await startProcess('w2');
    await waitFor(() => requests().length === 1, { timeoutMs: 40_000 });
    await waitFor(async () => (await stage.store.outcomes(stage.orgId, channelId)).length === 1);
    const body = JSON.parse(requests()[0]?.body ?? '') as { group: { told: number } };
    expect(body.group.told).toBe(300);
    expect(requests()).toHaveLength(1);
  });

  it.each(['queue', 'organisation'] as const)('the master of the %s is killed: nothing is lost', async (which) => {
    await stage.begin([makeChannel('webhook', { group: { ...perAlert, waitSeconds: 2 }, url: stage.http.url() })]);
    await stage.startNotifier();
    await stage.tell(Array.from({ length: 20 }, (_, i) => numberedAlert(i)));
    await waitFor(async () => (await stage.store.due([stage.orgId], Date.now() + 60_000)).length === 20);
    const key = which === 'queue' ? `${clusterKeys.bull('notify')}:x` : orgKeys(stage.orgId).notificationsDue();
    const master = await stage.cluster.masterOfKey(key);
    // What the master has not passed on dies with it; this is about what it has. WAIT is for writes of its connection.
    await master.admin.call('SET', `${key}:mark`, 1);
    await waitFor(async () => (await master.admin.call('WAIT', 1, 1_000)) === 1);
    await stage.cluster.kill9(master);
    try {
      await waitFor(() => heard().messagesOf.size === 20, { timeoutMs: 60_000 }).catch(() => undefined);
      expect(heard().messagesOf.size).toBe(20);
    } finally {
      await stage.cluster.restart(master);
    }
    expect(heard().ids.size).toBe(20);
  });
});
