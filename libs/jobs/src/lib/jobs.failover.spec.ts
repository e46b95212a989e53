import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterKeys } from '@redoubt/key-schema';
import { createTempDir, ManagedProcess, startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { JobStage, wordType } from '../testing/job-stage.ts';

jest.setTimeout(180_000);

/** An election that gets no majority in time is tried again after four node time-outs: two of those fit in here. */
const electedWithinMs = 90_000;

describe('jobs while things die', () => {
  let cluster: RedisCluster;
  let stage: JobStage;
  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1, isAppendOnly: true });
  });
  afterAll(() => cluster.stop());
  beforeEach(() => (stage = new JobStage(cluster.addresses)));
  afterEach(() => stage.close());

  it('what a killed worker had in hand is run by another', async () => {
    const type = wordType();
    const queue = stage.queue(type);
    const temp = createTempDir('jobs');
    const file = join(temp.path, 'started');
    writeFileSync(file, '');
    const doomed = await ManagedProcess.launch({
      command: process.execPath,
      args: [join(import.meta.dirname, '../testing/worker-process.ts'), type.queue, file],
      logFile: join(temp.path, 'log'),
      env: { ...process.env, TEST_REDIS_NODES: cluster.addresses },
    });
    const words = Array.from({ length: 5 }, (_, i) => `w${i}`);
    for (const word of words) await queue.add({ word }, { jobId: word });
    const started = (): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
    await waitFor(() => started().length === 3, { timeoutMs: 20_000, what: doomed.logTail() });
    process.kill(doomed.pid, 'SIGKILL');
    await doomed.exited;
    const seen: string[] = [];
    stage.worker(type, async ({ word }) => void seen.push(word), { lockMs: 1_000, stalledIntervalMs: 500 });
    await waitFor(() => seen.length === 5, { timeoutMs: 20_000 });
    expect(seen.toSorted()).toEqual(words);
    expect(await stage.metrics.read('jobs_total', { outcome: 'stalled' })).toBe(3);
    temp.remove();
  });

  it('jobs go on after the master of their queue was killed, added before, during and after', async () => {
    const type = wordType();
    const queue = stage.queue(type);
    const seen = new Set<string>();
    stage.worker(type, async ({ word }) => void seen.add(word), { lockMs: 2_000, stalledIntervalMs: 1_000 });
    const added: string[] = [];
    let isDone = false;
    const adding = (async () => {
      for (let i = 0; !isDone; i++) {
        const word = `w${i}`;
        // One id however often it takes: the caller's part of the bargain.
        await waitFor(() => queue.add({ word }, { jobId: word, delayMs: 50 }).then(() => true), { timeoutMs: 60_000 });
        added.push(word);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    await waitFor(() => seen.size > 100, { timeoutMs: 20_000 });
    // What the master has not passed on dies with it; this is about what it has.
    const master = await cluster.masterOfKey(`${clusterKeys.bull(type.queue)}:x`);
    await cluster.kill9(master);
    const before = seen.size;
    await waitFor(() => seen.size > before + 100, { timeoutMs: electedWithinMs });
    isDone = true;
    await adding;
    await waitFor(() => added.every((word) => seen.has(word)), { timeoutMs: 20_000 }).catch(() => undefined);
    const lost = added.filter((word) => !seen.has(word));
    expect(lost.length).toBeLessThanOrEqual(2);
    await cluster.restart(master);
  });

  it.each([1, 2, 3, 4])(
    'a worker that waits for delayed jobs while their master is killed runs them (%d)',
    async () => {
      const type = wordType();
      const queue = stage.queue(type);
      const seen = new Set<string>();
      const worker = stage.worker(type, async ({ word }) => void seen.add(word));
      await worker.ready();
      for (let i = 0; i < 20; i++) await queue.add({ word: `w${i}` }, { jobId: `w${i}`, delayMs: 2_000 });
      const master = await cluster.masterOfKey(`${clusterKeys.bull(type.queue)}:x`);
      // What the master has not passed on dies with it; this is about what it has. WAIT is for writes of its connection.
      await master.admin.call('SET', `${clusterKeys.bull(type.queue)}:mark`, 1);
      await waitFor(async () => (await master.admin.call('WAIT', 1, 1_000)) === 1);
      await cluster.kill9(master);
      await waitFor(() => seen.size === 20, { timeoutMs: electedWithinMs });
      await cluster.restart(master);
    },
  );
});
