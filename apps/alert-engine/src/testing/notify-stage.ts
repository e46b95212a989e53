import { newOrgId, type Alert, type AlertRecord, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { GroupStore, type Channel, type ChannelDirectory } from '@redoubt/notifications';
import { HttpRecorder, MailRecorder } from '@redoubt/notifications/testing';
import type { RedisClient, RedisCredentials } from '@redoubt/redis';
import { chunkRecords, provisionStreams, recordEntryFields, ringBell } from '@redoubt/stream';
import type { Metrics } from '@redoubt/telemetry';
import { alertRecordOf, startRedisCluster, type RedisCluster, type RedisClusterOptions } from '@redoubt/test-kit';
import { appCredentials, connectTestRedis, nodesOf, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import type { NotifyConfig } from '../notify/config.ts';
import { createNotifier, type Notifier, type NotifierDeps } from '../notify/notifier.ts';

interface StageParts {
  cluster: RedisCluster;
  redis: RedisClient;
  /** Of the app, with its rights. */
  own: RedisClient;
  credentials: RedisCredentials;
  http: HttpRecorder;
  mail: MailRecorder;
}

/** A cluster, organisations, and receivers that keep what they get. */
export class NotifyStage implements ChannelDirectory {
  /** A new one for each test. */
  orgId: OrgId = newOrgId();
  channels: Channel[] = [];
  metrics: Metrics = testMetrics();
  readonly cluster: RedisCluster;
  readonly redis: RedisClient;
  readonly http: HttpRecorder;
  readonly mail: MailRecorder;
  readonly store: GroupStore;
  readonly #own: RedisClient;
  readonly #credentials: RedisCredentials;
  #running: Notifier[] = [];

  private constructor({ cluster, redis, own, credentials, http, mail }: StageParts) {
    this.#own = own;
    this.#credentials = credentials;
    this.cluster = cluster;
    this.redis = redis;
    this.http = http;
    this.mail = mail;
    this.store = new GroupStore(redis);
  }

  static async open(options: RedisClusterOptions = {}): Promise<NotifyStage> {
    const cluster = await startRedisCluster(options);
    const redis = await connectTestRedis(cluster.addresses);
    const credentials = await appCredentials('alert-engine', cluster.addresses);
    const own = await connectTestRedis(cluster.addresses, undefined, credentials);
    const [http, mail] = [await HttpRecorder.start(), await MailRecorder.start()];
    return new NotifyStage({ cluster, redis, own, credentials, http, mail });
  }

  channelsOf(orgId: OrgId): Promise<readonly Channel[]> {
    return Promise.resolve(orgId === this.orgId ? this.channels : []);
  }

  /** A new organisation with these channels, and receivers that have heard nothing. */
  async begin(channels: Channel[]): Promise<void> {
    this.orgId = newOrgId();
    this.channels = channels;
    this.metrics = testMetrics();
    this.http.requests.length = 0;
    this.http.answer = () => undefined;
    this.mail.mails.length = 0;
    await provisionStreams(this.redis, this.orgId, ['notifier']);
  }

  config(): NotifyConfig {
    return {
      concurrency: 8,
      dashboardUrl: 'https://redoubt.example',
      secretKeys: [],
      sender: {
        http: { isPrivateAllowed: true, timeoutMs: 2_000 },
        mail: { host: '127.0.0.1', port: this.mail.port, from: 'Redoubt <redoubt@example.org>' },
        pagerDutyUrl: this.http.url('/pagerduty'),
      },
    };
  }

  async startNotifier(
    more: Omit<Partial<NotifierDeps>, 'directory'> & { directory?: ChannelDirectory | undefined } = {},
  ): Promise<Notifier> {
    const { directory, ...rest } = { directory: this, ...more };
    const notifier = createNotifier({
      redis: this.#own,
      redisOptions: { nodes: nodesOf(this.cluster.addresses), credentials: this.#credentials },
      log: testLogger(),
      metrics: this.metrics,
      workerId: `w${this.#running.length}`,
      ...(directory ? { directory } : {}),
      config: this.config(),
      consumer: { sweepIntervalMs: 200, registryIntervalMs: 500 },
      worker: { lockMs: 2_000, stalledIntervalMs: 1_000, drainTimeoutMs: 3_000 },
      sweep: { intervalMs: 500, lateMs: 1_000 },
      ...rest,
    });
    this.#running.push(notifier);
    await notifier.start();
    return notifier;
  }

  /** Puts changes of alerts on the stream, as alert-engine does. */
  async tell(alerts: readonly Alert[], changes: Partial<Omit<Extract<AlertRecord, { type: 'alert' }>, 'type'>> = {}) {
    const lines = alerts.map((alert) =>
      Buffer.from(JSON.stringify(alertRecordOf({ ...alert, orgId: this.orgId }, changes))),
    );
    await this.append(lines);
  }

  async append(lines: readonly Buffer[]): Promise<void> {
    const stream = orgKeys(this.orgId).alertsStream();
    for (const chunk of chunkRecords(lines)) {
      await this.redis.call('XADD', stream, ['*', ...recordEntryFields(chunk, Date.now())]);
    }
    ringBell(this.redis, this.orgId, ['a']);
  }

  /** Ends the notifiers of a test. */
  async end(): Promise<void> {
    await Promise.all(this.#running.map((notifier) => notifier.close()));
    this.#running = [];
  }

  async close(): Promise<void> {
    await this.end();
    await Promise.all([this.redis.close(), this.#own.close()]);
    await Promise.all([this.http.close(), this.mail.close()]);
    await this.cluster.stop();
  }
}
