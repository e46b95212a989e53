import { randomUUID } from 'node:crypto';
import type { SinkOf } from '@redoubt/rulebook';
import { isAnswer, isSuccess, readRefusal, SinkHttp, type SinkAnswer, type SinkReach } from '../http/sink-http.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';
import { AwaitedAcks } from './awaited-acks.ts';

/** Splunk's code for it, HTTP Event Collector error codes. */
const ACKNOWLEDGEMENT_IS_OFF = 14;
const NO_ACKNOWLEDGEMENT = {
  kind: 'retry',
  detail: 'the token has indexer acknowledgement off: switch it on, or set isAcknowledged to false',
} as const;

/**
 * Splunk HTTP Event Collector. With acknowledgement an event counts as sent when the indexer says that it is in the
 * index; the answer to the request alone says only that it was taken. Splunk knows events by no id, so one that was not
 * acknowledged within five minutes, or whose process ended before, may stand there twice; its field `redoubt_id` tells.
 */
export class HecWriter implements SinkWriter {
  readonly #sink: SinkOf<'splunk_hec'>;
  readonly #http: SinkHttp;
  readonly #base: string;
  /** Acknowledgements belong to a channel. */
  readonly #channel = randomUUID();
  readonly #timeoutMs: number;
  readonly #awaited = new AwaitedAcks();
  /** The token was seen to acknowledge; asked before anything is sent, since what is sent twice stands there twice. */
  #doesAcknowledge = false;

  constructor(sink: SinkOf<'splunk_hec'>, reach: SinkReach) {
    this.#sink = sink;
    this.#http = new SinkHttp(reach, sink);
    this.#base = sink.url.replace(/\/$/, '').replace(/\/services\/collector(\/event)?$/, '');
    this.#timeoutMs = reach.timeoutMs;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    const limit = AbortSignal.any([AbortSignal.timeout(this.#timeoutMs), signal]);
    const fresh = items.filter(({ id }) => !this.#awaited.has(id));
    if (fresh.length > 0) {
      const ending = (await this.#checkAcknowledgement(limit)) ?? (await this.#sendFresh(fresh, limit));
      if (ending !== undefined) return ending;
    }
    if (!this.#sink.isAcknowledged) return { kind: 'sent' };
    const isAll = await this.#awaited.settle(items, limit, (ackIds) => this.#indexed(ackIds, limit));
    return isAll ? { kind: 'sent' } : { kind: 'sent', items: this.#awaited.resultsOf(items) };
  }

  /** A token acknowledges only where somebody has switched it on. @returns what speaks against sending, if anything */
  async #checkAcknowledgement(limit: AbortSignal): Promise<SendResult | undefined> {
    if (!this.#sink.isAcknowledged || this.#doesAcknowledge) return undefined;
    const answer = await this.#post('/services/collector/ack', JSON.stringify({ acks: [0] }), limit);
    if (!isAnswer(answer)) return answer;
    if (codeOf(answer) === ACKNOWLEDGEMENT_IS_OFF) return NO_ACKNOWLEDGEMENT;
    if (!isSuccess(answer)) return readHecRefusal(answer);
    this.#doesAcknowledge = true;
    return undefined;
  }

  /** @returns how it ended when nothing is to be waited for */
  async #sendFresh(items: readonly SinkItem[], limit: AbortSignal): Promise<SendResult | undefined> {
    const body = items.map((item) => this.#event(item)).join('');
    const answer = await this.#post('/services/collector/event', body, limit);
    if (!isAnswer(answer)) return answer;
    if (!isSuccess(answer)) return readHecRefusal(answer);
    if (!this.#sink.isAcknowledged) return undefined;
    const ackId = readJson<{ ackId?: unknown } | null>(answer.body)?.ackId;
    if (typeof ackId !== 'number') {
      // Switched off since. It has them: sent again they would stand there twice.
      this.#doesAcknowledge = false;
      return { kind: 'sent', trouble: NO_ACKNOWLEDGEMENT.detail };
    }
    this.#awaited.add(items, ackId);
    return undefined;
  }

  /** Those that the indexer has; an answer that is none tells of none. */
  async #indexed(ackIds: readonly number[], limit: AbortSignal): Promise<number[]> {
    const answer = await this.#post('/services/collector/ack', JSON.stringify({ acks: ackIds }), limit);
    if (!isAnswer(answer) || !isSuccess(answer)) return [];
    const acks = readJson<{ acks?: Record<string, boolean> } | null>(answer.body)?.acks;
    return ackIds.filter((id) => acks?.[String(id)] === true);
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
  const code = codeOf(answer);
  if (answer.status !== 400 || code === undefined) return readRefusal(answer);
  const detail = `HTTP 400, code ${code}`;
  return [5, 6, 12, 13, 15].includes(code) ? { kind: 'refused', detail } : { kind: 'retry', detail };
}

function codeOf({ body }: SinkAnswer): number | undefined {
  const code = readJson<{ code?: unknown } | null>(body)?.code;
  return typeof code === 'number' ? code : undefined;
}

function readJson<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
