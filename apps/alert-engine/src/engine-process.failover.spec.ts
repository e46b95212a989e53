import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { ProcessSet, waitFor, type ManagedProcess, type RedisClusterOptions } from '@redoubt/test-kit';
import { EngineStage, failedLogins } from './testing/stage.ts';

const main = join(import.meta.dirname, 'main.ts');
const ADDRESSES = 5;
let stage: EngineStage;
let processes: ProcessSet;
let sent: Map<OrgId, number[]>;

async function open(options: RedisClusterOptions = {}): Promise<void> {
  stage = await EngineStage.open(12, options);
  processes = new ProcessSet('alert-engine');
  sent = new Map(stage.orgs.map((orgId) => [orgId, new Array<number>(ADDRESSES).fill(0)]));
}

afterEach(async () => {
  await processes.close();
  await stage.close();
});

function startProcess(workerId: string): Promise<ManagedProcess> {
  return processes.start(workerId, [main], { ...stage.env(workerId), LOG_LEVEL: 'info' });
}

/** Sends every organisation one more failed login from each of its addresses, all within one window. */
async function sendRound(fromMs: number): Promise<void> {
  await Promise.all(
    stage.orgs.map(async (orgId) => {
      const counts = sent.get(orgId) as number[];
      const events = counts.flatMap((count, address) =>
        failedLogins(1, { fromMs: fromMs + count * 100, sourceIp: `203.0.113.${address}` }),
      );
      await stage.send(events, orgId);
      counts.forEach((count, address) => (counts[address] = count + 1));
    }),
  );
}

/** What every organisation should have: one alert per address that counts every event sent. */
async function verdict(): Promise<string[]> {
  await stage.settle(stage.orgs, 60_000);
  const wrong: string[] = [];
  for (const orgId of stage.orgs) {
    const alerts = await stage.alerts(orgId);
    const opened = (await stage.records(orgId)).filter(({ change, type }) => type === 'alert' && change === 'opened');
    if (opened.length !== ADDRESSES) wrong.push(`${orgId}: opened ${opened.length}`);
    (sent.get(orgId) as number[]).forEach((count, address) => {
      const of = alerts.filter(({ subject }) => subject.sourceIp === `203.0.113.${address}`);
      if (of.length !== 1 || of[0]?.count !== count) {
        wrong.push(`${orgId} ${address}: sent ${count}, alerts say ${of.map((one) => one.count).join()}`);
      }
    });
  }
  return wrong;
}

/** Rounds until `isDone`, at least `least`. */
async function sendUntil(isDone: () => boolean, least: number): Promise<void> {
  const fromMs = Date.now() - 10 * 60_000;
  for (let round = 0; round < least || !isDone(); round++) {
    await sendRound(fromMs);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function untilAlertsEverywhere(): Promise<void> {
  await waitFor(async () => (await stage.alerts(stage.orgs.at(-1))).length === ADDRESSES, { timeoutMs: 30_000 });
}

describe('alert-engine processes', () => {
  test('ones that are killed again and again lose no alert, double none, and count every event once', async () => {
    await open();
    let isDone = false;
    const sending = sendUntil(() => isDone, 60);
    for (const workerId of ['w1', 'w2', 'w3']) {
      const doomed = await startProcess(workerId);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      process.kill(doomed.pid, 'SIGKILL');
      await doomed.exited;
    }
    await startProcess('w4');
    await untilAlertsEverywhere();
    isDone = true;
    await sending;
    expect(await verdict()).toEqual([]);
  }, 120_000);

  test('two share the organisations; when one stands still beyond its lease, it writes nothing more under it', async () => {
    await open();
    const sleeper = await startProcess('w1');
    await startProcess('w2');
    let isDone = false;
    const sending = sendUntil(() => isDone, 60);
    await untilAlertsEverywhere();
    process.kill(sleeper.pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    process.kill(sleeper.pid, 'SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    isDone = true;
    await sending;
    expect(await verdict()).toEqual([]);
  }, 120_000);

  test('a master that dies takes no alert with it', async () => {
    await open({ replicas: 1 });
    await startProcess('w1');
    let isDone = false;
    const sending = sendUntil(() => isDone, 60);
    await untilAlertsEverywhere();
    const master = await stage.cluster.masterOfKey(orgKeys(stage.org).eventsStream());
    await stage.cluster.kill9(master);
    await waitFor(async () => (await stage.cluster.masters()).length === 3, { timeoutMs: 30_000, what: 'failover' });
    // Nothing is accepted on one copy alone.
    await stage.cluster.restart(master);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    isDone = true;
    await sending;
    expect(await verdict()).toEqual([]);
  }, 120_000);
});
