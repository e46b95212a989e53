import { randomUUID } from 'node:crypto';

export type BodyKind = 'event' | 'line';

/** One thing to send; `body` holds no line break. */
export interface Sendable {
  kind: BodyKind;
  body: string | Buffer;
}

export interface RefusedItem {
  index: number;
  code: string;
  detail: string;
}

export interface SendResult {
  accepted: number;
  /** By index into what was given to `send`. */
  refused: RefusedItem[];
  /** Requests that had to be repeated because the gateway was busy or away. */
  retries: number;
}

export interface GatewayClientOptions {
  url: string;
  apiKey: string;
  /** How long a request is repeated before `send` gives up, ms. */
  retryForMs?: number;
}

const CONTENT_TYPES = { event: 'application/x-ndjson', line: 'text/plain' } as const;
const BUSY = new Set([429, 500, 502, 503, 504]);
const LINE_BREAK = Buffer.from('\n');
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const REQUEST_TIMEOUT_MS = 30_000;

interface Answer {
  accepted?: number;
  errors?: RefusedItem[];
  detail?: string;
  code?: string;
}

/** Sends events and lines through POST /v1/events and repeats what the gateway could not take at once. */
export class GatewayClient {
  readonly #endpoint: string;
  readonly #apiKey: string;
  readonly #retryForMs: number;

  constructor({ url, apiKey, retryForMs = 60_000 }: GatewayClientOptions) {
    this.#endpoint = `${url}/v1/events`;
    this.#apiKey = apiKey;
    this.#retryForMs = retryForMs;
  }

  /**
   * Sends one batch: events as NDJSON, lines as text, so one request for each kind that occurs.
   *
   * Every request has an Idempotency-Key: a repetition after a lost answer stores nothing twice. Without
   * `idempotencyKey` it is one of its own.
   * @throws Error  the gateway refuses the request as a whole, or did not take it within `retryForMs`
   */
  async send(items: readonly Sendable[], signal?: AbortSignal, idempotencyKey?: string): Promise<SendResult> {
    const total: SendResult = { accepted: 0, refused: [], retries: 0 };
    for (const kind of ['event', 'line'] as const) {
      const indexes = items.flatMap((item, index) => (item.kind === kind ? [index] : []));
      if (indexes.length === 0) continue;
      const bodies = indexes.map((index) => (items[index] as Sendable).body);
      const key = idempotencyKey === undefined ? randomUUID() : `${idempotencyKey}-${kind}`;
      const result = await this.#post(kind, joinLines(bodies), key, signal);
      total.accepted += result.accepted;
      total.retries += result.retries;
      total.refused.push(...result.refused.map((one) => ({ ...one, index: indexes[one.index] as number })));
    }
    return total;
  }

  async #post(kind: BodyKind, body: Buffer, key: string, signal: AbortSignal | undefined): Promise<SendResult> {
    const headers = {
      authorization: `Bearer ${this.#apiKey}`,
      'content-type': CONTENT_TYPES[kind],
      'idempotency-key': key,
    };
    const deadlineMs = performance.now() + this.#retryForMs;
    let pauseMs = FIRST_PAUSE_MS;
    for (let retries = 0; ; retries++) {
      const attempt = await this.#attempt(headers, body, signal);
      if (attempt.kind === 'done') return { ...attempt.result, retries };
      signal?.throwIfAborted();
      if (performance.now() > deadlineMs) throw new Error(`the gateway did not take a batch: ${attempt.reason}`);
      await new Promise((resolve) => setTimeout(resolve, attempt.afterMs ?? pauseMs));
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  async #attempt(headers: Record<string, string>, body: Buffer, signal: AbortSignal | undefined): Promise<Attempt> {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    try {
      const response = await fetch(this.#endpoint, {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      });
      return judge(response.status, response.headers, (await response.json()) as Answer);
    } catch (error) {
      if (error instanceof RequestRefused) throw error;
      return { kind: 'retry', reason: String((error as Error).cause ?? error) };
    }
  }
}

/** The gateway will not take this request however often it is sent. */
export class RequestRefused extends Error {
  override name = 'RequestRefused';
}

type Attempt =
  { kind: 'done'; result: Omit<SendResult, 'retries'> } | { kind: 'retry'; reason: string; afterMs?: number };

function judge(status: number, headers: Headers, answer: Answer): Attempt {
  if (status === 202) return { kind: 'done', result: { accepted: answer.accepted ?? 0, refused: answer.errors ?? [] } };
  const isAllRefused = status === 400 && answer.errors !== undefined;
  if (isAllRefused) return { kind: 'done', result: { accepted: 0, refused: answer.errors ?? [] } };
  const reason = `${status} ${answer.code ?? ''} ${answer.detail ?? ''}`.trim();
  if (!BUSY.has(status)) throw new RequestRefused(`the gateway refused a request: ${reason}`);
  const afterS = Number(headers.get('retry-after'));
  return { kind: 'retry', reason, ...(afterS > 0 ? { afterMs: afterS * 1_000 } : {}) };
}

function joinLines(bodies: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(bodies.flatMap((body) => [typeof body === 'string' ? Buffer.from(body) : body, LINE_BREAK]));
}
