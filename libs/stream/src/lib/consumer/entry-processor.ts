import { eventIdOf, LeaseLostError, type Clock, type EventLane } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { streamScripts } from '../scripts.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { BatchContext, StreamEvent } from './contract.ts';
import type { DeadLetterLimit } from './dead-letter-limit.ts';
import { DeadLetterWriter, type DeadEvent } from './dead-letter-writer.ts';
import type { HandlerRunner, Settled } from './handler-runner.ts';
import type { EntryInHand, OrgWork } from './org-work.ts';

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
    this.#deadLetters = new DeadLetterWriter(deps.redis, group);
    this.#attempts = deps.redis.script(streamScripts.beginAttempts);
  }

  /** Settled entries end up in the lane's acknowledgements or, with their dead events, in the dead letters. */
  async process(org: OrgWork, lane: EventLane, entries: readonly EntryInHand[]): Promise<BatchEnd> {
    const isRedelivery = entries.some((e) => e.isRedelivery);
    if (!isRedelivery || !org.lanes[lane].isTakeover) return this.#processTogether(org, lane, entries, isRedelivery);
    for (const entry of entries) {
      const end = await this.#processAfterTakeover(org, lane, entry);
      if (end.kind !== 'settled') return end;
    }
    return { kind: 'settled' };
  }

  /** One entry at a time, its try recorded first: when it kills the worker, the next owner knows which one it was. */
  async #processAfterTakeover(org: OrgWork, lane: EventLane, entry: EntryInHand): Promise<BatchEnd> {
    const keys = [org.keys.fence(this.#group), org.keys.attempts(this.#group)];
    const field = `${lane}-${entry.entryId}`;
    const args = [org.epoch, org.session, attemptsBound, attemptsLifeS, field];
    const tries = (await this.#attempts.run(keys, args, { retry: 'free' })) as number[];
    if (tries.length === 0) return { kind: 'lost' };
    org.hasAttempts = true;
    if ((tries[0] as number) <= this.#maxAttempts) return this.#processTogether(org, lane, [entry], true);
    const error = new Error(`its handling ended ${(tries[0] as number) - 1} workers`);
    const dead = entry.events.map((_, index) => ({
      index,
      reason: 'attempts_exhausted' as const,
      error,
      attempts: tries[0] as number,
    }));
    return this.#bury(org, lane, entry, dead);
  }

  async #processTogether(
    org: OrgWork,
    lane: EventLane,
    entries: readonly EntryInHand[],
    isRedelivery: boolean,
  ): Promise<BatchEnd> {
    const events: StreamEvent[] = [];
    const origins: Origin[] = [];
    for (const entry of entries) this.#collect(entry, lane, events, origins);
    const context = this.#context(org);
    const settled =
      events.length > 0
        ? await this.#deps.runner.settle({ orgId: org.orgId, lane, events, isRedelivery }, context)
        : [];
    const deadByEntry = groupDead(entries, origins, settled);
    const deadCount = [...deadByEntry.values()].reduce((n, list) => n + list.length, 0);
    const total = entries.reduce((n, e) => n + e.events.length, 0);
    if (!this.#deps.limit.record(org.partition, total, deadCount)) return this.#tripped(org, deadCount);
    for (const entry of entries) {
      const end = await this.#finish(org, lane, entry, deadByEntry.get(entry) ?? []);
      if (end.kind !== 'settled') return end;
    }
    this.#count(entries, settled);
    return { kind: 'settled' };
  }

  #collect(entry: EntryInHand, lane: EventLane, events: StreamEvent[], origins: Origin[]): void {
    entry.events.forEach(({ line, value, fields }, index) => {
      if (fields === null) return;
      const eventId = eventIdOf(lane, entry.entryId, index);
      const { entryId, acceptedAtMs } = entry;
      events.push({ eventId, lane, entryId, index, fields, value, line, acceptedAtMs });
      origins.push({ entry, index });
    });
  }

  #context(org: OrgWork): BatchContext {
    const isOwner = (): boolean => !org.isLost && this.#deps.isLeaseValid();
    return { signal: org.abort.signal, epoch: org.epoch, isOwner, log: this.#deps.log };
  }

  async #finish(org: OrgWork, lane: EventLane, entry: EntryInHand, dead: readonly DeadEvent[]): Promise<BatchEnd> {
    if (dead.length > 0) return this.#bury(org, lane, entry, dead);
    org.lanes[lane].acks.push(entry.entryId);
    return { kind: 'settled' };
  }

  async #bury(org: OrgWork, lane: EventLane, entry: EntryInHand, dead: readonly DeadEvent[]): Promise<BatchEnd> {
    const result = await this.#deadLetters.write(org, lane, entry, dead, this.#deps.clock.now());
    if (result === 'fenced') throw new LeaseLostError('the fence is another owner’s');
    if (result === 'full') {
      this.#deps.log.error({ orgId: org.orgId, group: this.#group }, 'dead_letters_full');
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

  #count(entries: readonly EntryInHand[], settled: readonly Settled[]): void {
    const { metrics, clock } = this.#deps;
    const counts = { ack: 0, drop: 0, dead: 0 };
    for (const result of settled) counts[result.kind]++;
    const undecodable = entries.reduce((n, e) => n + e.events.filter((x) => x.fields === null).length, 0);
    metrics.events.inc({ group: this.#group, outcome: 'ack' }, counts.ack);
    metrics.events.inc({ group: this.#group, outcome: 'drop' }, counts.drop);
    metrics.events.inc({ group: this.#group, outcome: 'dead' }, counts.dead + undecodable);
    const now = clock.now();
    for (const entry of entries) {
      metrics.ageSeconds.observe({ group: this.#group }, Math.max(0, now - entry.acceptedAtMs) / 1000);
      if (entry.isRedelivery) metrics.redelivered.inc({ group: this.#group });
    }
  }
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
    entry.events.forEach((event, index) => {
      if (event.fields === null) add(entry, { index, reason, error: new Error(event.error), attempts: 1 });
    });
  }
  settled.forEach((result, i) => {
    const { entry, index } = origins[i] as Origin;
    if (result.kind === 'dead') add(entry, { index, ...result });
  });
  return dead;
}
