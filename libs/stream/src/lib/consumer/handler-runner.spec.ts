import { ACK, LeaseLostError, newOrgId, PermanentError, RetryableError, type Outcome } from '@redoubt/contracts';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { FakeClock } from '@redoubt/test-kit';
import { createConsumerMetrics } from './consumer-metrics.ts';
import type { BatchContext, BatchHandler, EventBatch, StreamEvent } from './contract.ts';
import { HandlerRunner, type Settled } from './handler-runner.ts';

const orgId = newOrgId();
const maxAttempts = 3;

function eventsOf(count: number): StreamEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    eventId: `s-1-0-${index}`,
    lane: 's',
    entryId: '1-0',
    index,
    fields: { eventType: 'x', severity: 'low' },
    value: {},
    line: Buffer.from('{}'),
    acceptedAtMs: 0,
  }));
}

describe('HandlerRunner', () => {
  const metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
  const none = { inFlightEvents: () => 0, partitions: () => 0, organizations: () => 0, paused: () => 0 };
  const consumerMetrics = createConsumerMetrics(metrics, 'db_writer', none);
  let calls: number[][];
  let isOwner: boolean;
  let abort: AbortController;

  beforeEach(() => {
    calls = [];
    isOwner = true;
    abort = new AbortController();
  });

  /** Lets `handler` handle a batch of `count` events, noting which indexes each call got. */
  function settle(count: number, handler: BatchHandler, retryPauseMs = 1): Promise<Settled[]> {
    const noting: BatchHandler = (batch, context) => {
      calls.push(batch.events.map((e) => e.index));
      return handler(batch, context);
    };
    const policy = { maxAttempts, retryPauseMs };
    const runner = new HandlerRunner({ handler: noting }, 'db_writer', policy, consumerMetrics, new FakeClock());
    const batch: EventBatch = { orgId, group: 'db_writer', lane: 's', events: eventsOf(count), isRedelivery: false };
    const log = createLogger({ app: 'test', level: 'silent' });
    const context: BatchContext = { signal: abort.signal, epoch: 1, isOwner: () => isOwner, log };
    return runner.settle(batch, context);
  }

  const kinds = (settled: Settled[]): string[] => settled.map((s) => s.kind);

  /** Handles everything but the events for which `isBad` holds: with one of those in the batch it throws. */
  function failingAt(isBad: (index: number) => boolean, error: Error): BatchHandler {
    return (batch) => (batch.events.some((e) => isBad(e.index)) ? Promise.reject(error) : Promise.resolve('ack'));
  }

  it('settles all with one ack', async () => {
    expect(kinds(await settle(3, () => Promise.resolve('ack')))).toEqual(['ack', 'ack', 'ack']);
    expect(calls).toEqual([[0, 1, 2]]);
  });

  it('gives every event the outcome at its place', async () => {
    const error = new PermanentError('bad');
    const outcomes: Outcome[] = [
      ACK,
      { kind: 'drop', reason: 'duplicate' },
      { kind: 'dead', reason: 'refused_by_store', error },
    ];
    expect(await settle(3, () => Promise.resolve(outcomes))).toEqual([
      { kind: 'ack' },
      { kind: 'drop' },
      { kind: 'dead', reason: 'refused_by_store', error, attempts: 1 },
    ]);
  });

  it('hands only those over again that asked for it, in order, until they are through', async () => {
    const settled = await settle(4, (batch) =>
      Promise.resolve(
        batch.events.map(({ index }): Outcome =>
          index % 2 === 1 && calls.length < index + 2 ? { kind: 'retry', error: new Error('later'), afterMs: 1 } : ACK,
        ),
      ),
    );
    expect(kinds(settled)).toEqual(['ack', 'ack', 'ack', 'ack']);
    expect(calls).toEqual([[0, 1, 2, 3], [1, 3], [1, 3], [3], [3]]);
  });

  it('counts the tries of an event that dies after a retry', async () => {
    const error = new Error('gone');
    const handler: BatchHandler = () =>
      Promise.resolve([
        calls.length === 1 ? { kind: 'retry', error } : { kind: 'dead', reason: 'refused_by_store', error },
      ]);
    expect(await settle(1, handler)).toMatchObject([{ kind: 'dead', attempts: 2 }]);
  });

  it('repeats the whole batch on a retryable error, far beyond the attempts of an unknown one', async () => {
    const settled = await settle(2, () =>
      calls.length <= 2 * maxAttempts ? Promise.reject(new RetryableError('away')) : Promise.resolve('ack'),
    );
    expect(kinds(settled)).toEqual(['ack', 'ack']);
    expect(calls).toHaveLength(2 * maxAttempts + 1);
    expect(calls.every((call) => call.length === 2)).toBe(true);
  });

  it.each([0, 3, 6])('halves on a permanent error until event %i stands alone', async (bad) => {
    const settled = await settle(
      7,
      failingAt((i) => i === bad, new PermanentError('poison')),
    );
    settled.forEach((s, i) => expect(s.kind).toBe(i === bad ? 'dead' : 'ack'));
    expect(settled[bad]).toMatchObject({ reason: 'permanent_error', attempts: 1, error: { message: 'poison' } });
    expect(calls.filter((call) => call.includes(bad)).at(-1)).toEqual([bad]);
    expect(calls.length).toBeLessThanOrEqual(7);
  });

  it('isolates several bad events and keeps the order of the good ones', async () => {
    const handled: number[] = [];
    const settled = await settle(16, (batch) => {
      if (batch.events.some((e) => [2, 3, 11].includes(e.index))) throw new PermanentError('poison');
      handled.push(...batch.events.map((e) => e.index));
      return Promise.resolve('ack');
    });
    expect(settled.flatMap((s, i) => (s.kind === 'dead' ? [i] : []))).toEqual([2, 3, 11]);
    expect(handled).toEqual([0, 1, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15]);
  });

  it('tries an event that fails for an unknown reason a few times, alone', async () => {
    const settled = await settle(
      4,
      failingAt((i) => i === 2, new TypeError('bug')),
    );
    expect(settled[2]).toMatchObject({ kind: 'dead', reason: 'attempts_exhausted', attempts: maxAttempts });
    expect(calls.filter((call) => call.length === 1 && call[0] === 2)).toHaveLength(maxAttempts);
    expect(kinds(settled).filter((k) => k === 'ack')).toHaveLength(3);
  });

  it('does not count tries during an outage against an event', async () => {
    const settled = await settle(1, () => {
      if (calls.length <= 2 * maxAttempts) return Promise.reject(new RetryableError('away'));
      return calls.length === 2 * maxAttempts + 1 ? Promise.reject(new Error('odd')) : Promise.resolve('ack');
    });
    expect(kinds(settled)).toEqual(['ack']);
  });

  it.each<[string, Outcome[]]>([
    ['too few', [ACK]],
    ['too many', [ACK, ACK, ACK]],
    ['none', []],
  ])('takes %s outcomes for a fault of the handler', async (_name, outcomes) => {
    const settled = await settle(2, (batch) => Promise.resolve(batch.events.length === 2 ? outcomes : 'ack'));
    expect(kinds(settled)).toEqual(['ack', 'ack']);
    expect(calls).toEqual([[0, 1], [0], [1]]);
  });

  it('takes an answer that is no list for a fault of the handler', async () => {
    const settled = await settle(1, () => Promise.resolve(undefined as unknown as Outcome[]));
    expect(settled).toMatchObject([{ kind: 'dead', reason: 'attempts_exhausted' }]);
  });

  it('takes something thrown that is no error for one', async () => {
    const thrown = 'text' as unknown as Error;
    expect(await settle(1, () => Promise.reject(thrown))).toMatchObject([{ kind: 'dead', error: { message: 'text' } }]);
  });

  it('passes a lost lease on at once', async () => {
    await expect(settle(4, () => Promise.reject(new LeaseLostError('fenced')))).rejects.toThrow(LeaseLostError);
    expect(calls).toHaveLength(1);
  });

  it('calls nobody without the lease', async () => {
    isOwner = false;
    await expect(settle(1, () => Promise.resolve('ack'))).rejects.toThrow(LeaseLostError);
    expect(calls).toEqual([]);
  });

  it('stops halving when the lease ends', async () => {
    const handler: BatchHandler = () => {
      isOwner = calls.length < 2;
      return Promise.reject(new PermanentError('poison'));
    };
    await expect(settle(8, handler)).rejects.toThrow(LeaseLostError);
    expect(calls).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 1, 2, 3],
    ]);
  });

  it('ends a pause with the lease', async () => {
    const running = settle(
      1,
      () => {
        setImmediate(() => {
          isOwner = false;
          abort.abort();
        });
        return Promise.reject(new RetryableError('away'));
      },
      60_000,
    );
    await expect(running).rejects.toThrow(LeaseLostError);
    expect(calls).toHaveLength(1);
  });
});
