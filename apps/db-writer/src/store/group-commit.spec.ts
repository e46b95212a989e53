import { LeaseLostError, newOrgId, PermanentError, RetryableError, systemClock } from '@redoubt/contracts';
import type { StoreBatch, StoreResult } from '@redoubt/storage';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { waitFor } from '@redoubt/test-kit';
import { createDbWriterMetrics } from '../metrics.ts';
import { makeBatch } from '../testing/make-batch.ts';
import { GroupCommit, type GroupCommitOptions } from './group-commit.ts';

function batchOf(events: number): StoreBatch {
  const { orgId, lane, events: rows } = makeBatch(newOrgId(), { perFrame: events });
  return { orgId, lane, epoch: 1, events: rows };
}

function stored(batch: StoreBatch): StoreResult {
  return { kind: 'stored', storedCount: batch.events.length, alreadyStoredCount: 0, refused: [] };
}

/** A store whose answers the test decides. */
class FakeStore {
  readonly calls: StoreBatch[][] = [];
  answer: (batches: readonly StoreBatch[]) => Promise<StoreResult[]> = (batches) =>
    Promise.resolve(batches.map(stored));

  store(batches: readonly StoreBatch[]): Promise<StoreResult[]> {
    this.calls.push([...batches]);
    return this.answer(batches);
  }
}

const opened: GroupCommit[] = [];
afterEach(() => Promise.all(opened.splice(0).map((commit) => commit.close())));

function setUp(options: Partial<GroupCommitOptions> = {}, more: readonly FakeStore[] = []) {
  const store = new FakeStore();
  const metrics = createDbWriterMetrics(createMetrics({ app: 'test', isDefaultMetrics: false }));
  const log = createLogger({ app: 'test', level: 'silent' });
  const commit = new GroupCommit(
    { stores: [store, ...more], log, clock: systemClock, metrics },
    { minPauseMs: 1, maxPauseMs: 5, ...options },
  );
  opened.push(commit);
  const add = (batch: StoreBatch, signal = new AbortController().signal) => commit.add(batch, signal);
  return { store, commit, add };
}

describe('GroupCommit', () => {
  test('batches of one linger share a transaction', async () => {
    const { store, add } = setUp();
    await Promise.all([add(batchOf(1)), add(batchOf(2)), add(batchOf(3))]);
    expect(store.calls.map((call) => call.length)).toEqual([3]);
  });

  test('while one commits the next gathers; never two at once in one store; no larger than asked', async () => {
    const { store, add } = setUp({ maxEvents: 10, lingerMs: 1 });
    let running = 0;
    store.answer = async (batches) => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return batches.map(stored);
    };
    await Promise.all(Array.from({ length: 20 }, () => add(batchOf(4))));
    expect(store.calls.flat()).toHaveLength(20);
    expect(Math.max(...store.calls.map((call) => call.length))).toBe(2);
    expect(store.calls.length).toBeLessThanOrEqual(11);
  });

  test('with two stores a transaction that is worth its price begins beside another, a small one waits', async () => {
    const other = new FakeStore();
    const { store, add } = setUp({ maxEvents: 100, lingerMs: 1 }, [other]);
    const ends: (() => void)[] = [];
    const hold = async (batches: readonly StoreBatch[]): Promise<StoreResult[]> => {
      await new Promise<void>((resolve) => ends.push(resolve));
      return batches.map(stored);
    };
    store.answer = hold;
    other.answer = hold;
    const begun = (): number => store.calls.length + other.calls.length;
    const results = [add(batchOf(1))];
    await waitFor(() => begun() === 1);
    results.push(add(batchOf(2)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(begun()).toBe(1);
    results.push(add(batchOf(30)));
    await waitFor(() => begun() === 2);
    results.push(add(batchOf(40)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(begun()).toBe(2);
    expect([store.calls.length, other.calls.length]).toEqual([1, 1]);
    ends.shift()?.();
    await waitFor(() => begun() === 3);
    for (const end of ends) end();
    await Promise.all(results);
    expect([...store.calls, ...other.calls].map((call) => call.length).toSorted()).toEqual([1, 1, 2]);
  });

  test('after a failure one store tries alone, and nothing of the other is lost', async () => {
    const other = new FakeStore();
    const { store, add } = setUp({ maxEvents: 10, lingerMs: 0 }, [other]);
    let running = 0;
    let isAway = true;
    const besideWhileAway: number[] = [];
    const answer = async (batches: readonly StoreBatch[]): Promise<StoreResult[]> => {
      running += 1;
      const beside = running;
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (!isAway) return batches.map(stored);
      besideWhileAway.push(beside);
      throw new RetryableError('away');
    };
    store.answer = answer;
    other.answer = answer;
    const results = Array.from({ length: 8 }, () => add(batchOf(5)));
    await waitFor(() => besideWhileAway.length > 5);
    isAway = false;
    expect(await Promise.all(results)).toHaveLength(8);
    // Two were under way when the first of them failed.
    expect(besideWhileAway.slice(2).every((beside) => beside === 1)).toBe(true);
  });

  test('a batch larger than a transaction goes alone', async () => {
    const { store, add } = setUp({ maxEvents: 10 });
    await Promise.all([add(batchOf(50)), add(batchOf(1))]);
    expect(store.calls.map((call) => call.map((batch) => batch.events.length))).toEqual([[50], [1]]);
  });

  test('while the store fails batches wait in their order, and go in when it is back', async () => {
    const { store, commit, add } = setUp({ lingerMs: 0 });
    store.answer = () => Promise.reject(new RetryableError('away'));
    const first = batchOf(1);
    const second = batchOf(1);
    const results = [add(first), add(second)];
    await waitFor(() => store.calls.length > 3);
    expect(commit.state()).toEqual({ ok: false, detail: 'away' });
    store.answer = (batches) => Promise.resolve(batches.map(stored));
    await Promise.all(results);
    expect(store.calls.at(-1)).toEqual([first, second]);
    expect(commit.state().ok).toBe(true);
  });

  test('an error of any other kind is waited out too: it is not the fault of the events', async () => {
    const { store, add } = setUp();
    let left = 2;
    store.answer = (batches) =>
      left-- > 0 ? Promise.reject(new PermanentError('no such table')) : Promise.resolve(batches.map(stored));
    await expect(add(batchOf(1))).resolves.toMatchObject({ storedCount: 1 });
  });

  test('a lost lease is told to its batch alone', async () => {
    const { store, add } = setUp();
    const lost = batchOf(1);
    store.answer = (batches) =>
      Promise.resolve(batches.map((batch) => (batch === lost ? { kind: 'lease_lost' } : stored(batch))));
    const [one, other] = await Promise.allSettled([add(lost), add(batchOf(1))]);
    expect(one).toMatchObject({ status: 'rejected', reason: expect.any(LeaseLostError) as Error });
    expect(other?.status).toBe('fulfilled');
  });

  test('a lease that ends while its batch waits lets the batch go at once', async () => {
    const { store, add } = setUp({ maxPauseMs: 60_000, minPauseMs: 60_000, lingerMs: 0 });
    store.answer = () => Promise.reject(new RetryableError('away'));
    const lease = new AbortController();
    const waiting = add(batchOf(1), lease.signal);
    await waitFor(() => store.calls.length > 0);
    lease.abort();
    await expect(waiting).rejects.toBeInstanceOf(LeaseLostError);
    await expect(add(batchOf(1), lease.signal)).rejects.toBeInstanceOf(LeaseLostError);
  });

  test('what waits is bounded', async () => {
    const { store, commit, add } = setUp({ maxQueuedEvents: 10, lingerMs: 60_000 });
    const first = add(batchOf(8));
    await expect(add(batchOf(3))).rejects.toBeInstanceOf(RetryableError);
    const second = add(batchOf(2));
    await commit.close();
    await expect(first).rejects.toBeInstanceOf(RetryableError);
    await expect(second).rejects.toBeInstanceOf(RetryableError);
    await expect(add(batchOf(1))).rejects.toBeInstanceOf(RetryableError);
    expect(store.calls).toEqual([]);
  });
});
