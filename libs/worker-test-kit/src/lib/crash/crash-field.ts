import { join } from 'node:path';
import { newOrgId, type EventLane, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { createFrameProducer, provisionStreams, type FrameAppender } from '@redoubt/stream';
import { createTempDir, ManagedProcess, waitFor, type TempDir } from '@redoubt/test-kit';
import { connectTestRedis, testLogger, testMetrics } from '../test-redis.ts';
import { judge, readEffects, type Effect, type Verdict } from './effects.ts';
import type { WorkerSettings } from './worker-settings.ts';

const workerMain = join(import.meta.dirname, 'worker-main.ts');

/**
 * A stage for the crash suite: organisations, a producer and worker processes that can be killed, stopped and
 * continued, on one cluster. It remembers what was accepted and reads what the workers did.
 */
export class CrashField {
  readonly redis: RedisClient;
  readonly orgs: readonly OrgId[];
  readonly accepted: string[] = [];
  refused = 0;
  readonly #addresses: string;
  readonly #writer: RedisClient;
  readonly #producer: FrameAppender;
  readonly #temp: TempDir;
  readonly #workers: ManagedProcess[] = [];
  readonly #sequences = new Map<string, number>();

  private constructor(addresses: string, redis: RedisClient, writer: RedisClient, orgs: readonly OrgId[]) {
    this.#addresses = addresses;
    this.redis = redis;
    this.#writer = writer;
    this.orgs = orgs;
    this.#producer = createFrameProducer({ redis: writer, log: testLogger(), metrics: testMetrics() });
    this.#temp = createTempDir('crash');
  }

  static async open(addresses: string, orgCount: number): Promise<CrashField> {
    const [redis, writer] = await Promise.all([connectTestRedis(addresses), connectTestRedis(addresses)]);
    const orgs = Array.from({ length: orgCount }, newOrgId);
    for (const org of orgs) await provisionStreams(redis, org, ['db_writer']);
    return new CrashField(addresses, redis, writer, orgs);
  }

  get effectsFile(): string {
    return join(this.#temp.path, 'effects.log');
  }

  /** Appends `count` events of one organisation and lane as one request; remembers them once they are durable. */
  async append(orgIndex: number, lane: EventLane, count: number): Promise<void> {
    const line = `${orgIndex}.${lane}`;
    const first = this.#sequences.get(line) ?? 0;
    this.#sequences.set(line, first + count);
    const ids = Array.from({ length: count }, (_, i) => `${line}.${first + i}`);
    const lines = ids.map((id) =>
      Buffer.from(JSON.stringify({ eventType: 'web_request', severity: 'low', externalId: id })),
    );
    try {
      await this.#producer.append({ orgId: this.orgs[orgIndex] as OrgId, lanes: [{ lane, lines }] });
      this.accepted.push(...ids);
    } catch {
      this.refused += count;
    }
  }

  /** Appends rounds over all organisations, one event in ten in the priority lane, until `isDone`. */
  async produceUntil(isDone: () => boolean, pauseMs = 5): Promise<void> {
    for (let round = 0; !isDone(); round++) {
      await Promise.all(this.orgs.map((_, i) => this.append(i, round % 10 === 9 ? 'p' : 's', 1 + (round % 7))));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Produces for a number of rounds. */
  produceRounds(rounds: number, pauseMs = 5): Promise<void> {
    let left = rounds;
    return this.produceUntil(() => left-- <= 0, pauseMs);
  }

  async startWorker(workerId: string, settings: Partial<WorkerSettings> = {}): Promise<ManagedProcess> {
    const all: WorkerSettings = { addresses: this.#addresses, workerId, effectsFile: this.effectsFile, ...settings };
    const worker = await ManagedProcess.launch({
      command: process.execPath,
      args: [workerMain],
      logFile: join(this.#temp.path, `${workerId}.log`),
      env: { ...process.env, WORKER_SETTINGS: JSON.stringify(all), NODE_ENV: 'test' },
    });
    this.#workers.push(worker);
    return worker;
  }

  /** Effects on the organisations of this stage; the group's workers serve those of other specs on the cluster as well. */
  effects(): Effect[] {
    const own: ReadonlySet<string> = new Set(this.orgs);
    return readEffects(this.effectsFile).filter((effect) => own.has(effect.orgId));
  }

  verdict(): Verdict {
    return judge(this.accepted, this.effects());
  }

  /** Waits until everything accepted was handled at least once. */
  async untilAllHandled(timeoutMs = 30_000): Promise<Verdict> {
    try {
      await waitFor(() => this.verdict().lost.length === 0, { timeoutMs, intervalMs: 100, what: 'all handled' });
    } catch {
      // The verdict names what is missing better than a time-out does.
    }
    return this.verdict();
  }

  /** Entries the group has not acknowledged, over all organisations and lanes. */
  async pending(): Promise<number> {
    const keys = this.orgs.flatMap((org) => [orgKeys(org).eventsStream(), orgKeys(org).eventsPriority()]);
    const replies = await this.redis.batch(
      keys.map((key) => ({ name: 'XPENDING', key, args: [key, 'db_writer'], retry: 'free' })),
    );
    return replies.reduce<number>((sum, reply) => sum + Number((reply as unknown[])[0]), 0);
  }

  untilAcknowledged(timeoutMs = 15_000): Promise<boolean> {
    return waitFor(async () => (await this.pending()) === 0, { timeoutMs, intervalMs: 50, what: 'all acknowledged' });
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) if (worker.isRunning) process.kill(worker.pid, 'SIGKILL');
    await Promise.all(this.#workers.map((worker) => worker.exited));
    await this.#producer.close();
    await Promise.all([this.redis.close(), this.#writer.close()]);
    this.#temp.remove();
  }
}
