import { newOrgId } from '@redoubt/contracts';
import { NotReplicatedError, type RedisClient, type RedisCommand, type Reply } from '@redoubt/redis';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { waitFor } from '@redoubt/test-kit';
import type { AppendRequest } from './frame-appender.ts';
import { createFrameProducer } from './frame-producer.ts';

/** A batch that was sent and waits for its answer. */
interface Sent {
  master: string;
  /** Payloads, one per unit. */
  payloads: string[];
  answer(...replies: (Reply | Error)[]): void;
}

/** Stands for a cluster whose answers come when the test says so: the order of failures cannot be had otherwise. */
class HeldCluster {
  readonly sent: Sent[] = [];
  master = 'a:1';

  get client(): RedisClient {
    const script = (): unknown => ({
      command: (keys: string[], args: (string | number | Buffer)[]): RedisCommand => {
        return { name: 'EVALSHA', key: keys[0] as string, args, retry: 'free' };
      },
    });
    return {
      script,
      masterOf: () => this.master,
      nodes: () => [{ id: 'r:1', role: 'replica' }],
      batch: (commands: readonly RedisCommand[]) => this.#take(commands),
    } as unknown as RedisClient;
  }

  #take(commands: readonly RedisCommand[]): Promise<(Reply | Error)[]> {
    if (commands.some((command) => command.name !== 'EVALSHA')) return Promise.resolve(commands.map(() => 0));
    const payloads = commands.map((command) => String(command.args.at(-1)));
    return new Promise((resolve) => {
      this.sent.push({ master: this.master, payloads, answer: (...replies) => resolve(replies) });
    });
  }

  /** The n-th batch, once it was sent. */
  nth(index: number): Promise<Sent> {
    return waitFor(() => this.sent[index], { intervalMs: 1 });
  }
}

describe('the order of appends of one organisation', () => {
  const log = createLogger({ app: 'test', level: 'silent' });
  const orgId = newOrgId();
  const requestOf = (text: string, org = orgId): AppendRequest => ({
    orgId: org,
    lanes: [{ lane: 's', lines: [Buffer.from(text)] }],
  });

  function create(cluster: HeldCluster) {
    const metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
    return createFrameProducer({ redis: cluster.client, log, metrics }, { lingerMs: 1 });
  }

  it('holds when its slot goes to another master while a unit is under way', async () => {
    const cluster = new HeldCluster();
    const producer = create(cluster);
    const first = producer.append(requestOf('1'));
    const underWay = await cluster.nth(0);
    cluster.master = 'b:1';
    const [second, other] = [producer.append(requestOf('2')), producer.append(requestOf('x', newOrgId()))];
    // The new master is idle and takes another organisation's unit, but not this one's.
    const next = await cluster.nth(1);
    expect(next).toMatchObject({ master: 'b:1', payloads: ['x'] });
    next.answer('stored');
    await other;
    expect(cluster.sent).toHaveLength(2);
    underWay.answer('stored');
    const last = await cluster.nth(2);
    expect(last.payloads).toEqual(['2']);
    last.answer('stored');
    expect(await Promise.all([first, second])).toHaveLength(2);
    await producer.close();
  });

  it('holds when a unit must be sent again', async () => {
    const cluster = new HeldCluster();
    const producer = create(cluster);
    const first = producer.append(requestOf('1'));
    (await cluster.nth(0)).answer(new NotReplicatedError('too few'));
    const second = producer.append(requestOf('2'));
    const again = await cluster.nth(1);
    expect(again.payloads).toEqual(['1']);
    again.answer('duplicate');
    // For the sender it is the first time all the same.
    expect(await first).toEqual({ duplicate: false, accepted: 1 });
    (await cluster.nth(2)).answer('stored');
    expect(await second).toEqual({ duplicate: false, accepted: 1 });
    expect(cluster.sent.map((batch) => batch.payloads)).toEqual([['1'], ['1'], ['2']]);
    await producer.close();
  });

  it('lets one refused unit stand in nobody’s way', async () => {
    const cluster = new HeldCluster();
    const producer = create(cluster);
    // Units under a key are due at once, so both go out in one flush.
    const keyed = (text: string, org = orgId): AppendRequest => {
      return { ...requestOf(text, org), idempotency: { batchId: text, bodyDigest: text } };
    };
    const [first, other] = [producer.append(keyed('1')), producer.append(keyed('x', newOrgId()))];
    const batch = await cluster.nth(0);
    expect(batch.payloads).toEqual(['1', 'x']);
    batch.answer(...batch.payloads.map((text) => (text === '1' ? new Error('boom') : 'stored')));
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    expect(await other).toMatchObject({ accepted: 1 });
    const second = producer.append(requestOf('2'));
    (await cluster.nth(1)).answer('stored');
    expect(await second).toMatchObject({ accepted: 1 });
    await producer.close();
  });
});
