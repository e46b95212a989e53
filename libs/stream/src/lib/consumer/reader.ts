import { LeaseLostError, toError, type Clock, type EntryId, type Lane } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import { OutcomeUnknownError, RedisReplyError, type RedisClient, type RedisCommand, type Reply } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import type { ConsumerMetrics, RecoveryReason } from './consumer-metrics.ts';
import { PauseError } from './contract.ts';
import type { EntryProcessor } from './entry-processor.ts';
import { InFlightPool } from './in-flight-pool.ts';
import { expectedOf, laneCounts, learnSizes } from './lane-counts.ts';
import { nextLanes } from './lane-turn.ts';
import { MasterRing, type RoundSpacing } from './master-ring.ts';
import {
  beginRecovery,
  firstInHand,
  gatheringLane,
  STANDINGS,
  type EntryInHand,
  type LaneWork,
  type OrgWork,
  type Standing,
} from './org-work.ts';
import { VisitScript, type LaneRead, type VisitPlan } from './visit.ts';

export interface ReaderOptions {
  quantumEvents: number;
  orgsPerRound: number;
  spacing: RoundSpacing;
  maxInFlightEvents: number;
  maxInFlightBytes: number;
  ackDelayMs: number;
  hasLanesAtOnce: boolean;
}

export interface ReaderDeps {
  redis: RedisClient;
  log: Logger;
  clock: Clock;
  metrics: ConsumerMetrics;
  processor: EntryProcessor;
  isLeaseValid: () => boolean;
  onFenced: (org: OrgWork, seenEpoch: number) => void;
  /** A lane has no stream or no group. */
  onMissingGroup: (org: OrgWork) => void;
  onAcquire: ((org: OrgWork, inHand: ReadonlyMap<Lane, EntryId>) => Promise<void>) | undefined;
}

/** Synchronous work after which the loop lets timers, bells and renewals run, ms. */
const roundBudgetMs = 20;
const unavailablePauseMs = 200;
const maxAcksPerVisit = 1_000;
/** Of those that wait for room: as many are put back in line at once, the others when these took or left it. */
const wokenAtOnce = 64;

/**
 * Reads owned organisations and feeds their batches to the processor.
 *
 * One ring per master holds the organisations that have something to do; a round takes some of them in deficit round
 * robin and visits them in one pipeline. Organisations with urgent entries stand in a second ring that gets every
 * other round at most. Each organisation has one batch running, or one of each lane, and one quantum per lane read ahead, as far as the
 * pool has room for it.
 */
export class Reader {
  readonly #deps: ReaderDeps;
  readonly #group: GroupName;
  readonly #options: ReaderOptions;
  readonly #visits: VisitScript;
  /** By node; kept when empty, since they know when the last round was. */
  readonly #rings = new Map<string, MasterRing>();
  readonly #pool: InFlightPool;
  /** Waiting for room, by how they stand. */
  readonly #starved: Record<Standing, Set<OrgWork>> = { new: new Set(), proven: new Set(), failing: new Set() };
  readonly #ackDue = new Set<OrgWork>();
  #ackTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(deps: ReaderDeps, group: GroupName, options: ReaderOptions) {
    this.#deps = deps;
    this.#group = group;
    this.#options = options;
    this.#visits = new VisitScript(deps.redis);
    this.#pool = new InFlightPool({ events: options.maxInFlightEvents, bytes: options.maxInFlightBytes });
  }

  get inFlightEvents(): number {
    return this.#pool.events;
  }

  /** Puts an organisation in line for a visit: of its urgent lanes if `isUrgent`, and with haste if it is behind. */
  enqueue(org: OrgWork, isUrgent = false): void {
    if (org.isLost || this.#isStopped) return;
    const master = this.#deps.redis.masterOf(org.keys.eventsStream());
    if (master === undefined) return;
    let ring = this.#rings.get(master);
    if (!ring) {
      ring = new MasterRing();
      this.#rings.set(master, ring);
    }
    ring.add(org, isUrgent);
    if (this.#isBehind(org)) ring.hasten();
    if (!ring.isPumping) void this.#pump(ring);
  }

  /** It has more than was read, and may read it now. */
  #isBehind(org: OrgWork): boolean {
    if (!org.lanes.some((lane) => lane.isBehind && lane.ready.length === 0)) return false;
    if (org.notBeforeMs > this.#deps.clock.monotonicMs()) return false;
    const room = this.#pool.roomFor(org);
    return typeof room === 'object' && room.events > 0 && room.bytes > 0;
  }

  /** Marks the pending list to be gone through again, now or when the running batch ends. */
  recover(org: OrgWork, reason: RecoveryReason): void {
    if (org.needsRecovery || org.isLost) return;
    org.needsRecovery = true;
    this.#deps.metrics.recoveries.inc({ group: this.#group, reason });
    this.enqueue(org);
  }

  async #pump(ring: MasterRing): Promise<void> {
    ring.isPumping = true;
    while (!ring.isEmpty && !this.#isStopped) {
      await ring.due(this.#options.spacing, this.#options.orgsPerRound);
      if (this.#isStopped) break;
      const round = ring.next(this.#options.orgsPerRound, this.#options.quantumEvents);
      const plans = round.orgs.flatMap((org) => this.#plan(org, round.isUrgent) ?? []);
      if (plans.length > 0) await this.#visitAll(plans);
      else {
        // Those that were woken may have had no use for the room.
        this.#wakeStarved();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    ring.isPumping = false;
  }

  /** What to ask for, or null when a visit would neither read nor acknowledge anything now. */
  #plan(org: OrgWork, isUrgent: boolean): VisitPlan | null {
    if (org.isLost || org.isVisiting || !this.#deps.isLeaseValid()) return null;
    if (org.needsRecovery && org.running === null) this.#release(org, beginRecovery(org));
    const counts = this.#counts(org, isUrgent);
    const asked = { events: 0, bytes: 0 };
    const lanes = org.lanes.map((work, i) => {
      const count = counts[i] ?? 0;
      const { events, bytes } = expectedOf(work, count);
      asked.events += events;
      asked.bytes += bytes;
      return { work, count, acks: work.acks.slice(0, maxAcksPerVisit) };
    });
    const busy = lanes.filter(({ count, acks }) => count + acks.length > 0);
    if (!busy.some(({ work, count, acks }) => acks.length > 0 || (count > 0 && work.hasMore))) return null;
    org.isVisiting = true;
    // It is back in line after the visit, if there is more.
    if (asked.events > 0) this.#forgetStarved(org);
    this.#pool.ask(org, asked);
    return { org, lanes: busy, asked, startedAtMs: this.#deps.clock.now() };
  }

  /** Entries to ask for of each lane. Urgent ones are read by the entry when there is no room, but not while paused. */
  #counts(org: OrgWork, isUrgent: boolean): number[] {
    const mayRead = !org.isDraining && !org.needsRecovery && org.notBeforeMs <= this.#deps.clock.monotonicMs();
    const room = mayRead ? this.#pool.roomFor(org) : 'busy';
    if (room === 'later' && (!isUrgent || org.standing === 'failing')) {
      this.#starved[org.standing].add(org);
      return [];
    }
    return laneCounts(org, room, this.#options.quantumEvents, (work) => {
      // Reading the pending list before every acknowledgement is through would bring settled entries again.
      const isAckBehind = work.mode === 'pending' && work.acks.length > maxAcksPerVisit;
      return work.ready.length === 0 && !isAckBehind && (work.isUrgent || !isUrgent);
    });
  }

  async #visitAll(plans: readonly VisitPlan[]): Promise<void> {
    // Fixed before the call: whether a plan clears attempts may change while the replies are on their way.
    const calls = plans.map((plan) => [this.#visits.command(plan), ...this.#clearAttempts(plan)]);
    const replies = await this.#deps.redis.batch(calls.flat());
    let at = 0;
    let startedAt = performance.now();
    for (const [index, plan] of plans.entries()) {
      this.#afterVisit(plan, replies[at] as Reply | Error);
      at += (calls[index] as RedisCommand[]).length;
      if (performance.now() - startedAt > roundBudgetMs) {
        await new Promise((resolve) => setImmediate(resolve));
        startedAt = performance.now();
      }
    }
  }

  /** Acknowledged entries leave the record of tries. */
  #clearAttempts({ org, lanes }: VisitPlan): RedisCommand[] {
    if (!org.hasAttempts) return [];
    const fields = lanes.flatMap(({ work, acks }) => acks.map((id) => `${work.lane}-${id}`));
    if (fields.length === 0) return [];
    const key = org.keys.attempts(org.group);
    return [{ name: 'HDEL', key, args: [key, ...fields], retry: 'free' }];
  }

  #afterVisit(plan: VisitPlan, reply: Reply | Error): void {
    const { org } = plan;
    org.isVisiting = false;
    this.#pool.answered(org, plan.asked);
    this.#wakeStarved();
    if (org.isLost) return;
    if (reply instanceof Error) return this.#afterFailure(plan, reply);
    const result = this.#visits.read(plan, reply);
    org.isFirstVisit = false;
    if (result.kind === 'fenced') return this.#deps.onFenced(org, result.seenEpoch);
    if (result.kind === 'rolled_back') return this.recover(org, 'rolled_back');
    plan.lanes.forEach(({ work, count, acks }, i) => {
      dropAcks(work, acks);
      if (count > 0) this.#take(plan, work, result.reads[i] as LaneRead);
    });
    this.#startNext(org);
    this.#requeue(org);
  }

  #afterFailure({ org, lanes }: VisitPlan, error: Error): void {
    const hasRead = lanes.some(({ count }) => count > 0);
    const now = this.#deps.clock.monotonicMs();
    org.notBeforeMs = Math.max(org.notBeforeMs, now + unavailablePauseMs);
    // Acknowledgements stay in the list and go again; entries the lost read may have taken are found from id 0.
    if (error instanceof OutcomeUnknownError && hasRead) this.recover(org, 'unknown_outcome');
    if (error instanceof RedisReplyError) this.#deps.log.error({ orgId: org.orgId, err: error }, 'visit_refused');
    setTimeout(() => this.enqueue(org), org.notBeforeMs - now + 5).unref();
  }

  #take({ org, startedAtMs }: VisitPlan, lane: LaneWork, read: LaneRead): void {
    if ('error' in read) {
      this.#noteUnreadable(org, lane, read.error);
      return;
    }
    lane.isUnreadable = false;
    this.#noteLost(org, lane, read.lost);
    const last = read.entries.at(-1)?.entryId ?? read.lost.at(-1);
    if (lane.mode === 'pending') this.#afterPending(lane, last);
    else {
      if (last !== undefined) lane.lastId = last;
      lane.hasMore = read.isFull;
      lane.isBehind = read.isFull;
      if (!read.isFull) lane.readToEndAtMs = startedAtMs;
    }
    lane.ready.push(...read.entries);
    learnSizes(lane, read.entries);
    this.#pool.take(org, read.entries);
    for (const entry of read.entries) org.deficit -= entry.items.length;
  }

  /** The other lanes go on; the sweep comes back to this one. Said once until it can be read again. */
  #noteUnreadable(org: OrgWork, lane: LaneWork, detail: string): void {
    const isMissing = detail.startsWith('NOGROUP');
    if (!isMissing && !lane.isUnreadable) {
      this.#deps.log.error({ orgId: org.orgId, lane: lane.lane, detail }, 'lane_unreadable');
    }
    lane.isUnreadable = true;
    lane.hasMore = false;
    lane.isBehind = false;
    lane.readToEndAtMs = 0;
    if (isMissing) this.#deps.onMissingGroup(org);
  }

  #afterPending(lane: LaneWork, last: string | undefined): void {
    lane.hasMore = true;
    lane.isBehind = true;
    if (last !== undefined) lane.cursor = last;
    else {
      lane.mode = 'new';
      lane.isTakeover = false;
    }
  }

  #noteLost(org: OrgWork, lane: LaneWork, lost: readonly string[]): void {
    if (lost.length === 0) return;
    this.#deps.metrics.lost.inc({ group: this.#group, reason: 'trimmed' }, lost.length);
    this.#deps.log.error({ orgId: org.orgId, lane: lane.lane, entries: lost.length, first: lost[0] }, 'entries_lost');
    lane.acks.push(...lost);
  }

  #startNext(org: OrgWork): void {
    if (org.running !== null || org.isLost || org.needsRecovery || org.isDraining || gatheringLane(org)) return;
    const lanes = nextLanes(org, this.#options.hasLanesAtOnce);
    if (lanes.length === 0) return;
    org.wasUrgent = lanes.some((lane) => lane.isUrgent);
    org.turns += 1;
    const batches = lanes.map((lane) => {
      const entries = lane.ready;
      lane.ready = [];
      lane.lastTurn = org.turns;
      return this.#run(org, lane, entries).finally(() => {
        this.#release(org, entries);
        this.#requeue(org);
      });
    });
    org.running = Promise.all(batches).then(() => {
      org.running = null;
      this.#startNext(org);
      this.#requeue(org);
    });
  }

  async #run(org: OrgWork, lane: LaneWork, entries: readonly EntryInHand[]): Promise<void> {
    try {
      if (!org.isClaimed) {
        await this.#deps.onAcquire?.(org, firstInHand(org, lane, entries));
        org.isClaimed = true;
      }
      const end = await this.#deps.processor.process(org, lane, entries);
      if (end.kind === 'lost') this.#deps.onFenced(org, org.epoch);
      // A batch of another lane may have been paused meanwhile.
      if (end.kind === 'settled' && !org.needsRecovery) this.#pool.judge(org, 'proven');
      if (end.kind !== 'paused') return;
      this.#rest(org, Math.max(0, end.untilMs - this.#deps.clock.monotonicMs()), 'paused');
    } catch (thrown) {
      this.#afterCrash(org, lane, toError(thrown));
    }
  }

  /** Nothing of the batch is acknowledged: either another owner has it, or it is read again from the pending list. */
  #afterCrash(org: OrgWork, lane: LaneWork, error: Error): void {
    if (error instanceof LeaseLostError) {
      if (!org.isLost) this.#deps.onFenced(org, Math.max(org.epoch, error.seenEpoch ?? 0));
      return;
    }
    if (error instanceof PauseError) {
      // Entries met in a takeover are handled one by one, so that one which ends its worker is known: this one did not.
      if (error.entries > 1) lane.isTakeover = false;
      return this.#rest(org, error.pauseMs, 'paused', error.entries);
    }
    this.#deps.log.warn({ orgId: org.orgId, err: error }, 'batch_abandoned');
    this.#rest(org, 1_000, 'unknown_outcome');
  }

  /** Lets go of what is in hand, and reads it again after a while. */
  #rest(org: OrgWork, pauseMs: number, reason: RecoveryReason, entries = 1): void {
    org.pausedEntries = entries;
    org.notBeforeMs = Math.max(org.notBeforeMs, this.#deps.clock.monotonicMs() + pauseMs);
    if (reason === 'paused') this.#pool.judge(org, 'failing');
    this.recover(org, reason);
    setTimeout(() => this.enqueue(org), pauseMs + 5).unref();
  }

  #release(org: OrgWork, entries: readonly EntryInHand[]): void {
    this.#pool.giveBack(org, entries);
    this.#wakeStarved();
  }

  #wakeStarved(): void {
    for (const standing of STANDINGS) {
      const waiting = this.#starved[standing];
      if (waiting.size === 0 || !this.#pool.hasRoom(standing)) continue;
      for (const org of [...waiting].slice(0, wokenAtOnce)) {
        waiting.delete(org);
        this.enqueue(org);
      }
    }
  }

  #forgetStarved(org: OrgWork): void {
    for (const standing of STANDINGS) this.#starved[standing].delete(org);
  }

  /** Back in line while there is something to read; acknowledgements alone wait a little for company. */
  #requeue(org: OrgWork): void {
    if (org.isLost) return;
    const canReadMore = org.lanes.some((lane) => lane.hasMore && lane.ready.length === 0) || gatheringLane(org);
    if (org.needsRecovery ? org.running === null : canReadMore && !org.isDraining) this.enqueue(org);
    else if (org.lanes.some((lane) => lane.acks.length > 0)) this.#ackSoon(org);
  }

  #ackSoon(org: OrgWork): void {
    this.#ackDue.add(org);
    this.#ackTimer ??= setTimeout(() => {
      this.#ackTimer = undefined;
      const due = [...this.#ackDue];
      this.#ackDue.clear();
      for (const waiting of due) this.enqueue(waiting);
    }, this.#options.ackDelayMs);
  }

  /** Forgets an organisation that is no longer owned; what it had read is another owner's now. */
  drop(org: OrgWork): void {
    org.isLost = true;
    org.abort.abort();
    this.#release(
      org,
      org.lanes.flatMap((lane) => lane.ready.splice(0)),
    );
    this.#ackDue.delete(org);
    this.#forgetStarved(org);
    for (const ring of this.#rings.values()) ring.remove(org);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#ackTimer);
  }
}

function dropAcks(lane: LaneWork, sent: readonly string[]): void {
  if (sent.length > 0) lane.acks.splice(0, sent.length);
}
