import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SinkOf } from '@redoubt/rulebook';
import { isAnswer, isSuccess, readRefusal, SinkHttp, type SinkAnswer, type SinkReach } from '../http/sink-http.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';

const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 2_000;

/**
 * Splunk HTTP Event Collector. With acknowledgement a batch counts as sent when the indexer says that it is in the
 * index; the answer to the request alone says only that it was taken. Splunk knows events by no id, so a batch that was
 * not acknowledged in time may stand there twice; its field `redoubt_id` tells.
 */
export class HecWriter implements SinkWriter {
  readonly #sink: SinkOf<'splunk_hec'>;
  readonly #http: SinkHttp;
  readonly #base: string;
  /** Acknowledgements belong to a channel. */
  readonly #channel = randomUUID();
  readonly #timeoutMs: number;

  constructor(sink: SinkOf<'splunk_hec'>, reach: SinkReach) {
    this.#sink = sink;
    this.#http = new SinkHttp(reach, sink);
    this.#base = sink.url.replace(/\/$/, '').replace(/\/services\/collector(\/event)?$/, '');
    this.#timeoutMs = reach.timeoutMs;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    const limit = AbortSignal.any([AbortSignal.timeout(this.#timeoutMs), signal]);
    const body = items.map((item) => this.#event(item)).join('');
    const answer = await this.#post('/services/collector/event', body, limit);
    if (!isAnswer(answer)) return answer;
    if (!isSuccess(answer)) return readHecRefusal(answer);
    if (!this.#sink.isAcknowledged) return { kind: 'sent' };
    const ackId = readJson<{ ackId?: number }>(answer.body)?.ackId;
    if (ackId === undefined) return { kind: 'retry', detail: 'the token has no acknowledgement; see isAcknowledged' };
    return this.#untilIndexed(ackId, limit);
  }

  async #untilIndexed(ackId: number, limit: AbortSignal): Promise<SendResult> {
    for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(LONGEST_POLL_MS, pauseMs * 2)) {
      const answer = await this.#post('/services/collector/ack', JSON.stringify({ acks: [ackId] }), limit);
      if (isAnswer(answer) && isSuccess(answer)) {
        const acks = readJson<{ acks?: Record<string, boolean> }>(answer.body)?.acks;
        if (acks?.[String(ackId)] === true) return { kind: 'sent' };
      }
      try {
        await sleep(pauseMs, undefined, { signal: limit });
      } catch {
        return { kind: 'retry', detail: 'not acknowledged in time' };
      }
    }
  }

  #post(path: string, body: string, signal: AbortSignal): Promise<SinkAnswer | SendResult> {
    const headers = {
      'content-type': 'application/json',
      authorization: `Splunk ${this.#sink.token}`,
      'x-splunk-request-channel': this.#channel,
    };
    return this.#http.ask(`${this.#base}${path}`, { body, headers }, signal);
  }

  #event({ id, stream, atMs, asset, text, kind }: SinkItem): string {
    const { mapping, sourcetype, index } = this.#sink;
    const head = JSON.stringify({
      time: atMs / 1_000,
      ...{ host: asset ?? 'redoubt', source: `redoubt:${stream}`, sourcetype },
      ...(index === undefined ? {} : { index }),
      fields: { redoubt_id: id, redoubt_kind: kind },
    });
    return `${head.slice(0, -1)},"event":${mapping === 'cef' ? JSON.stringify(text) : text}}`;
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

/** 400 is about data for codes 5, 6, 12, 13 and 15; otherwise it is about the request, and mended elsewhere. */
function readHecRefusal(answer: SinkAnswer): SendResult {
  const code = readJson<{ code?: number; text?: string }>(answer.body)?.code;
  if (answer.status !== 400 || code === undefined) return readRefusal(answer);
  const detail = `HTTP 400, code ${code}`;
  return [5, 6, 12, 13, 15].includes(code) ? { kind: 'refused', detail } : { kind: 'retry', detail };
}

function readJson<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
