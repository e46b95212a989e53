import { EVENT_LANES, isEventLane, systemClock, type Clock, type Lane, type OrgId } from '@redoubt/contracts';
import { BELL_COUNT, clusterKeys, partitionOf, slotOf, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, Subscription } from '@redoubt/redis';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { LeaseKeeper, type LeaseLossReason } from '../lease/lease-keeper.ts';
import { readRing } from '../producer/doorbell.ts';
import { createConsumerMetrics, type ConsumerMetrics } from './consumer-metrics.ts';
import type { StreamConsumer, StreamConsumerOptions } from './contract.ts';
import { DeadLetterLimit } from './dead-letter-limit.ts';
import { EntryProcessor } from './entry-processor.ts';
import { GroupKeeper } from './group-keeper.ts';
import { HandlerRunner } from './handler-runner.ts';
import { OrgRegistry } from './org-registry.ts';
import { caughtUpAtMs, createOrgWork, type OrgWork } from './org-work.ts';
import { Reader } from './reader.ts';
import { Sweeper } from './sweeper.ts';
import { Trimmer } from './trimmer.ts';

export interface StreamConsumerDeps {
  redis: RedisClient;
  log: Logger;
  metrics: Metrics;
  clock?: Clock;
}

const tickMs = 50;
const drainPollMs = 5;
const groupsPauseMs = 1_000;
/** Organisations told to leave at the same time: what an app puts away for each may be large. */
const leavingAtOnce = 16;

/** An organisation that is worked on. */
interface Ownership {
  partition: number;
  epoch: number;
  groups: GroupName[];
}

/**
 * Wires a consumer; `start` opens its subscriptions and joins the group.
 *
 * @throws TypeError when a lane of `options.lanes` has no handler
 */
export function createStreamConsumer(deps: StreamConsumerDeps, options: StreamConsumerOptions): StreamConsumer {
  const { lanes = EVENT_LANES, handler, recordHandler } = options;
  if (lanes.length === 0) throw new TypeError('a consumer reads at least one lane');
  for (const lane of lanes) {
    if ((isEventLane(lane) ? handler : recordHandler) === undefined) throw new TypeError(`no handler for lane ${lane}`);
  }
  return new Consumer(deps, options);
}

class Consumer implements StreamConsumer {
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #options: StreamConsumerOptions;
  readonly #lanes: readonly Lane[];
  readonly #metrics: ConsumerMetrics;
  readonly #keeper: LeaseKeeper;
  readonly #registry: OrgRegistry;
  readonly #limit: DeadLetterLimit;
  readonly #reader: Reader;
  readonly #sweeper: Sweeper;
  readonly #trimmer: Trimmer | undefined;
  /** By organisation and group. */
  readonly #orgs = new Map<string, OrgWork>();
  readonly #owned = new Map<OrgId, Ownership>();
  #started: Promise<void> | null = null;
  #closed: Promise<void> | null = null;
  #bells: Subscription | undefined;
  #stopListening: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #slicing: Promise<void> | null = null;
  #nextRegistryMs = 0;
  #tickAt = 0;
  #isJoined = false;

  constructor(deps: StreamConsumerDeps, options: StreamConsumerOptions) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#clock = deps.clock ?? systemClock;
    this.#options = options;
    this.#lanes = options.lanes ?? EVENT_LANES;
    const { group } = options;
    this.#metrics = createConsumerMetrics(deps.metrics, group, {
      inFlightEvents: () => this.#reader.inFlightEvents,
      partitions: () => this.#keeper.held.size,
      organizations: () => this.#owned.size,
      paused: () => this.#limit.pausedCount(),
    });
    this.#limit = new DeadLetterLimit(this.#clock, options.deadLetterLimit);
    this.#registry = new OrgRegistry(this.#redis, this.#log);
    this.#keeper = new LeaseKeeper(
      { redis: this.#redis, log: this.#log, clock: this.#clock },
      { group, workerId: options.workerId },
      {
        onAcquired: (granted) => void this.#load([...granted.keys()]),
        onLost: (partitions, reason) => this.#lose(partitions, reason),
        onReleasing: (partitions) => this.#drain(partitions),
      },
      options.leaseTimes,
    );
    const shared = { redis: this.#redis, log: this.#log, clock: this.#clock, metrics: this.#metrics };
    this.#reader = this.#createReader(shared);
    this.#sweeper = new Sweeper({ ...shared, reader: this.#reader }, group, {
      sweepIntervalMs: options.sweepIntervalMs ?? 3_000,
      auditIntervalMs: options.auditIntervalMs ?? 60_000,
      claimIdleMs: options.claimIdleMs ?? 30_000,
    });
    this.#trimmer = options.trim ? new Trimmer(shared, group, options.trim) : undefined;
  }

  #createReader(shared: { redis: RedisClient; log: Logger; clock: Clock; metrics: ConsumerMetrics }): Reader {
    const { group, onAcquire, maxAttempts = 5, retryPauseMs = 100 } = this.#options;
    const runner = new HandlerRunner(this.#options, group, { maxAttempts, retryPauseMs }, this.#metrics, this.#clock);
    const isLeaseValid = (): boolean => this.#keeper.isValid();
    const processor = new EntryProcessor({ ...shared, runner, limit: this.#limit, isLeaseValid }, group, maxAttempts);
    const groupKeeper = new GroupKeeper(shared, group, (org) => this.#reader.enqueue(org));
    return new Reader(
      {
        ...shared,
        processor,
        isLeaseValid,
        onFenced: (org, seenEpoch) => this.#keeper.fenced(org.partition, seenEpoch),
        onMissingGroup: (org) => groupKeeper.ensure(org),
        onAcquire: onAcquire ? (org, inHand) => onAcquire(org.orgId, org.epoch, inHand) : undefined,
      },
      group,
      {
        quantumEvents: this.#options.quantumEvents ?? 100,
        orgsPerRound: this.#options.orgsPerRound ?? 16,
        spacing: { roundMs: this.#options.roundSpacingMs ?? 0, urgentMs: this.#options.urgentSpacingMs ?? 0 },
        maxInFlightEvents: this.#options.maxInFlightEvents ?? 20_000,
        maxInFlightBytes: this.#options.maxInFlightBytes ?? 64 * 1024 * 1024,
        ackDelayMs: this.#options.ackDelayMs ?? 20,
        hasLanesAtOnce: this.#options.hasLanesAtOnce ?? false,
      },
    );
  }

  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  async #start(): Promise<void> {
    const bells = Array.from({ length: BELL_COUNT }, (_, i) => clusterKeys.bell(i));
    this.#stopListening = this.#redis.onSlotsMoved((slots) => this.#onSlotsMoved(slots));
    this.#bells = await this.#redis.subscribe(
      bells,
      (_, message) => this.#onBell(message),
      () => this.#probeAllSoon(),
    );
    await this.#keeper.start();
    this.#isJoined = true;
    this.#tick();
  }

  /** The loop's pulse: sweeps, audits and trims in slices, notices an expired lease and a changed registry. */
  #tick(): void {
    this.#tickAt = this.#clock.monotonicMs();
    this.#slicing ??= this.#slice()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'sweep_failed'))
      .finally(() => (this.#slicing = null));
    this.#timer = setTimeout(() => this.#tick(), tickMs);
  }

  async #slice(): Promise<void> {
    if (!this.#keeper.isValid()) return;
    await this.#sweeper.slice(this.#orgs.values(), this.#orgs.size);
    await this.#trimmer?.slice(this.#orgs.values());
    this.#sweeper.report(this.#orgs.values());
    const now = this.#clock.monotonicMs();
    if (now < this.#nextRegistryMs) return;
    this.#nextRegistryMs = now + (this.#options.registryIntervalMs ?? 30_000);
    const changed = await this.#registry.changed([...this.#keeper.held.keys()]);
    if (changed.length > 0) await this.#load(changed);
  }

  /** Takes up organisations of held partitions that are not yet worked on. */
  async #load(partitions: readonly number[]): Promise<void> {
    const loaded = await this.#registry.load(partitions);
    for (const [partition, orgIds] of loaded) {
      const epoch = this.#keeper.held.get(partition);
      if (epoch === undefined) continue;
      for (const orgId of orgIds) this.#adopt(orgId, partition, epoch);
    }
    // What could not be read is looked for again soon.
    if (loaded.size < partitions.length) this.#nextRegistryMs = this.#clock.monotonicMs() + 1_000;
  }

  #adopt(orgId: OrgId, partition: number, epoch: number): void {
    const known = this.#owned.get(orgId);
    if (known?.epoch === epoch && this.#worksOf(orgId).every((org) => !org.isLost)) return;
    for (const org of this.#worksOf(orgId)) this.#drop(org);
    const { groupsOf, group } = this.#options;
    this.#owned.set(orgId, { partition, epoch, groups: groupsOf ? [] : [group] });
    if (groupsOf) void this.#regroup(orgId);
    else this.#takeUp(orgId, group, { partition, epoch });
  }

  #takeUp(orgId: OrgId, group: GroupName, { partition, epoch }: Pick<Ownership, 'partition' | 'epoch'>): void {
    const org = createOrgWork(orgId, { group, partition, epoch, session: this.#keeper.session }, this.#lanes);
    this.#orgs.set(workKey(orgId, group), org);
    this.#reader.enqueue(org);
  }

  #worksOf(orgId: OrgId): OrgWork[] {
    const groups = this.#owned.get(orgId)?.groups ?? [];
    return groups.flatMap((group) => this.#orgs.get(workKey(orgId, group)) ?? []);
  }

  async regroup(orgId: OrgId): Promise<void> {
    if (this.#options.groupsOf && this.#owned.has(orgId)) await this.#regroup(orgId);
  }

  /** What cannot be asked now is asked again when the organisation is looked for again. */
  async #regroup(orgId: OrgId): Promise<void> {
    const owned = this.#owned.get(orgId);
    if (!owned) return;
    try {
      const wanted = (await this.#options.groupsOf?.(orgId)) ?? [];
      if (this.#owned.get(orgId) !== owned) return;
      const gone = this.#worksOf(orgId).filter((org) => !wanted.includes(org.group));
      const fresh = wanted.filter((group) => !owned.groups.includes(group));
      owned.groups = [...wanted];
      for (const org of gone) this.#drop(org);
      for (const group of fresh) this.#takeUp(orgId, group, owned);
    } catch (error) {
      this.#log.warn({ orgId, err: error }, 'groups_unknown');
      setTimeout(() => void this.#regroup(orgId), groupsPauseMs).unref();
    }
  }

  #onBell(message: string): void {
    for (const name of message.split(' ')) {
      const { orgId, lanes } = readRing(name);
      const works = this.#worksOf(orgId);
      for (const org of works) this.#wake(org, lanes);
      if (works.length > 0 || this.#owned.has(orgId)) continue;
      if (this.#keeper.held.has(partitionOf(orgId))) this.#nextRegistryMs = 0;
    }
  }

  #wake(org: OrgWork, rung: readonly Lane[]): void {
    const lanes = org.lanes.filter(({ lane }) => rung.includes(lane));
    if (lanes.length === 0) return;
    for (const lane of lanes) lane.hasMore = true;
    if (lanes.some((lane) => lane.isUrgent)) this.#reader.enqueue(org, true);
    this.#reader.enqueue(org);
  }

  /** After a gap in the bells everybody is looked at once, spread by the slices of the sweep. */
  #probeAllSoon(): void {
    for (const org of this.#orgs.values()) org.nextProbeMs = 0;
  }

  /** A promoted replica may lack what its master had told us: the pending lists of its slots are gone through again. */
  #onSlotsMoved(slots: ReadonlySet<number>): void {
    for (const org of this.#orgs.values()) {
      if (slots.has(slotOf(org.keys.eventsStream()))) this.#reader.recover(org, 'slot_moved');
    }
  }

  #lose(partitions: readonly number[], reason: LeaseLossReason): void {
    this.#metrics.leaseLost.inc({ group: this.#options.group, reason }, partitions.length);
    const gone = new Set(partitions);
    for (const org of this.#orgs.values()) if (gone.has(org.partition)) this.#drop(org);
    for (const partition of partitions) this.#forget(partition);
  }

  #drop(org: OrgWork): void {
    this.#reader.drop(org);
    const key = workKey(org.orgId, org.group);
    if (this.#orgs.get(key) === org) this.#orgs.delete(key);
    this.#options.onRelease?.(org.orgId, org.group);
  }

  #forget(partition: number): void {
    for (const [orgId, owned] of this.#owned) if (owned.partition === partition) this.#owned.delete(orgId);
    this.#registry.forget(partition);
    this.#limit.forget(partition);
  }

  /** Finishes and acknowledges what runs; what was only read ahead stays pending for the next owner. */
  async #drain(partitions: readonly number[]): Promise<void> {
    const leaving = new Set(partitions);
    const orgs = [...this.#orgs.values()].filter((org) => leaving.has(org.partition));
    for (const org of orgs) org.isDraining = true;
    const deadline = this.#clock.monotonicMs() + (this.#options.drainTimeoutMs ?? 10_000);
    for (const org of orgs) this.#reader.enqueue(org);
    while (orgs.some(hasWork) && this.#clock.monotonicMs() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, drainPollMs));
    }
    const unfinished = orgs.filter(hasWork).length;
    if (unfinished > 0) this.#log.warn({ organizations: unfinished }, 'drain_deadline_exceeded');
    await this.#sayLeaving(orgs, deadline);
    for (const org of orgs) this.#drop(org);
    for (const partition of partitions) this.#forget(partition);
  }

  async #sayLeaving(orgs: readonly OrgWork[], deadline: number): Promise<void> {
    const { onLeaving } = this.#options;
    if (!onLeaving) return;
    const left = orgs.filter((org) => !org.isLost);
    const isTime = (): boolean => this.#clock.monotonicMs() < deadline;
    const sayInTurn = async (): Promise<void> => {
      for (let org = left.pop(); org !== undefined && isTime(); org = left.pop()) {
        const { orgId, epoch } = org;
        await onLeaving(orgId, epoch).catch((error: unknown) =>
          this.#log.warn({ orgId, err: error }, 'leaving_failed'),
        );
      }
    };
    const told = Array.from({ length: leavingAtOnce }, sayInTurn);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, deadline - this.#clock.monotonicMs()));
    });
    await Promise.race([Promise.all(told), tooLate]);
    clearTimeout(timer);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#started) await this.#started.catch(() => undefined);
    this.#bells?.close();
    this.#stopListening?.();
    clearTimeout(this.#timer);
    await this.#slicing;
    await this.#drain([...this.#keeper.held.keys()]);
    this.#reader.stop();
    await this.#keeper.stop();
  }

  loopTick(): number {
    return this.#tickAt;
  }

  state(): { ok: boolean; detail: string } {
    if (!this.#isJoined) return { ok: false, detail: 'has not joined its group' };
    return this.#keeper.isValid()
      ? { ok: true, detail: 'ok' }
      : { ok: false, detail: 'the lease could not be renewed' };
  }

  caughtUpAtMs(orgId: OrgId): number | undefined {
    const times = this.#worksOf(orgId).map(caughtUpAtMs);
    const known = times.filter((time) => time !== undefined);
    return times.length === 0 || known.length < times.length ? undefined : Math.min(...known);
  }

  isCaughtUp(orgId: OrgId): boolean {
    return this.caughtUpAtMs(orgId) !== undefined;
  }

  holdings(): { partitions: number; organizations: number } {
    return { partitions: this.#keeper.held.size, organizations: this.#owned.size };
  }

  owned(): ReadonlyMap<OrgId, number> {
    return new Map([...this.#owned].map(([orgId, { epoch }]) => [orgId, epoch]));
  }
}

function hasWork(org: OrgWork): boolean {
  return !org.isLost && (org.running !== null || org.isVisiting || org.lanes.some((lane) => lane.acks.length > 0));
}

function workKey(orgId: OrgId, group: GroupName): string {
  return `${orgId} ${group}`;
}
