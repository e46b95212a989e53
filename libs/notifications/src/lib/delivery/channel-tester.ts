import { randomUUID } from 'node:crypto';
import { RetryableError, toError, type Clock, type OrgId } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { Channel } from '../channel.ts';
import type { ChannelSender } from '../channels/channel-sender.ts';
import type { DeliveryResult } from '../delivery-result.ts';
import type { GroupStore } from '../store/group-store.ts';
import type { NotificationOutcome } from '../store/outcome.ts';
import { testMessage } from './test-message.ts';

export interface ChannelTesterDeps {
  sender: ChannelSender;
  store: Pick<GroupStore, 'noteOutcome'>;
  clock: Clock;
  log: Logger;
}

export interface ChannelTesterOptions {
  /** Trials of this process at the same time; further ones are refused. @default 8 */
  maxTrials?: number;
  /** Longest one may take, ms. @default 15000 */
  timeoutMs?: number;
}

/** What a receiver said to a trial message. */
export interface TrialResult {
  ok: boolean;
  /** For people; holds no secret. */
  detail: string;
}

/** Sends a trial message to a channel at once, one try, and notes what became of it among the channel's outcomes. */
export class ChannelTester {
  readonly #deps: ChannelTesterDeps;
  readonly #maxTrials: number;
  readonly #timeoutMs: number;
  #trials = 0;

  constructor(deps: ChannelTesterDeps, options: ChannelTesterOptions = {}) {
    this.#deps = deps;
    this.#maxTrials = options.maxTrials ?? 8;
    this.#timeoutMs = options.timeoutMs ?? 15_000;
  }

  /** @throws RetryableError when as many are under way as may be */
  async run(orgId: OrgId, channel: Channel, signal?: AbortSignal): Promise<TrialResult> {
    if (this.#trials >= this.#maxTrials) throw new RetryableError('as many channels are being tried as may be');
    this.#trials += 1;
    try {
      return await this.#try(orgId, channel, signal);
    } finally {
      this.#trials -= 1;
    }
  }

  async #try(orgId: OrgId, channel: Channel, signal?: AbortSignal): Promise<TrialResult> {
    const { sender, clock } = this.#deps;
    const startedAtMs = clock.now();
    const message = testMessage({ orgId, channelId: channel.channelId, testId: randomUUID() }, startedAtMs);
    const result = await this.#within((limit) => sender.send(channel, message, limit), signal);
    const ok = result.kind === 'sent';
    await this.#note(orgId, channel.channelId, {
      ...{ messageId: message.messageId, groupKey: message.groupKey, reason: 'test', detail: result.detail },
      ...{ outcome: ok ? 'sent' : 'dead', alerts: [], toldCount: 0, attempts: 1 },
      ...{ startedAtMs, finishedAtMs: clock.now() },
    });
    return { ok, detail: result.detail };
  }

  /** A mail server may take a while at each step, and none of them minds a signal. */
  async #within(send: (signal: AbortSignal) => Promise<DeliveryResult>, signal?: AbortSignal): Promise<DeliveryResult> {
    const limit = AbortSignal.any([AbortSignal.timeout(this.#timeoutMs), ...(signal ? [signal] : [])]);
    const { promise, resolve } = Promise.withResolvers<DeliveryResult>();
    const stop = (): void => resolve({ kind: 'retry', detail: 'time-out' });
    limit.addEventListener('abort', stop);
    try {
      return await Promise.race([send(limit), promise]);
    } finally {
      limit.removeEventListener('abort', stop);
    }
  }

  async #note(orgId: OrgId, channelId: string, entry: NotificationOutcome): Promise<void> {
    try {
      await this.#deps.store.noteOutcome(orgId, channelId, entry);
    } catch (error) {
      this.#deps.log.warn({ err: toError(error), orgId, channelId }, 'notification_trial_not_noted');
    }
  }
}
