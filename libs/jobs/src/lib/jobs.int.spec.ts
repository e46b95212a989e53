import { PermanentError } from '@redoubt/contracts';
import { waitFor } from '@redoubt/test-kit';
import { z } from 'zod';
import { JobStage, wordType } from '../testing/job-stage.ts';
import { RetryLaterError } from './backoff.ts';

describe('jobs', () => {
  let stage: JobStage;
  beforeEach(() => (stage = new JobStage()));
  afterEach(() => stage.close());

  it('runs a job once however often its id is added', async () => {
    const type = wordType();
    const queue = stage.queue(type);
    await Promise.all(Array.from({ length: 20 }, () => queue.add({ word: 'one' }, { jobId: 'same', delayMs: 200 })));
    const seen: string[] = [];
    stage.worker(type, async ({ word }) => void seen.push(word));
    await waitFor(() => seen.length > 0);
    await waitFor(async () => (await queue.state('same')) === 'unknown');
    expect(seen).toEqual(['one']);
    expect(await stage.metrics.read('jobs_total', { outcome: 'completed' })).toBe(1);
  });

  it('runs delayed jobs when they are due, not before', async () => {
    const type = wordType();
    const queue = stage.queue(type);
    const seenAt: number[] = [];
    stage.worker(type, async () => void seenAt.push(Date.now()));
    const addedAt = Date.now();
    await queue.add({ word: 'late' }, { jobId: 'late', delayMs: 700 });
    await waitFor(() => seenAt.length === 1);
    expect((seenAt[0] ?? 0) - addedAt).toBeGreaterThanOrEqual(700);
  });

  it('tries again after a failure, and keeps what stays bad as a dead job with its reason', async () => {
    const type = wordType({ attempts: 3 });
    const queue = stage.queue(type);
    const tries: number[] = [];
    stage.worker(type, async (_, { attemptsMade }) => {
      tries.push(attemptsMade);
      throw new Error(`broken ${attemptsMade}`);
    });
    await queue.add({ word: 'bad' }, { jobId: 'bad' });
    await waitFor(async () => (await queue.state('bad')) === 'dead');
    expect(tries).toEqual([0, 1, 2]);
    expect(await queue.deadJobs()).toMatchObject([
      { jobId: 'bad', data: { word: 'bad' }, reason: 'broken 2', attempts: 3 },
    ]);
    expect(await queue.count()).toEqual({ waiting: 0, delayed: 0, active: 0, failed: 1 });
    expect(await stage.metrics.read('jobs_kept', { state: 'failed' })).toBe(1);
    expect(await stage.metrics.read('jobs_total', { outcome: 'retried' })).toBe(2);
    expect(await stage.metrics.read('jobs_total', { outcome: 'dead' })).toBe(1);
  });

  it('does not repeat what can never work', async () => {
    const type = wordType();
    const queue = stage.queue(type);
    let tries = 0;
    stage.worker(type, async () => {
      tries += 1;
      throw new PermanentError('refused');
    });
    await queue.add({ word: 'bad' }, { jobId: 'bad' });
    await waitFor(async () => (await queue.state('bad')) === 'dead');
    expect(tries).toBe(1);
    // A dead job keeps its id, so that an add of the same work is no second life by accident.
    await queue.add({ word: 'bad' }, { jobId: 'bad' });
    expect(tries).toBe(1);
    await queue.revive({ word: 'bad' }, { jobId: 'bad' });
    await waitFor(() => tries === 2);
  });

  it('waits as long as the handler asks', async () => {
    const type = wordType({ backoff: { firstMs: 60_000 } });
    const queue = stage.queue(type);
    const triedAt: number[] = [];
    stage.worker(type, async () => {
      triedAt.push(performance.now());
      if (triedAt.length === 1) throw new RetryLaterError('busy', 400);
    });
    await queue.add({ word: 'x' }, { jobId: 'x' });
    await waitFor(() => triedAt.length === 2);
    expect((triedAt[1] ?? 0) - (triedAt[0] ?? 0)).toBeGreaterThanOrEqual(395);
  });

  it('puts a job off without counting a try', async () => {
    const type = wordType({ attempts: 1 });
    const queue = stage.queue(type);
    const made: number[] = [];
    stage.worker(type, async (_, { attemptsMade, delayUntil }) => {
      made.push(attemptsMade);
      if (made.length < 3) return delayUntil(Date.now() + 100);
    });
    await queue.add({ word: 'x' }, { jobId: 'x' });
    await waitFor(() => made.length === 3);
    await waitFor(async () => (await queue.state('x')) === 'unknown');
    expect(made).toEqual([0, 0, 0]);
  });

  it('keeps results of types that ask for it', async () => {
    const type = wordType({ keepCompleted: { count: 10, ageSeconds: 60 } });
    const queue = stage.queue(type);
    stage.worker(type, async ({ word }) => ({ length: word.length }));
    expect(await queue.result('x')).toBeUndefined();
    await queue.add({ word: 'four' }, { jobId: 'x' });
    expect(await waitFor(() => queue.result('x'))).toEqual({ length: 4 });
  });

  it('refuses data of another shape at both ends', async () => {
    const type = wordType();
    const queue = stage.queue(type);
    await expect(queue.add({ word: 3 } as unknown as { word: string }, { jobId: 'x' })).rejects.toThrow(PermanentError);
    const loose = { ...type, schema: z.looseObject({ word: z.string() }) };
    await stage.queue(loose as unknown as typeof type).add({ word: 'x', more: 1 } as { word: string }, { jobId: 'y' });
    let tries = 0;
    stage.worker(type, async () => void (tries += 1));
    await waitFor(async () => (await queue.state('y')) === 'dead');
    expect(tries).toBe(0);
    expect((await queue.deadJobs())[0]?.reason).toContain('more');
  });

  it('keeps no more dead jobs than the type says', async () => {
    const type = wordType({ keepDead: { count: 5, ageSeconds: 60 } });
    const queue = stage.queue(type);
    stage.worker(type, async () => Promise.reject(new PermanentError('no')));
    for (let i = 0; i < 12; i++) await queue.add({ word: 'x' }, { jobId: `j${i}` });
    await waitFor(async () => (await stage.metrics.read('jobs_total', { outcome: 'dead' })) === 12);
    expect((await queue.count()).failed).toBe(5);
  });

  it('a close waits for the job in hand; one that takes too long is aborted and run again by the next worker', async () => {
    const type = wordType();
    const queue = stage.queue(type);
    const events: string[] = [];
    const closeCalled = Promise.withResolvers<void>();
    const first = stage.worker(
      type,
      async ({ word }, { signal }) => {
        events.push(`start ${word}`);
        if (word === 'quick') await closeCalled.promise;
        else await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
        events.push(`end ${word}`);
      },
      { drainTimeoutMs: 600 },
    );
    await queue.add({ word: 'quick' }, { jobId: 'quick' });
    await queue.add({ word: 'slow' }, { jobId: 'slow' });
    await waitFor(() => events.length === 2);
    const closing = first.close();
    closeCalled.resolve();
    await closing;
    expect(events.toSorted()).toEqual(['end quick', 'start quick', 'start slow']);
    stage.worker(type, async ({ word }, { attemptsMade }) => void events.push(`again ${word} ${attemptsMade}`));
    await waitFor(() => events.includes('again slow 0'));
  });

  it('ends a try that takes too long', async () => {
    const type = wordType({ timeoutMs: 100, attempts: 1 });
    const queue = stage.queue(type);
    stage.worker(
      type,
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    );
    await queue.add({ word: 'x' }, { jobId: 'x' });
    await waitFor(async () => (await queue.state('x')) === 'dead');
    expect((await queue.deadJobs())[0]?.reason).toContain('timeout');
  });
});
