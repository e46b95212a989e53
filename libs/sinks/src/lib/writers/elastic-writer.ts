import type { SinkOf } from '@redoubt/rulebook';
import {
  isAnswer,
  isServerError,
  isSuccess,
  readRefusal,
  SinkHttp,
  type SinkAnswer,
  type SinkReach,
} from '../http/sink-http.ts';
import type { ItemResult, SendResult, SinkItem, SinkWriter } from '../sink-item.ts';

/** What an answer may say of an item, beside what it says in any case. */
const ANSWER_BYTES_PER_ITEM = 1_024;
const ANSWER_BYTES = 64 * 1024;

interface BulkItem {
  create?: { status?: number; error?: { type?: string; reason?: string } };
}

/**
 * Elasticsearch and OpenSearch `_bulk`: every item is a `create` under its own id, so that one that arrived before is
 * told as such (409) and never stands there twice. What a 200 says of single items counts, not the 200.
 */
export class ElasticWriter implements SinkWriter {
  readonly #sink: SinkOf<'elasticsearch'>;
  readonly #http: SinkHttp;
  readonly #url: string;

  constructor(sink: SinkOf<'elasticsearch'>, reach: SinkReach) {
    this.#sink = sink;
    this.#http = new SinkHttp(reach, sink);
    this.#url = `${sink.url.replace(/\/$/, '')}/_bulk?filter_path=errors,items.create.status,items.create.error`;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    const { index } = this.#sink;
    const body = items.map(({ id, text }) => `{"create":{"_index":"${index}","_id":"${id}"}}\n${text}\n`).join('');
    const headers = { 'content-type': 'application/x-ndjson', ...this.#credentials() };
    const maxAnswerBytes = ANSWER_BYTES + items.length * ANSWER_BYTES_PER_ITEM;
    const answer = await this.#http.ask(this.#url, { body, headers, maxAnswerBytes }, signal);
    if (!isAnswer(answer)) return answer;
    return isSuccess(answer) ? readBulk(answer, items.length) : readRefusal(answer);
  }

  #credentials(): Record<string, string> {
    const { apiKey, username, password } = this.#sink;
    if (apiKey !== undefined) return { authorization: `ApiKey ${apiKey}` };
    if (username === undefined) return {};
    return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

function readBulk(answer: SinkAnswer, count: number): SendResult {
  let reply: { items?: BulkItem[] } | null;
  try {
    reply = JSON.parse(answer.body) as typeof reply;
  } catch {
    return { kind: 'retry', detail: 'the answer to _bulk is no JSON' };
  }
  // Each item's own status is looked at whatever `errors` says.
  const told: readonly BulkItem[] = Array.isArray(reply?.items) ? reply.items : [];
  if (told.length !== count) {
    return { kind: 'retry', detail: `the answer to _bulk tells of ${told.length} of ${count} items` };
  }
  return { kind: 'sent', items: told.map((item) => readItem(item, answer.retryAfterMs)) };
}

function readItem(item: BulkItem | null, afterMs: number | undefined): ItemResult {
  const create = item?.create;
  const status = typeof create?.status === 'number' ? create.status : 0;
  if (status === 200 || status === 201) return { kind: 'delivered' };
  if (status === 409) return { kind: 'duplicate' };
  const detail = `HTTP ${status} ${create?.error?.type ?? ''}: ${create?.error?.reason ?? ''}`.slice(0, 500);
  const isTemporary = status === 0 || status === 429 || status === 408 || status >= 500;
  if (!isTemporary) return { kind: 'dead', detail };
  return { kind: 'retry', detail, isServerError: isServerError(status), ...(afterMs === undefined ? {} : { afterMs }) };
}
