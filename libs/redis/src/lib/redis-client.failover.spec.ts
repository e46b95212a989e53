import { slotOf } from '@redoubt/key-schema';
import { startRedisCluster, waitFor, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisCommand } from './command.ts';
import { NotReplicatedError } from './errors.ts';
import type { RedisClient } from './redis-client.ts';

jest.setTimeout(90_000);

const slots = 24;

/** Writes numbered words to one list per key, in batches over all masters, and remembers what was acknowledged. */
class Load {
  readonly acknowledged = new Map<string, number[]>();
  /** Errors other than a replica's missing confirmation. */
  readonly refusals: Error[] = [];
  /** Monotonic ms of the last acknowledgement per key. */
  readonly lastAt = new Map<string, number>();
  /** Longest time between two acknowledgements per key, ms. */
  readonly longestPauseMs = new Map<string, number>();
  readonly #redis: RedisClient;
  readonly #wait: number;
  #next = 0;
  #isDone = false;
  readonly #running: Promise<void>;

  constructor(redis: RedisClient, replicas: number) {
    this.#redis = redis;
    this.#wait = replicas;
    for (let i = 0; i < slots; i++) this.acknowledged.set(`load:${i}`, []);
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#isDone) {
      const keys = [...this.acknowledged.keys()];
      const numbers = keys.map(() => this.#next++);
      const commands = keys.map((key, i): RedisCommand => {
        return { name: 'RPUSH', key, args: [key, numbers[i] as number], retry: 'definite' };
      });
      const replies = await this.#redis.batch(commands, { wait: { replicas: this.#wait, timeoutMs: 1_000 } });
      replies.forEach((reply, i) => this.#note(keys[i] as string, numbers[i] as number, reply));
    }
  }

  #note(key: string, number: number, reply: unknown): void {
    if (reply instanceof Error) {
      if (!(reply instanceof NotReplicatedError)) this.refusals.push(reply);
      return;
    }
    const now = performance.now();
    const pauseMs = now - (this.lastAt.get(key) ?? now);
    this.longestPauseMs.set(key, Math.max(pauseMs, this.longestPauseMs.get(key) ?? 0));
    this.acknowledged.get(key)?.push(number);
    this.lastAt.set(key, now);
  }

  get count(): number {
    return [...this.acknowledged.values()].reduce((n, list) => n + list.length, 0);
  }

  stop(): Promise<void> {
    this.#isDone = true;
    return this.#running;
  }
}

describe('failovers under load', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let load: Load;

  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1, isAppendOnly: true });
  });
  afterAll(() => cluster.stop());

  beforeEach(async () => {
    for (const node of await cluster.masters()) await node.admin.flushall();
    redis = await connectTestClient(cluster.addresses);
    await waitFor(() => redis.nodes().some((node) => node.role === 'replica'));
    load = new Load(redis, 1);
    await waitFor(() => load.count > 1_000);
  });
  afterEach(async () => {
    await load.stop();
    await redis.close();
  });

  const keysOf = (master: RedisNode): string[] =>
    [...load.acknowledged.keys()].filter((key) => redis.masterOf(key) === master.address);

  async function untilLeft(master: RedisNode, keys: readonly string[]): Promise<void> {
    const hasLeft = (): boolean => keys.every((key) => redis.masterOf(key) !== master.address);
    await waitFor(hasLeft, { timeoutMs: 30_000, intervalMs: 10, what: 'slots on another master' });
  }

  /** Waits until all keys are written again; gives the longest pause between two acknowledgements of one, ms. */
  async function stallUntilWritten(keys: readonly string[]): Promise<number> {
    const since = performance.now();
    await waitFor(() => keys.every((key) => (load.lastAt.get(key) ?? 0) > since), {
      timeoutMs: 30_000,
      intervalMs: 10,
    });
    return Math.max(...keys.map((key) => load.longestPauseMs.get(key) ?? 0));
  }

  /** Every acknowledged number is in its list, in order; numbers of failed writes may be there too. */
  async function expectNothingLost(): Promise<void> {
    for (const [key, numbers] of load.acknowledged) {
      const stored = ((await redis.call('LRANGE', key, [0, -1])) as string[]).map(Number);
      const known = new Set(numbers);
      expect(stored.filter((number) => known.has(number))).toEqual(numbers);
    }
  }

  it('a graceful one costs no failed command and no acknowledged write', async () => {
    const master = await cluster.masterFor(slotOf('load:0'));
    const keys = keysOf(master);
    expect(keys.length).toBeGreaterThan(0);
    await cluster.clusterFailover(await cluster.replicaOf(master));
    await untilLeft(master, keys);
    const stallMs = await stallUntilWritten(keys);
    await load.stop();
    expect(stallMs).toBeLessThan(5_000);
    expect(load.refusals).toEqual([]);
    await expectNothingLost();
    await cluster.untilOk();
  });

  it('a killed master costs a stall, and no acknowledged write', async () => {
    const master = await cluster.masterFor(slotOf('load:0'));
    const keys = keysOf(master);
    const killedAt = performance.now();
    await cluster.kill9(master);
    // A call in its standard form outlasts the node time-out of 3 s and the election.
    expect(await redis.call('SET', `{${keys[0]}}plain`, ['x'], { retry: 'free' })).toBe('OK');
    expect(performance.now() - killedAt).toBeLessThan(12_000);
    await waitFor(async () => (await cluster.masters()).length === 3, { timeoutMs: 20_000, what: 'promotion' });
    await cluster.restart(master);
    // Writes that ask for a replica's confirmation get it again as soon as there is one.
    expect(await stallUntilWritten(keys)).toBeLessThan(20_000);
    await load.stop();
    expect(redis.clusterState().ok).toBe(true);
    await expectNothingLost();
  });

  it('a frozen master is left for its replica, and taken back as one', async () => {
    const master = await cluster.masterFor(slotOf('load:0'));
    const keys = keysOf(master);
    master.pause();
    await untilLeft(master, keys);
    expect(await redis.call('SET', `{${keys[0]}}plain`, ['x'])).toBe('OK');
    master.resume();
    expect(await stallUntilWritten(keys)).toBeLessThan(20_000);
    await load.stop();
    await cluster.untilOk();
    await expectNothingLost();
  });

  it('subscriptions hear again after the master of their channel was killed', async () => {
    const master = await cluster.masterOfKey('bell');
    const received = new Set<string>();
    await redis.subscribe(['bell'], (_, message) => received.add(message));
    await cluster.kill9(master);
    let serial = 0;
    await waitFor(
      async () => {
        await redis.call('SPUBLISH', 'bell', [String(serial++)]).catch(() => undefined);
        return received.size > 3;
      },
      { timeoutMs: 30_000, intervalMs: 50 },
    );
    await waitFor(async () => (await cluster.masters()).length === 3, { timeoutMs: 20_000 });
    await cluster.restart(master);
  });
});
