import { PermanentError, RetryableError, type Clock } from '@redoubt/contracts';
import { RetryLaterError, type JobContext, type JobQueue } from '@redoubt/jobs';
import type { Logger } from '@redoubt/telemetry';
import { policyOf, type Channel } from '../channel.ts';
import { findChannel, type ChannelDirectory } from '../channel-directory.ts';
import type { ChannelSender } from '../channels/channel-sender.ts';
import type { DeliveryResult } from '../delivery-result.ts';
import { decide, finishMessage, rearm } from '../grouping/decide.ts';
import type { GroupState, InFlight } from '../grouping/group-state.ts';
import { messageOf, type Message } from '../message.ts';
import type { GroupStore, StoredGroup } from '../store/group-store.ts';
import type { NotificationOutcome } from '../store/outcome.ts';
import type { NotificationMetrics } from './notification-metrics.ts';
import { MAX_TRIES, startTimer, type NotifyJob } from './notify-job.ts';

export interface DelivererDeps {
  store: GroupStore;
  directory: ChannelDirectory;
  queue: JobQueue<NotifyJob>;
  sender: ChannelSender;
  clock: Clock;
  log: Logger;
  metrics: NotificationMetrics;
  linkOf?: Message['linkOf'];
}

/** Tries to write over what others write at the same time. */
const MAX_CONFLICTS = 20;

/** What a wake-up came to. */
export type Wakeup = 'void' | 'waiting' | 'forgotten' | 'dropped' | 'sent';

type Begun =
  { kind: 'send'; channel: Channel; state: GroupState; inFlight: InFlight } | { kind: Exclude<Wakeup, 'sent'> };

/**
 * Wakes a group: decides, and sends. The message is written down before its first try and stays the same until it
 * arrived or was given up, so a worker that dies in between leaves a message that is sent again under the same id.
 */
export class GroupDeliverer {
  readonly #deps: DelivererDeps;

  constructor(deps: DelivererDeps) {
    this.#deps = deps;
  }

  /**
   * @throws RetryLaterError the receiver cannot take it now
   * @throws PermanentError it was given up; the group goes on without
   */
  async run(job: NotifyJob, context: JobContext): Promise<Wakeup> {
    const begun = await this.#retrying(() => this.#begin(job, context));
    if (begun.kind !== 'send') return begun.kind;
    const { channel, state, inFlight } = begun;
    const message = messageOf(state, inFlight, this.#deps.linkOf);
    const result = await this.#send(channel, inFlight, message, context.signal);
    if (result.kind === 'retry' && inFlight.attempts < MAX_TRIES) {
      this.#count(channel.type, 'retried');
      throw new RetryLaterError(result.detail, result.afterMs);
    }
    await this.#retrying(() => this.#end(job, channel, inFlight, result));
    if (result.kind === 'sent') return 'sent';
    throw new PermanentError(result.detail);
  }

  async #send(
    channel: Channel,
    inFlight: InFlight,
    message: Message | undefined,
    signal: AbortSignal,
  ): Promise<DeliveryResult> {
    if (message === undefined) return { kind: 'dead', detail: 'nothing is known of its alerts' };
    if (inFlight.attempts > MAX_TRIES) return { kind: 'dead', detail: 'every worker that tried it died' };
    return this.#deps.sender.send(channel, message, signal);
  }

  /** Decides and writes down what is to be sent; undefined when somebody else wrote meanwhile. */
  async #begin(job: NotifyJob, context: JobContext): Promise<Begun | undefined> {
    const { store, directory, queue, clock } = this.#deps;
    const [stored] = await store.read(job.orgId, [job]);
    const state = stored?.state;
    if (!stored || !state) return { kind: 'void' };
    if (state.timer !== job.timer) {
      await startTimer(queue, job.orgId, state, clock.now());
      return { kind: 'void' };
    }
    const channel = await findChannel(directory, job.orgId, job.channelId);
    if (!channel?.isEnabled) return this.#drop(job, stored, channel);
    const { inFlight } = state;
    if (inFlight !== undefined) {
      inFlight.attempts += 1;
      return (await this.#write(job, stored)) ? { kind: 'send', channel, state, inFlight } : undefined;
    }
    return this.#decide(job, stored, state, channel, context);
  }

  async #decide(
    job: NotifyJob,
    stored: StoredGroup,
    state: GroupState,
    channel: Channel,
    context: JobContext,
  ): Promise<Begun | undefined> {
    const policy = policyOf(channel);
    const nowMs = this.#deps.clock.now();
    const decision = decide(state, policy, nowMs);
    if (decision.kind === 'forget') {
      return (await this.#write(job, { ...stored, state: undefined })) ? { kind: 'forgotten' } : undefined;
    }
    if (decision.kind === 'wait') {
      // Clocks differ by a little: the timer of this very moment went off early.
      if (!rearm(state, policy, nowMs)) return context.delayUntil(Math.max(nowMs + 10, state.dueAtMs));
      if (!(await this.#write(job, stored))) return undefined;
      await startTimer(this.#deps.queue, job.orgId, state, nowMs);
      return { kind: 'waiting' };
    }
    const inFlight = { ...decision.message, attempts: 1 };
    state.inFlight = inFlight;
    return (await this.#write(job, stored)) ? { kind: 'send', channel, state, inFlight } : undefined;
  }

  /** Writes down how a message ended and sets the next timer; undefined when somebody else wrote meanwhile. */
  async #end(job: NotifyJob, channel: Channel, inFlight: InFlight, result: DeliveryResult): Promise<true | undefined> {
    const { store, queue, clock, metrics } = this.#deps;
    const [stored] = await store.read(job.orgId, [job]);
    const state = stored?.state;
    // Another worker took this one for dead and was quicker.
    if (!stored || state?.inFlight?.messageId !== inFlight.messageId) return true;
    const nowMs = clock.now();
    const dueAtMs = state.dueAtMs;
    const policy = policyOf(channel);
    finishMessage(state, policy, nowMs);
    rearm(state, policy, nowMs);
    const outcome = result.kind === 'sent' ? 'sent' : 'dead';
    const entry = outcomeOf(state, inFlight, { outcome, detail: result.detail }, nowMs);
    const isWritten = await store.commit(job.orgId, { groups: [stored], outcome: { channelId: job.channelId, entry } });
    if (!isWritten) return undefined;
    this.#count(channel.type, outcome);
    if (outcome === 'sent') metrics.delay.observe(Math.max(0, nowMs - dueAtMs) / 1_000);
    // What is not set now is found overdue by the sweep.
    await startTimer(queue, job.orgId, state, nowMs).catch(() => undefined);
    return true;
  }

  async #drop(job: NotifyJob, stored: StoredGroup, channel: Channel | undefined): Promise<Begun | undefined> {
    const state = stored.state as GroupState;
    const nowMs = this.#deps.clock.now();
    const detail = channel ? 'the channel is switched off' : 'the channel is gone';
    const inFlight = state.inFlight;
    const entry = inFlight && outcomeOf(state, inFlight, { outcome: 'dropped', detail }, nowMs);
    const isWritten = await this.#deps.store.commit(job.orgId, {
      groups: [{ ...stored, state: undefined }],
      ...(entry ? { outcome: { channelId: job.channelId, entry } } : {}),
    });
    if (!isWritten) return undefined;
    this.#count(channel?.type ?? 'gone', 'dropped');
    return { kind: 'dropped' };
  }

  #write(job: NotifyJob, group: StoredGroup): Promise<boolean> {
    return this.#deps.store.commit(job.orgId, { groups: [group] });
  }

  #count(type: Channel['type'] | 'gone', outcome: string): void {
    this.#deps.metrics.outcomes.inc({ channel_type: type, outcome });
  }

  async #retrying<T>(step: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < MAX_CONFLICTS; tries++) {
      const result = await step();
      if (result !== undefined) return result;
    }
    throw new RetryableError('the notification group kept changing');
  }
}

function outcomeOf(
  state: GroupState,
  inFlight: InFlight,
  end: Pick<NotificationOutcome, 'outcome' | 'detail'>,
  nowMs: number,
): NotificationOutcome {
  const alerts = Object.entries(inFlight.standings).slice(0, 100);
  return {
    messageId: inFlight.messageId,
    ...end,
    reason: inFlight.reason,
    groupKey: state.groupKey,
    alerts: alerts.map(([alertId, { version }]) => ({ alertId, version })),
    toldCount: inFlight.counts.told,
    attempts: inFlight.attempts,
    startedAtMs: inFlight.startedAtMs,
    finishedAtMs: nowMs,
  };
}
