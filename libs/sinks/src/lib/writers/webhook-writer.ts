import { createHash } from 'node:crypto';
import type { SinkOf } from '@redoubt/rulebook';
import { Webhook } from 'standardwebhooks';
import { isAnswer, isSuccess, readRefusal, SinkHttp, type SinkReach } from '../http/sink-http.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';

/**
 * Standard Webhooks 1.0: `{type: "events.forwarded", timestamp, data: [{id, stream, data}]}`, signed. The request's id
 * says what it holds, so the same items come under the same id; each item has its own besides.
 */
export class WebhookWriter implements SinkWriter {
  readonly #sink: SinkOf<'webhook'>;
  readonly #http: SinkHttp;
  readonly #signer: Webhook;

  constructor(sink: SinkOf<'webhook'>, reach: SinkReach) {
    this.#sink = sink;
    this.#http = new SinkHttp(reach, sink);
    this.#signer = new Webhook(sink.secret);
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    const at = new Date();
    const body = bodyOf(items, this.#sink.mapping === 'cef');
    const id = idOf(items);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': this.#signer.sign(id, at, body),
    };
    const answer = await this.#http.ask(this.#sink.url, { body, headers }, signal);
    if (!isAnswer(answer)) return answer;
    return isSuccess(answer) ? { kind: 'sent' } : readRefusal(answer);
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

function bodyOf(items: readonly SinkItem[], isText: boolean): string {
  const timestamp = new Date(Math.max(...items.map(({ atMs }) => atMs))).toISOString();
  const data = items.map(
    ({ id, stream, text }) => `{"id":"${id}","stream":"${stream}","data":${isText ? JSON.stringify(text) : text}}`,
  );
  return `{"type":"events.forwarded","timestamp":"${timestamp}","data":[${data.join(',')}]}`;
}

function idOf(items: readonly SinkItem[]): string {
  const hash = createHash('sha256');
  for (const { id } of items) hash.update(id).update('\n');
  return `msg_${hash.digest('base64url').slice(0, 32)}`;
}
