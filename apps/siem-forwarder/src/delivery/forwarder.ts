import { isDeepStrictEqual } from 'node:util';
import { RetryableError, toError, type OrgId, type Outcome } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { readSinks, SINK_TYPES, type OrgSinks, type SinkInfo } from '@redoubt/rulebook';
import type { BatchContext, EventBatch, RecordBatch, StreamConsumer } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import { eventCandidates, recordCandidates } from './candidate.ts';
import { SettledBudget, SettledItems } from './settled-items.ts';
import type { SinkTarget } from './sink-target.ts';
import { SinkWorker, type SinkWorkerDeps } from './sink-worker.ts';

export interface ForwarderDeps extends SinkWorkerDeps {
  redis: RedisClient;
  log: Logger;
  secretBox: SecretBox | undefined;
}

const REPORT_MS = 2_000;
/** Each remembers 2,000 entries at most. */
const MAX_RELEASED = 50;

/** All sinks of the organisations that this worker owns. */
export class Forwarder {
  readonly #deps: ForwarderDeps;
  readonly #settingsIntervalMs: number;
  readonly #workers = new Map<string, SinkWorker>();
  /** What ended of sinks that were let go of lately, by sink. */
  readonly #released = new Map<string, SettledItems>();
  readonly #budget = new SettledBudget();
  readonly #versions = new Map<OrgId, number>();
  readonly #detached = new Map<OrgId, readonly SinkInfo[]>();
  #consumer: StreamConsumer | undefined;
  #timers: NodeJS.Timeout[] = [];
  #polling: Promise<void> | undefined;

  constructor(deps: ForwarderDeps, settingsIntervalMs: number) {
    this.#deps = deps;
    this.#settingsIntervalMs = settingsIntervalMs;
  }

  /** Follows changes of settings from here on. */
  start(consumer: StreamConsumer): void {
    this.#consumer = consumer;
    const poll = (): void => {
      this.#polling ??= this.#poll()
        .catch((error: unknown) => this.#deps.log.warn({ err: toError(error) }, 'sink_settings_unreadable'))
        .finally(() => (this.#polling = undefined));
    };
    this.#timers = [setInterval(poll, this.#settingsIntervalMs), setInterval(() => this.#report(), REPORT_MS)];
  }

  /** Cursors of an organisation's sinks that are on; brings their workers up to date. */
  async groupsOf(orgId: OrgId): Promise<GroupName[]> {
    const { redis, secretBox, log } = this.#deps;
    const settings = await readSinks(redis, orgId, secretBox);
    this.#versions.set(orgId, settings.version);
    this.#detached.set(orgId, settings.detached);
    for (const { info, reason } of settings.unusable)
      log.error({ orgId, sinkId: info.sinkId, reason }, 'sink_unusable');
    return targetsOf(orgId, settings).flatMap((target) => (this.#equip(target) ? [target.info.group] : []));
  }

  handleEvents(batch: EventBatch, context: BatchContext): Promise<readonly Outcome[]> {
    return this.#workerOf(batch).handle(eventCandidates(batch), context);
  }

  handleRecords(batch: RecordBatch, context: BatchContext): Promise<readonly Outcome[]> {
    return this.#workerOf(batch).handle(recordCandidates(batch), context);
  }

  /** To be called when a cursor goes to another owner, or is no more. */
  release(orgId: OrgId, group: GroupName): void {
    const key = keyOf(orgId, group);
    const worker = this.#workers.get(key);
    if (!worker) return;
    void worker.close();
    this.#workers.delete(key);
    this.#remember(worker);
  }

  /** A sink that is paused in the midst of an entry goes on there when it is resumed. */
  #remember({ target, settled }: SinkWorker): void {
    this.#released.set(target.info.sinkId, settled);
    const [oldest] = this.#released;
    if (this.#released.size <= MAX_RELEASED || oldest === undefined) return;
    this.#released.delete(oldest[0]);
    oldest[1].clear();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#polling;
    await Promise.all([...this.#workers.values()].map((worker) => worker.close()));
  }

  #workerOf({ orgId, group }: { orgId: OrgId; group: GroupName }): SinkWorker {
    const worker = this.#workers.get(keyOf(orgId, group));
    if (!worker) throw new RetryableError('the sink of this cursor is not known');
    return worker;
  }

  /** @returns false when its settings make no sense */
  #equip(target: SinkTarget): boolean {
    const key = keyOf(target.orgId, target.info.group);
    const known = this.#workers.get(key);
    if (known && isDeepStrictEqual(known.target, target)) return true;
    try {
      // A cursor may have gone from one sink to another.
      const { sinkId } = target.info;
      const isSame = known?.target.info.sinkId === sinkId;
      const settled = isSame ? known.settled : (this.#released.get(sinkId) ?? new SettledItems(this.#budget));
      this.#workers.set(key, new SinkWorker(this.#deps, target, settled));
      this.#released.delete(sinkId);
      if (known && !isSame) this.#remember(known);
    } catch (error) {
      const { orgId, info } = target;
      this.#deps.log.error({ orgId, sinkId: info.sinkId, err: toError(error) }, 'sink_unusable');
      return false;
    }
    void known?.close();
    return true;
  }

  async #poll(): Promise<void> {
    const orgIds = [...(this.#consumer?.owned().keys() ?? [])];
    for (const orgId of this.#versions.keys()) {
      if (orgIds.includes(orgId)) continue;
      this.#versions.delete(orgId);
      this.#detached.delete(orgId);
    }
    const replies = await this.#deps.redis.batch(
      orgIds.map((orgId) => {
        const key = orgKeys(orgId).config();
        return { name: 'HGET', key, args: [key, 'settingsVersion'], retry: 'free' };
      }),
    );
    for (const [at, orgId] of orgIds.entries()) {
      const reply = replies[at];
      if (reply instanceof Error || Number(reply ?? 0) === this.#versions.get(orgId)) continue;
      await this.#consumer?.regroup(orgId);
    }
  }

  #report(): void {
    const { metrics } = this.#deps;
    const detached = [...this.#detached.values()].flat();
    for (const sink of SINK_TYPES) {
      const all = [...this.#workers.values()].filter(({ target }) => target.sink.type === sink);
      const healths = all.map((worker) => worker.health());
      const failing = healths.filter(({ isFailing }) => isFailing).length;
      metrics.sinks.set({ sink, state: 'ok' }, all.length - failing);
      metrics.sinks.set({ sink, state: 'failing' }, failing);
      metrics.sinks.set({ sink, state: 'detached' }, detached.filter(({ type }) => type === sink).length);
      metrics.lagSeconds.set({ sink }, Math.max(0, ...healths.map(({ lagMs }) => lagMs)) / 1_000);
      metrics.successAgeSeconds.set({ sink }, Math.max(0, ...healths.map((one) => one.successAgeMs)) / 1_000);
    }
  }
}

function targetsOf(orgId: OrgId, { sinks, isOn }: OrgSinks): SinkTarget[] {
  return sinks.filter(({ info }) => info.isEnabled).map(({ info, sink }) => ({ orgId, info, sink, isOn }));
}

function keyOf(orgId: OrgId, group: GroupName): string {
  return `${orgId} ${group}`;
}
