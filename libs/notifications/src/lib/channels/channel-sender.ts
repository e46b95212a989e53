import { Webhook } from 'standardwebhooks';
import type { Clock } from '@redoubt/contracts';
import { systemClock, toError } from '@redoubt/contracts';
import type { Channel, ChannelOf } from '../channel.ts';
import type { DeliveryResult } from '../delivery-result.ts';
import { HttpSender, type HttpSenderOptions } from '../http/http-sender.ts';
import type { Message } from '../message.ts';
import { renderPagerDuty } from '../templates/pagerduty.ts';
import { renderSlack } from '../templates/slack.ts';
import { renderWebhook } from '../templates/webhook.ts';
import { MailSender } from './mail-sender.ts';
import type { MailSenderOptions } from './mail-transport.ts';

export interface ChannelSenderOptions {
  http?: HttpSenderOptions;
  /** Absent: the platform has no mail server; channels by mail need their own. */
  mail?: MailSenderOptions;
  /** Events API v2. @default the public one */
  pagerDutyUrl?: string;
}

const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue';

/** Sends a message to a channel of any type. */
export class ChannelSender {
  readonly #http: HttpSender;
  readonly #mail: MailSender;
  readonly #pagerDutyUrl: string;
  readonly #clock: Clock;

  constructor(options: ChannelSenderOptions, clock: Clock = systemClock) {
    this.#http = new HttpSender(options.http, clock);
    const isPrivateAllowed = options.http?.isPrivateAllowed ?? false;
    this.#mail = new MailSender(options.mail, { isPrivateAllowed });
    this.#pagerDutyUrl = options.pagerDutyUrl ?? PAGERDUTY_URL;
    this.#clock = clock;
  }

  /** One try. Never rejects. */
  async send(channel: Channel, message: Message, signal?: AbortSignal): Promise<DeliveryResult> {
    try {
      return await this.#dispatch(channel, message, signal);
    } catch (thrown) {
      return { kind: 'dead', detail: `the message cannot be made: ${toError(thrown).name}` };
    }
  }

  #dispatch(channel: Channel, message: Message, signal?: AbortSignal): Promise<DeliveryResult> {
    switch (channel.type) {
      case 'email':
        return this.#mail.send(channel, message, signal);
      case 'slack':
        return this.#slack(channel, message, signal);
      case 'webhook':
        return this.#webhook(channel, message, signal);
      case 'pagerduty':
        return this.#pagerDuty(channel, message, signal);
    }
  }

  #slack(channel: ChannelOf<'slack'>, message: Message, signal?: AbortSignal): Promise<DeliveryResult> {
    return this.#http.post(channel.url, JSON.stringify(renderSlack(message)), {}, signal);
  }

  /** Signed as Standard Webhooks 1.0 has it: id, time of this try, HMAC-SHA256 over both and the body. */
  #webhook(channel: ChannelOf<'webhook'>, message: Message, signal?: AbortSignal): Promise<DeliveryResult> {
    const body = JSON.stringify(renderWebhook(message));
    const at = new Date(this.#clock.now());
    const headers = {
      'webhook-id': message.messageId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(channel.secret).sign(message.messageId, at, body),
    };
    return this.#http.post(channel.url, body, headers, signal);
  }

  #pagerDuty(channel: ChannelOf<'pagerduty'>, message: Message, signal?: AbortSignal): Promise<DeliveryResult> {
    const body = JSON.stringify({ routing_key: channel.routingKey, ...renderPagerDuty(message) });
    return this.#http.post(this.#pagerDutyUrl, body, {}, signal);
  }

  async close(): Promise<void> {
    await this.#http.close();
  }
}
