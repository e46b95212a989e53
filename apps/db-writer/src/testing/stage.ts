import { newOrgId, type AlertRecord, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import type { Lifecycle } from '@redoubt/service';
import { connectDatabase, migrate, type Database } from '@redoubt/storage';
import { appendRecords, createFrameProducer, provisionStreams, type FrameAppender } from '@redoubt/stream';
import {
  alertOf,
  startPostgres,
  startRedisCluster,
  waitFor,
  type Postgres,
  type RedisCluster,
} from '@redoubt/test-kit';
import {
  appLogin,
  connectTestRedis,
  runApp,
  testLogger,
  testMetrics,
  workerEnv,
  type AppLogin,
  type RunningApp,
} from '@redoubt/worker-test-kit';
import { buildApp } from '../app.ts';
import { dbWriterConfig, dbWriterEnv } from '../config.ts';

/** A cluster, a PostgreSQL and organisations of their own, with a producer that remembers what was accepted. */
export class WriterStage {
  readonly cluster: RedisCluster;
  readonly postgres: Postgres;
  readonly redis: RedisClient;
  readonly orgs: readonly OrgId[];
  readonly accepted: string[] = [];
  /** Records of alerts published so far. */
  published = 0;
  readonly #producer: FrameAppender;
  readonly #lives: Lifecycle[] = [];
  readonly #login: AppLogin;
  #database: Database | undefined;
  #next = 0;

  private constructor(
    cluster: RedisCluster,
    postgres: Postgres,
    redis: RedisClient,
    orgs: readonly OrgId[],
    login: AppLogin,
  ) {
    this.#login = login;
    this.cluster = cluster;
    this.postgres = postgres;
    this.redis = redis;
    this.orgs = orgs;
    this.#producer = createFrameProducer({ redis, log: testLogger(), metrics: testMetrics() });
  }

  static async open(orgCount: number): Promise<WriterStage> {
    const [cluster, postgres] = await Promise.all([startRedisCluster(), startPostgres()]);
    const redis = await connectTestRedis(cluster.addresses);
    const orgs = Array.from({ length: orgCount }, newOrgId);
    for (const orgId of orgs) await provisionStreams(redis, orgId, ['db_writer']);
    return new WriterStage(cluster, postgres, redis, orgs, await appLogin('db-writer', cluster.addresses));
  }

  /** Environment of a writer on this stage, as its own Redis user. */
  env(workerId: string, more: Record<string, string> = {}): Record<string, string> {
    return {
      ...workerEnv(this.cluster.addresses, this.#login, workerId),
      DATABASE_URL: this.postgres.url,
      ...more,
    };
  }

  startWriter(workerId: string, more: Record<string, string> = {}): RunningApp {
    const app = runApp(dbWriterConfig(dbWriterEnv.parse(this.env(workerId, more))), buildApp);
    this.#lives.push(app.life);
    return app;
  }

  /** Appends one request per organisation, one event in ten of high severity; remembers the ids that were accepted. */
  async produce(events: number): Promise<void> {
    await Promise.all(
      this.orgs.map(async (orgId, org) => {
        const ids = Array.from({ length: events }, () => `${org}.${this.#next++}`);
        const line = (externalId: string, severity: string) =>
          Buffer.from(
            JSON.stringify({
              eventType: 'failed_login',
              severity,
              externalId,
              sourceIp: '2001:db8::1',
              asset: 'web-1',
            }),
          );
        const urgent = ids.filter((_, index) => index % 10 === 9);
        const rest = ids.filter((_, index) => index % 10 !== 9);
        const lanes = [
          { lane: 's' as const, lines: rest.map((id) => line(id, 'low')) },
          { lane: 'p' as const, lines: urgent.map((id) => line(id, 'high')) },
        ].filter((part) => part.lines.length > 0);
        await this.#producer.append({ orgId, lanes });
        this.accepted.push(...ids);
      }),
    );
  }

  /** Produces until `isDone`, pausing in between so that other work gets its turn. */
  async produceUntil(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      await this.produce(20);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Publishes `versions` records of one new alert per organisation, as alert-engine would; returns the alerts' ids. */
  async publishAlerts(versions: number): Promise<string[]> {
    return Promise.all(
      this.orgs.map(async (orgId) => {
        const alert = alertOf({ orgId });
        const records = Array.from({ length: versions }, (_, at): AlertRecord => {
          const change = at === 0 ? 'opened' : 'updated';
          const state = { ...alert, version: at + 1, count: alert.count + at };
          return { type: 'alert', change, atMs: alert.updatedAtMs + at, isNotifiable: at === 0, alert: state };
        });
        await this.publish(orgId, records);
        this.published += versions;
        return alert.alertId;
      }),
    );
  }

  async publish(orgId: OrgId, records: readonly unknown[]): Promise<void> {
    const lines = records.map((record) => Buffer.from(JSON.stringify(record)));
    await appendRecords(this.redis, orgId, 'a', lines);
  }

  /** Waits until as many history rows as published records are there, then tells what is not as it should be. */
  async alertVerdict(timeoutMs = 20_000): Promise<{ rows: number; wrong: string[] }> {
    const database = await this.database();
    const count = async (): Promise<number> => {
      const [row] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM alert_history');
      return row?.count ?? 0;
    };
    await waitFor(async () => (await count()) >= this.published, { timeoutMs, intervalMs: 100 }).catch(() => undefined);
    // A history without gap or repetition, up to the version of the alert itself.
    const wrong = await database.query<{ alert_id: string }>(
      `SELECT a.alert_id FROM alerts a LEFT JOIN alert_history h USING (org_id, alert_id)
       GROUP BY a.org_id, a.alert_id, a.version
       HAVING count(h.version) <> a.version OR count(DISTINCT h.version) <> a.version OR max(h.version) <> a.version`,
    );
    return { rows: await count(), wrong: wrong.map((row) => row.alert_id) };
  }

  /** For looking, apart from what the writer uses. */
  async database(): Promise<Database> {
    if (!this.#database) {
      this.#database = await connectDatabase({ url: this.postgres.url });
      await migrate(this.#database);
    }
    return this.#database;
  }

  /** Ends what looks at PostgreSQL, before the server is lost. */
  async forgetDatabase(): Promise<void> {
    await this.#database?.close();
    this.#database = undefined;
  }

  /** External ids in the table, each as often as it stands there. */
  async storedIds(): Promise<string[]> {
    const database = await this.database();
    const rows = await database.query<{ external_id: string }>('SELECT external_id FROM events');
    return rows.map((row) => row.external_id);
  }

  /** Waits until as many rows as accepted are there, then tells what is missing and what is there twice. */
  async verdict(timeoutMs = 20_000): Promise<{ lost: string[]; duplicates: number; phantoms: number }> {
    await waitFor(async () => (await this.storedIds()).length >= this.accepted.length, {
      timeoutMs,
      intervalMs: 100,
    }).catch(() => undefined);
    const stored = await this.storedIds();
    const distinct = new Set(stored);
    const accepted = new Set(this.accepted);
    return {
      lost: this.accepted.filter((id) => !distinct.has(id)),
      duplicates: stored.length - distinct.size,
      phantoms: [...distinct].filter((id) => !accepted.has(id)).length,
    };
  }

  /** Stops what a test that failed left running as well. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lives.map((life) => life.stop('test')));
    await this.#producer.close();
    await this.#database?.close();
    await this.redis.close();
    await Promise.all([this.cluster.stop(), this.postgres.stop()]);
  }
}
