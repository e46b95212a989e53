import {
  eventIdOf,
  isEventLane,
  LeaseLostError,
  type Clock,
  type EventFields,
  type EventLane,
  type Outcome,
  type RecordLane,
} from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { streamScripts } from '../scripts.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import { PauseError, type BatchContext, type StreamEvent, type StreamRecord } from './contract.ts';
import type { DeadLetterLimit } from './dead-letter-limit.ts';
import { DeadLetterWriter, type DeadEvent } from './dead-letter-writer.ts';
import type { HandlerRunner, Settled } from './handler-runner.ts';
import type { EntryInHand, ItemInHand, LaneWork, OrgWork } from './org-work.ts';

/** How a batch of entries ended: `paused` leaves them pending, to be read again later. */
export type BatchEnd = { kind: 'settled' } | { kind: 'paused'; untilMs: number } | { kind: 'lost' };

/** Where an event of the handler's batch came from. */
interface Origin {
  entry: EntryInHand;
  index: number;
}

const attemptsBound = 1_000;
const attemptsLifeS = 24 * 3_600;
const fullPauseMs = 30_000;

/** Takes entries of one organisation and lane through the handler and decides what becomes of each entry. */
export class EntryProcessor {
  readonly #deps;
  readonly #group: GroupName;
  readonly #maxAttempts: number;
  readonly #deadLetters: DeadLetterWriter;
  readonly #attempts: ReturnType<RedisClient['script']>;

  constructor(
    deps: {
      redis: RedisClient;
      log: Logger;
      clock: Clock;
      metrics: ConsumerMetrics;
      runner: HandlerRunner;
      limit: DeadLetterLimit;
      isLeaseValid: () => boolean;
    },
    group: GroupName,
    maxAttempts: number,
  ) {
    this.#deps = deps;
    this.#group = group;
    this.#maxAttempts = maxAttempts;
    this.#deadLetters = new DeadLetterWriter(deps.redis);
    this.#attempts = deps.redis.script(streamScripts.beginAttempts);
  }

  /** Settled entries end up in the lane's acknowledgements or, with their dead events, in the dead letters. */
  async process(org: OrgWork, lane: LaneWork, entries: readonly EntryInHand[]): Promise<BatchEnd> {
    const isRedelivery = entries.some((e) => e.isRedelivery);
    if (!isRedelivery || !lane.isTakeover) return this.#processTogether(org, lane, entries, isRedelivery);
    for (const entry of entries) {
      const end = await this.#processAfterTakeover(org, lane, entry);
      if (end.kind !== 'settled') return end;
    }
    return { kind: 'settled' };
  }

  /** One entry at a time, its try recorded first: when it kills the worker, the next owner knows which one it was. */
  async #processAfterTakeover(org: OrgWork, lane: LaneWork, entry: EntryInHand): Promise<BatchEnd> {
    const keys = [org.keys.fence(org.group), org.keys.attempts(org.group)];
    const field = `${lane.lane}-${entry.entryId}`;
    const args = [org.epoch, org.session, attemptsBound, attemptsLifeS, field];
    const tries = (await this.#attempts.run(keys, args, { retry: 'free' })) as number[];
    if (tries.length === 0) return { kind: 'lost' };
    org.hasAttempts = true;
    if ((tries[0] as number) <= this.#maxAttempts) return this.#processTried(org, lane, entry, field);
    const error = new Error(`its handling ended ${(tries[0] as number) - 1} workers`);
    const dead = entry.items.map((_, index) => ({
      index,
      reason: 'attempts_exhausted' as const,
      error,
      attempts: tries[0] as number,
    }));
    return this.#bury(org, lane, entry, dead);
  }

  /** A pause is no fault of the entry: the next owner is not told of it as of a try that ended a worker. */
  async #processTried(org: OrgWork, lane: LaneWork, entry: EntryInHand, field: string): Promise<BatchEnd> {
    try {
      return await this.#processTogether(org, lane, [entry], true);
    } catch (error) {
      if (error instanceof PauseError) {
        await this.#deps.redis.call('HDEL', org.keys.attempts(org.group), [field], { retry: 'free' });
      }
      throw error;
    }
  }

  async #processTogether(
    org: OrgWork,
    lane: LaneWork,
    entries: readonly EntryInHand[],
    isRedelivery: boolean,
  ): Promise<BatchEnd> {
    const origins = deliverable(entries);
    try {
      const settled = origins.length > 0 ? await this.#settle(org, lane, origins, isRedelivery) : [];
      return await this.#finishAll(org, lane, entries, { origins, settled });
    } catch (error) {
      if (error instanceof PauseError)
        await this.#finishEnded(org, lane, entries, { origins, outcomes: error.outcomes });
      throw error;
    }
  }

  /** Of a batch that is let go of: the entries of which nothing is to be tried again. */
  async #finishEnded(
    org: OrgWork,
    lane: LaneWork,
    entries: readonly EntryInHand[],
    { origins, outcomes }: { origins: readonly Origin[]; outcomes: readonly Outcome[] },
  ): Promise<void> {
    // A handler that was given the batch in parts does not speak of all of it.
    if (outcomes.length === 0 || outcomes.length !== origins.length) return;
    const left = new Set(origins.flatMap(({ entry }, i) => (outcomes[i]?.kind === 'retry' ? [entry] : [])));
    const ended = origins.flatMap((origin, i): { origin: Origin; result: Settled }[] => {
      const outcome = outcomes[i];
      if (outcome === undefined || outcome.kind === 'retry' || left.has(origin.entry)) return [];
      return [{ origin, result: outcome.kind === 'dead' ? { ...outcome, attempts: 1 } : { kind: outcome.kind } }];
    });
    await this.#finishAll(
      org,
      lane,
      entries.filter((entry) => !left.has(entry)),
      { origins: ended.map(({ origin }) => origin), settled: ended.map(({ result }) => result) },
    );
  }

  async #finishAll(
    org: OrgWork,
    lane: LaneWork,
    entries: readonly EntryInHand[],
    { origins, settled }: { origins: readonly Origin[]; settled: readonly Settled[] },
  ): Promise<BatchEnd> {
    const deadByEntry = groupDead(entries, origins, settled);
    const deadCount = [...deadByEntry.values()].reduce((n, list) => n + list.length, 0);
    const total = entries.reduce((n, e) => n + e.items.length, 0);
    if (!this.#deps.limit.record(org.partition, total, deadCount)) return this.#tripped(org, deadCount);
    for (const entry of entries) {
      const end = await this.#finish(org, lane, entry, deadByEntry.get(entry) ?? []);
      if (end.kind !== 'settled') return end;
    }
    this.#count(lane, entries, settled);
    return { kind: 'settled' };
  }

  #settle(org: OrgWork, { lane }: LaneWork, origins: readonly Origin[], isRedelivery: boolean): Promise<Settled[]> {
    const { orgId, group } = org;
    const { runner } = this.#deps;
    const context = this.#context(org);
    if (isEventLane(lane)) {
      const events = origins.map((origin) => toEvent(lane, origin));
      return runner.settle({ orgId, group, lane, events, isRedelivery }, context);
    }
    const records = origins.map((origin) => toRecord(lane, origin));
    return runner.settleRecords({ orgId, group, lane, records, isRedelivery }, context);
  }

  #context(org: OrgWork): BatchContext {
    const isOwner = (): boolean => !org.isLost && this.#deps.isLeaseValid();
    return { signal: org.abort.signal, epoch: org.epoch, isOwner, log: this.#deps.log };
  }

  async #finish(org: OrgWork, lane: LaneWork, entry: EntryInHand, dead: readonly DeadEvent[]): Promise<BatchEnd> {
    if (dead.length > 0) return this.#bury(org, lane, entry, dead);
    lane.acks.push(entry.entryId);
    return { kind: 'settled' };
  }

  async #bury(org: OrgWork, lane: LaneWork, entry: EntryInHand, dead: readonly DeadEvent[]): Promise<BatchEnd> {
    const result = await this.#deadLetters.write(org, lane.lane, entry, dead, this.#deps.clock.now());
    if (result === 'fenced') throw new LeaseLostError('the fence is another owner’s');
    if (result === 'full') {
      this.#deps.log.error({ orgId: org.orgId, group: org.group }, 'dead_letters_full');
      return { kind: 'paused', untilMs: this.#deps.clock.monotonicMs() + fullPauseMs };
    }
    if (result === 'moved') {
      for (const event of dead) this.#deps.metrics.dead.inc({ group: this.#group, reason: event.reason });
      this.#deps.log.warn(
        { orgId: org.orgId, entryId: entry.entryId, events: dead.length, reason: dead[0]?.reason, err: dead[0]?.error },
        'events_dead_lettered',
      );
    }
    return { kind: 'settled' };
  }

  #tripped(org: OrgWork, deadCount: number): BatchEnd {
    const untilMs = this.#deps.limit.pausedUntilMs(org.partition);
    this.#deps.log.error({ partition: org.partition, dead: deadCount }, 'dead_letter_limit_reached');
    return { kind: 'paused', untilMs };
  }

  #count({ lane }: LaneWork, entries: readonly EntryInHand[], settled: readonly Settled[]): void {
    const { metrics, clock } = this.#deps;
    const counts = { ack: 0, drop: 0, dead: 0 };
    for (const result of settled) counts[result.kind]++;
    const undecodable = entries.reduce((n, e) => n + e.items.filter((x) => x.error !== undefined).length, 0);
    const counter = isEventLane(lane) ? metrics.events : metrics.records;
    counter.inc({ group: this.#group, outcome: 'ack' }, counts.ack);
    counter.inc({ group: this.#group, outcome: 'drop' }, counts.drop);
    counter.inc({ group: this.#group, outcome: 'dead' }, counts.dead + undecodable);
    const now = clock.now();
    for (const entry of entries) {
      if (isEventLane(lane)) {
        metrics.ageSeconds.observe({ group: this.#group }, Math.max(0, now - entry.acceptedAtMs) / 1000);
      }
      if (entry.isRedelivery) metrics.redelivered.inc({ group: this.#group });
    }
  }
}

/** What of these entries a handler can be given, in order. */
function deliverable(entries: readonly EntryInHand[]): Origin[] {
  const origins: Origin[] = [];
  for (const entry of entries) {
    entry.items.forEach(({ error }, index) => {
      if (error === undefined) origins.push({ entry, index });
    });
  }
  return origins;
}

function toEvent(lane: EventLane, { entry, index }: Origin): StreamEvent {
  const { entryId, acceptedAtMs, replay } = entry;
  const { line, value, fields } = entry.items[index] as ItemInHand & { fields: EventFields };
  const event = { eventId: eventIdOf(lane, entryId, index), lane, entryId, index, fields, value, line, acceptedAtMs };
  return replay === undefined ? event : { ...event, originalEventId: replay.originalEventId };
}

function toRecord(lane: RecordLane, { entry, index }: Origin): StreamRecord {
  const { entryId, acceptedAtMs, replay } = entry;
  const { line, value } = entry.items[index] as ItemInHand;
  const record = { recordId: eventIdOf(lane, entryId, index), lane, entryId, index, line, value, acceptedAtMs };
  return replay === undefined ? record : { ...record, originalRecordId: replay.originalEventId };
}

/** Dead events per entry: those the handler gave up and those that never could be decoded. */
function groupDead(
  entries: readonly EntryInHand[],
  origins: readonly Origin[],
  settled: readonly Settled[],
): Map<EntryInHand, DeadEvent[]> {
  const dead = new Map<EntryInHand, DeadEvent[]>();
  const add = (entry: EntryInHand, event: DeadEvent): void => {
    const list = dead.get(entry);
    if (list) list.push(event);
    else dead.set(entry, [event]);
  };
  for (const entry of entries) {
    const reason = entry.envelopeError === undefined ? 'undecodable' : 'undecodable_frame';
    entry.items.forEach(({ error }, index) => {
      if (error !== undefined) add(entry, { index, reason, error: new Error(error), attempts: 1 });
    });
  }
  settled.forEach((result, i) => {
    const { entry, index } = origins[i] as Origin;
    if (result.kind === 'dead') add(entry, { index, ...result });
  });
  return dead;
}
