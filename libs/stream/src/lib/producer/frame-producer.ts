import { systemClock, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { NotReplicatedError, type RedisClient, type RedisCommand, type Reply } from '@redoubt/redis';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { encodeFrame } from '../frame-codec.ts';
import { streamScripts } from '../scripts.ts';
import { appendRefusal } from './append-refusal.ts';
import { AppendUnit } from './append-unit.ts';
import { Doorbell } from './doorbell.ts';
import {
  AppendedOtherwise,
  AppendRefused,
  type AppendRequest,
  type AppendResult,
  type FrameAppender,
} from './frame-appender.ts';
import { createProducerMetrics, type ProducerMetrics } from './producer-metrics.ts';

/** When an append counts as durable. `auto` means `replicated` once the cluster has been seen with replicas. */
export type Durability = 'auto' | 'master' | 'replicated';

export interface FrameProducerOptions {
  /** @default 'auto' */
  durability?: Durability;
  /** Longest a lone event waits for company, ms. @default 5 */
  lingerMs?: number;
  /** Bytes taken and not yet durable; beyond it appends are refused as `overloaded`. @default 64 MiB */
  maxQueuedBytes?: number;
  /** Longest a unit is tried before its senders are told, ms; longer than a failover. @default 10000 */
  appendTimeoutMs?: number;
  /** Replicas that confirm at level `replicated`. @default 1 */
  replicas?: number;
  /** Longest wait for them per flush, ms. @default 1000 */
  waitTimeoutMs?: number;
}

interface OrgQueue {
  orgId: OrgId;
  units: AppendUnit[];
  /** A unit is under way: later ones wait, so that a retry never overtakes and order holds. */
  isBusy: boolean;
}

const maxUnitBytes = 1024 * 1024;
const ledgerLifeS = 48 * 3600;

/**
 * Creates the appender the gateway uses: requests of one organisation share frames within the linger, all units of
 * one master go out in one pipeline with one WAIT behind it (group commit), one pipeline in flight per master.
 *
 * @param deps.redis a client of its own: WAIT holds up whatever shares the connection
 */
export function createFrameProducer(
  deps: { redis: RedisClient; log: Logger; metrics: Metrics; clock?: Clock },
  options: FrameProducerOptions = {},
): FrameAppender {
  return new FrameProducer(deps, options);
}

class FrameProducer implements FrameAppender {
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #metrics: ProducerMetrics;
  readonly #options: Required<FrameProducerOptions>;
  readonly #script;
  readonly #bell: Doorbell;
  readonly #queues = new Map<OrgId, OrgQueue>();
  readonly #busyMasters = new Set<string>();
  #queuedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isFlushScheduled = false;
  #isClosed = false;
  #closed: Promise<void> | null = null;
  #needsReplicas = false;
  #onIdle: (() => void) | undefined;

  constructor(
    deps: { redis: RedisClient; log: Logger; metrics: Metrics; clock?: Clock },
    options: FrameProducerOptions,
  ) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#clock = deps.clock ?? systemClock;
    this.#metrics = createProducerMetrics(deps.metrics, () => this.#queuedBytes);
    this.#options = {
      durability: 'auto',
      lingerMs: 5,
      maxQueuedBytes: 64 * 1024 * 1024,
      appendTimeoutMs: 10_000,
      replicas: 1,
      waitTimeoutMs: 1_000,
      ...options,
    };
    this.#script = deps.redis.script(streamScripts.appendFrames);
    this.#bell = new Doorbell(deps.redis);
  }

  append(request: AppendRequest): Promise<AppendResult> {
    if (this.#isClosed) return Promise.reject(new AppendRefused('closed', 'the gateway is shutting down', 1_000));
    if (this.#queuedBytes >= this.#options.maxQueuedBytes) {
      return Promise.reject(new AppendRefused('overloaded', 'too many bytes wait for Redis', 1_000));
    }
    const queue = this.#queueOf(request.orgId);
    const unit = this.#unitFor(queue, request);
    const before = unit.sizeBytes;
    const result = unit.add(request);
    this.#queuedBytes += unit.sizeBytes - before;
    this.#schedule(unit);
    return result;
  }

  #queueOf(orgId: OrgId): OrgQueue {
    let queue = this.#queues.get(orgId);
    if (!queue) {
      queue = { orgId, units: [], isBusy: false };
      this.#queues.set(orgId, queue);
    }
    return queue;
  }

  #unitFor(queue: OrgQueue, request: AppendRequest): AppendUnit {
    const last = queue.units.at(-1);
    const isOpen = last?.isShared && last.firstSentAtMs === 0 && last.sizeBytes < maxUnitBytes;
    if (isOpen && !request.idempotency) return last;
    const unit = new AppendUnit(request.orgId, this.#clock.monotonicMs(), request.idempotency);
    queue.units.push(unit);
    return unit;
  }

  #schedule(unit: AppendUnit): void {
    if (unit.isFull) {
      if (this.#isFlushScheduled) return;
      this.#isFlushScheduled = true;
      // After the current round of I/O callbacks, so that requests read in one go share a flush.
      setImmediate(() => {
        this.#isFlushScheduled = false;
        this.#flush();
      });
    } else {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#flush();
      }, this.#options.lingerMs);
    }
  }

  /** Starts a pipeline on every idle master that has a unit due. */
  #flush(): void {
    const now = this.#clock.monotonicMs();
    const byMaster = new Map<string, AppendUnit[]>();
    let earliest = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues.values()) {
      const unit = queue.units[0];
      if (!unit || queue.isBusy) continue;
      const dueAt = unit.openedAtMs + this.#options.lingerMs;
      if (!unit.isFull && dueAt > now && !this.#isClosed) {
        earliest = Math.min(earliest, dueAt);
        continue;
      }
      const master = this.#redis.masterOf(orgKeys(unit.orgId).eventsStream()) ?? '';
      if (this.#busyMasters.has(master)) continue;
      const units = byMaster.get(master);
      if (units) units.push(unit);
      else byMaster.set(master, [unit]);
    }
    if (earliest !== Number.POSITIVE_INFINITY) {
      this.#timer ??= setTimeout(
        () => {
          this.#timer = undefined;
          this.#flush();
        },
        Math.max(1, earliest - now),
      );
    }
    for (const [master, units] of byMaster) void this.#flushMaster(master, units);
  }

  async #flushMaster(master: string, units: readonly AppendUnit[]): Promise<void> {
    this.#busyMasters.add(master);
    const startedAt = this.#clock.monotonicMs();
    for (const unit of units) {
      unit.firstSentAtMs ||= startedAt;
      this.#queueOf(unit.orgId).isBusy = true;
    }
    const acceptedAtMs = this.#clock.now();
    const replies = await this.#redis.batch(
      units.map((unit) => this.#command(unit, acceptedAtMs)),
      this.#wait(),
    );
    this.#busyMasters.delete(master);
    this.#metrics.flushSeconds.observe((this.#clock.monotonicMs() - startedAt) / 1000);
    units.forEach((unit, i) => this.#settle(unit, replies[i] as Reply | Error));
    this.#flush();
  }

  #wait(): { wait?: { replicas: number; timeoutMs: number } } {
    const { durability, replicas, waitTimeoutMs } = this.#options;
    // Once replicas were seen the level never falls back by itself: losing them must be noticed, not adapted to.
    this.#needsReplicas ||= durability === 'replicated' || this.#redis.nodes().some((n) => n.role === 'replica');
    return this.#needsReplicas && durability !== 'master' ? { wait: { replicas, timeoutMs: waitTimeoutMs } } : {};
  }

  #command(unit: AppendUnit, acceptedAtMs: number): RedisCommand {
    const keys = orgKeys(unit.orgId);
    const args: (string | number | Buffer)[] = [unit.digest, unit.lifeMs, acceptedAtMs, unit.eventCount, ledgerLifeS];
    for (const frame of unit.frames) {
      const encoded = encodeFrame(frame.lines);
      args.push(frame.lane === 's' ? 2 : 3, encoded.version, encoded.count, encoded.payload);
    }
    const names = [
      keys.idempotency(unit.batchId),
      keys.eventsStream(),
      keys.eventsPriority(),
      keys.ledger(acceptedAtMs),
    ];
    // Safe to send again in every case: the script recognises the batch id.
    return this.#script.command(names, args, { retry: 'free' });
  }

  #settle(unit: AppendUnit, reply: Reply | Error): void {
    const queue = this.#queueOf(unit.orgId);
    queue.isBusy = false;
    const isLate = this.#clock.monotonicMs() - unit.firstSentAtMs > this.#options.appendTimeoutMs;
    if (reply instanceof NotReplicatedError && !isLate && !this.#isClosed) {
      this.#metrics.flushRetries.inc();
      return;
    }
    queue.units.shift();
    if (queue.units.length === 0) this.#queues.delete(unit.orgId);
    this.#queuedBytes -= unit.sizeBytes;
    if (reply instanceof Error) this.#refuse(unit, reply);
    else if (reply === 'stored' || reply === 'duplicate') this.#accept(unit, reply === 'duplicate');
    else unit.fail(refusalOf(reply));
    if (this.#queues.size === 0) this.#onIdle?.();
  }

  #accept(unit: AppendUnit, duplicate: boolean): void {
    if (!duplicate) {
      for (const frame of unit.frames) this.#metrics.frameEvents.observe(frame.lines.length);
      this.#metrics.appended.inc(unit.eventCount);
    }
    unit.succeed(duplicate && !unit.isShared);
    this.#bell.ring(
      unit.orgId,
      unit.frames.map((f) => f.lane),
    );
  }

  #refuse(unit: AppendUnit, error: Error): void {
    const refusal = appendRefusal(error);
    this.#metrics.refused.inc({ code: refusal.code }, unit.eventCount);
    this.#log.warn({ orgId: unit.orgId, code: refusal.code, err: error }, 'append_refused');
    unit.fail(refusal);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    if (this.#queues.size > 0) {
      const idle = new Promise<void>((resolve) => (this.#onIdle = resolve));
      this.#flush();
      await idle;
    }
    this.#bell.close();
  }
}

/** What the script says of a body whose key is taken. */
function refusalOf(reply: Reply): AppendRefused {
  const leftOut = /^left_out (\d)$/.exec(String(reply))?.[1];
  if (leftOut !== undefined) return new AppendedOtherwise(Number(leftOut));
  return new AppendRefused('idempotency_conflict', 'the Idempotency-Key was used with another body', 0);
}
