import { newOrgId, PermanentError, RetryableError, type EventLane, type OrgId, type Outcome } from '@redoubt/contracts';
import { lanesOfGroup } from '@redoubt/key-schema';
import type {
  BatchHandler,
  RecordHandler,
  StreamConsumer,
  StreamConsumerOptions,
  StreamEvent,
  StreamRecord,
} from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { quickLeases } from '../crash/worker-settings.ts';
import { openMemoryBackend, openRedisBackend, type StreamBackend } from './stream-backend.ts';

jest.setTimeout(30_000);

const line = (externalId: string, more: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ eventType: 'web_request', severity: 'low', externalId, ...more }));

describe.each([
  ['in Redis', openRedisBackend],
  ['in memory', openMemoryBackend],
])('streams %s', (_name, open) => {
  let backend: StreamBackend;
  let orgId: OrgId;
  let consumers: StreamConsumer[];
  let workerNumber = 0;

  beforeEach(async () => {
    backend = await open();
    consumers = [];
    orgId = newOrgId();
    await backend.provision(orgId, ['db_writer', 'ml_engine']);
  });

  afterEach(async () => {
    await Promise.all(consumers.map((c) => c.close()));
    await backend.close();
  });

  async function consume(handler: BatchHandler, options: Partial<StreamConsumerOptions> = {}): Promise<StreamConsumer> {
    const consumer = backend.consumer({
      group: 'db_writer',
      workerId: `conformance-${process.pid}-${workerNumber++}`,
      handler: (batch, context) => (batch.orgId === orgId ? handler(batch, context) : Promise.resolve('ack')),
      retryPauseMs: 5,
      sweepIntervalMs: 300,
      leaseTimes: quickLeases,
      ...options,
    });
    consumers.push(consumer);
    await consumer.start();
    return consumer;
  }

  /** A handler that remembers what it was given. */
  function recorder(seen: StreamEvent[]): BatchHandler {
    return (batch) => {
      seen.push(...batch.events);
      return Promise.resolve('ack');
    };
  }

  const append = (lane: EventLane, lines: Buffer[]): Promise<unknown> =>
    backend.appender.append({ orgId, lanes: [{ lane, lines }] });
  const names = (events: readonly StreamEvent[]): (string | undefined)[] => events.map((e) => e.fields.externalId);
  const settled = (): Promise<unknown> =>
    waitFor(async () => (await backend.unacknowledged(orgId, 'db_writer')) === 0, { timeoutMs: 10_000 });

  it('delivers what was appended before and after the start, in order, with ids that name lane, entry and index', async () => {
    const seen: StreamEvent[] = [];
    await append('s', [line('a'), line('b')]);
    await consume(recorder(seen));
    await waitFor(() => seen.length === 2, { timeoutMs: 10_000 });
    await append('s', [line('c')]);
    await waitFor(() => seen.length === 3, { timeoutMs: 10_000 });
    expect(names(seen)).toEqual(['a', 'b', 'c']);
    for (const event of seen) expect(event.eventId).toBe(`s-${event.entryId}-${event.index}`);
    expect(seen.map((e) => e.index)).toEqual([0, 1, 0]);
    await settled();
  });

  it('hands out the sender’s bytes and their meaning', async () => {
    const seen: StreamEvent[] = [];
    const bytes = Buffer.from('{ "event_type":"failed_login" , "severity":4, "source_ip":"203.0.113.9", "n":1e400 }');
    await append('s', [bytes]);
    await consume(recorder(seen));
    await waitFor(() => seen.length === 1, { timeoutMs: 10_000 });
    expect(seen[0]?.line.equals(bytes)).toBe(true);
    expect(seen[0]?.fields).toMatchObject({ eventType: 'failed_login', severity: 'medium', sourceIp: '203.0.113.9' });
  });

  it('appends a batch once under one id and refuses another body under it', async () => {
    const seen: StreamEvent[] = [];
    const request = { orgId, lanes: [{ lane: 's' as const, lines: [line('once')] }] };
    const idempotency = { batchId: 'batch-1', bodyDigest: 'x' };
    expect(await backend.appender.append({ ...request, idempotency })).toEqual({ duplicate: false, accepted: 1 });
    expect(await backend.appender.append({ ...request, idempotency })).toEqual({ duplicate: true, accepted: 1 });
    const other = { ...idempotency, bodyDigest: 'y' };
    await expect(backend.appender.append({ ...request, idempotency: other })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
    await consume(recorder(seen));
    await settled();
    expect(names(seen)).toEqual(['once']);
  });

  it('says what was left out of a body when it comes again with more or less of it', async () => {
    const seen: StreamEvent[] = [];
    const [part, whole] = [[line('kept')], [line('kept'), line('left out')]];
    const under = (leftOutBelowRank: number, lines: Buffer[]): Promise<unknown> =>
      backend.appender.append({
        ...{ orgId, lanes: [{ lane: 'p', lines }] },
        idempotency: { batchId: 'batch-1', bodyDigest: 'x', leftOutBelowRank },
      });
    expect(await under(2, part)).toEqual({ duplicate: false, accepted: 1 });
    await expect(under(0, whole)).rejects.toMatchObject({ name: 'AppendedOtherwise', leftOutBelowRank: 2 });
    await expect(under(3, part)).rejects.toMatchObject({ name: 'AppendedOtherwise', leftOutBelowRank: 2 });
    expect(await under(2, part)).toEqual({ duplicate: true, accepted: 1 });
    await consume(recorder(seen));
    await settled();
    expect(names(seen)).toEqual(['kept']);
  });

  it('gives every group everything', async () => {
    const [first, second]: [StreamEvent[], StreamEvent[]] = [[], []];
    await append('s', [line('a')]);
    await append('p', [line('b')]);
    await consume(recorder(first));
    await consume(recorder(second), { group: 'ml_engine' });
    await waitFor(() => first.length === 2 && second.length === 2, { timeoutMs: 10_000 });
    expect(names(first).sort()).toEqual(['a', 'b']);
    expect(names(second).sort()).toEqual(['a', 'b']);
  });

  it('buries what the handler gives up, with its reason, and settles the rest', async () => {
    const seen: StreamEvent[] = [];
    await append('s', [line('good'), line('bad'), line('skipped')]);
    await consume((batch) => {
      seen.push(...batch.events);
      const outcomes = batch.events.map((e): Outcome => {
        if (e.fields.externalId === 'bad') return { kind: 'dead', reason: 'refused_by_store', error: new Error('no') };
        return e.fields.externalId === 'skipped' ? { kind: 'drop', reason: 'filtered' } : { kind: 'ack' };
      });
      return Promise.resolve(outcomes);
    });
    await settled();
    const bad = seen.find((e) => e.fields.externalId === 'bad');
    expect(await backend.deadLetters(orgId, 'db_writer')).toEqual([
      { eventId: bad?.eventId, reason: 'refused_by_store' },
    ]);
    expect(await backend.deadLetters(orgId, 'ml_engine')).toEqual([]);
  });

  it('gives the same events again after a retryable error, later ones wait', async () => {
    const done: string[] = [];
    let failures = 3;
    await append('s', [line('a')]);
    await consume((batch) => {
      if (failures-- > 0) return Promise.reject(new RetryableError('not now'));
      done.push(...batch.events.map((e) => e.fields.externalId as string));
      return Promise.resolve('ack');
    });
    await append('s', [line('b')]);
    await settled();
    expect(done).toEqual(['a', 'b']);
  });

  it('gives only the events again whose outcome was retry', async () => {
    const calls: (string | undefined)[][] = [];
    await append('s', [line('a'), line('b'), line('c')]);
    await consume((batch) => {
      calls.push(names(batch.events));
      const isFirst = calls.length === 1;
      return Promise.resolve(
        batch.events.map((e): Outcome =>
          isFirst && e.fields.externalId === 'b'
            ? { kind: 'retry', error: new Error('again'), afterMs: 1 }
            : { kind: 'ack' },
        ),
      );
    });
    await settled();
    expect(calls).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it.each([
    ['a permanent error', new PermanentError('never'), 'permanent_error'],
    ['an unknown error', new TypeError('bug'), 'attempts_exhausted'],
  ])('halves a batch until the event with %s stands alone', async (_what, error, reason) => {
    const done = new Set<string>();
    const ids = Array.from({ length: 20 }, (_, i) => `e${i}`);
    await append(
      's',
      ids.map((id) => line(id)),
    );
    await consume(
      (batch) => {
        if (batch.events.some((e) => e.fields.externalId === 'e13')) return Promise.reject(error);
        for (const e of batch.events) done.add(e.fields.externalId as string);
        return Promise.resolve('ack');
      },
      { maxAttempts: 2 },
    );
    await settled();
    expect([...done].sort()).toEqual(ids.filter((id) => id !== 'e13').sort());
    const letters = await backend.deadLetters(orgId, 'db_writer');
    expect(letters.map((l) => l.reason)).toEqual([reason]);
  });

  it('never shows the handler an event that cannot be decoded', async () => {
    const seen: StreamEvent[] = [];
    await append('s', [line('a'), Buffer.from('{"eventType":'), Buffer.from('[]'), line('b')]);
    await consume(recorder(seen));
    await settled();
    expect(names(seen)).toEqual(['a', 'b']);
    const letters = await backend.deadLetters(orgId, 'db_writer');
    expect(letters.map((l) => l.reason)).toEqual(['undecodable', 'undecodable']);
    expect(letters[0]?.eventId).toMatch(/^s-\d+-\d+-1$/);
  });

  it('works on one batch of an organisation at a time', async () => {
    let running = 0;
    let most = 0;
    let events = 0;
    await consume(async (batch) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      events += batch.events.length;
      running--;
      return 'ack';
    });
    for (let i = 0; i < 40; i++) await append(i % 5 === 0 ? 'p' : 's', [line(`x${i}`)]);
    await waitFor(() => events === 40, { timeoutMs: 10_000 });
    expect(most).toBe(1);
  });

  it('finishes the running batch on close, and a later consumer gets only what was not settled', async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first: string[] = [];
    const consumer = await consume(async (batch) => {
      started.resolve();
      await release.promise;
      first.push(...(names(batch.events) as string[]));
      return 'ack';
    });
    await append('s', [line('a')]);
    await started.promise;
    const closing = consumer.close();
    await append('s', [line('b')]);
    release.resolve();
    await closing;
    expect(first).toEqual(['a']);
    const second: StreamEvent[] = [];
    await consume(recorder(second));
    await settled();
    expect(names(second)).toEqual(['b']);
  });

  it('asks to be told of an organisation before its first batch, once per ownership', async () => {
    const calls: string[] = [];
    await append('s', [line('a')]);
    await consume(
      () => {
        calls.push('batch');
        return Promise.resolve('ack');
      },
      {
        onAcquire: (acquired) => {
          if (acquired === orgId) calls.push('acquired');
          return Promise.resolve();
        },
      },
    );
    await settled();
    await append('s', [line('b')]);
    await waitFor(() => calls.length === 3, { timeoutMs: 10_000 });
    expect(calls).toEqual(['acquired', 'batch', 'batch']);
  });

  describe('with records beside the events', () => {
    const alert = (name: string): Buffer => Buffer.from(JSON.stringify({ name }));
    const namesOf = (records: readonly StreamRecord[]): string[] =>
      records.map(({ value }) => (value as { name: string }).name);

    /** Reads all lanes of db_writer, the records with the given handler. */
    const consumeRecords = (recordHandler: RecordHandler, seen: StreamEvent[] = []): Promise<StreamConsumer> =>
      consume(recorder(seen), {
        lanes: lanesOfGroup('db_writer'),
        recordHandler: (batch, context) =>
          batch.orgId === orgId ? recordHandler(batch, context) : Promise.resolve('ack'),
      });

    it('delivers both, each lane in order, and says when nothing is left', async () => {
      const [events, records]: [StreamEvent[], StreamRecord[]] = [[], []];
      await backend.appendRecords(orgId, 'a', [alert('a'), alert('b')]);
      await append('s', [line('e')]);
      const consumer = await consumeRecords((batch) => {
        records.push(...batch.records);
        return Promise.resolve('ack');
      }, events);
      await backend.appendRecords(orgId, 'a', [alert('c')]);
      await settled();
      expect(namesOf(records)).toEqual(['a', 'b', 'c']);
      for (const { recordId, entryId, index } of records) expect(recordId).toBe(`a-${entryId}-${index}`);
      expect(names(events)).toEqual(['e']);
      expect(events[0]?.value).toEqual(JSON.parse(line('e').toString()));
      await waitFor(() => consumer.isCaughtUp(orgId), { timeoutMs: 10_000 });
      expect(consumer.caughtUpAtMs(orgId)).toBeLessThanOrEqual(Date.now());
    });

    it('treats outcomes and errors as with events', async () => {
      const calls: string[][] = [];
      await backend.appendRecords(orgId, 'a', [alert('good'), Buffer.from('{'), alert('again'), alert('bad')]);
      await consumeRecords((batch) => {
        calls.push(namesOf(batch.records));
        if (calls.length === 1) return Promise.reject(new RetryableError('not now'));
        const outcomeOf = (name: string): Outcome => {
          if (name === 'bad') return { kind: 'dead', reason: 'refused_by_store', error: new Error('no') };
          const isFirst = name === 'again' && calls.length === 2;
          return isFirst ? { kind: 'retry', error: new Error('later'), afterMs: 1 } : { kind: 'ack' };
        };
        return Promise.resolve(namesOf(batch.records).map(outcomeOf));
      });
      await settled();
      expect(calls).toEqual([['good', 'again', 'bad'], ['good', 'again', 'bad'], ['again']]);
      const letters = await backend.deadLetters(orgId, 'db_writer');
      expect(letters.map(({ reason }) => reason)).toEqual(['undecodable', 'refused_by_store']);
      expect(letters.map(({ eventId }) => /^a-\d+-\d+-([13])$/.exec(eventId)?.[1])).toEqual(['1', '3']);
    });

    it('works on one batch of an organisation at a time, of whatever lane', async () => {
      let [running, most, done] = [0, 0, 0];
      const work = async (count: number): Promise<'ack'> => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        done += count;
        return 'ack';
      };
      await consume((batch) => work(batch.events.length), {
        lanes: lanesOfGroup('db_writer'),
        recordHandler: (batch) => (batch.orgId === orgId ? work(batch.records.length) : Promise.resolve('ack')),
      });
      for (let i = 0; i < 20; i++) {
        await append('s', [line(`e${i}`)]);
        await backend.appendRecords(orgId, 'a', [alert(`a${i}`)]);
      }
      await waitFor(() => done === 40, { timeoutMs: 60_000 });
      expect(most).toBe(1);
    });
  });
});
