import type { Clock } from '@redoubt/contracts';
import { systemClock, toError } from '@redoubt/contracts';
import { Agent, fetch } from 'undici';
import type { DeliveryResult } from '../delivery-result.ts';
import { classifyStatus } from './response-class.ts';
import { checkTarget, guardedLookup, TargetRefusedError } from './target-guard.ts';

export interface HttpSenderOptions {
  /** Lets targets lie on loopback and in private networks, over plain http too. @default false */
  isPrivateAllowed?: boolean;
  /** Longest one request may take, ms. @default 10000 */
  timeoutMs?: number;
}

/** Bytes of an answer that are read; the rest is left. */
const MAX_ANSWER_BYTES = 16_384;

/** Posts messages: no redirection is followed, time and answer are bounded, inner addresses are refused. */
export class HttpSender {
  readonly #agent: Agent;
  readonly #isPrivateAllowed: boolean;
  readonly #timeoutMs: number;
  readonly #clock: Clock;

  constructor(options: HttpSenderOptions = {}, clock: Clock = systemClock) {
    this.#isPrivateAllowed = options.isPrivateAllowed ?? false;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#clock = clock;
    this.#agent = new Agent({
      connections: 4,
      keepAliveTimeout: 1_000,
      headersTimeout: this.#timeoutMs,
      bodyTimeout: this.#timeoutMs,
      maxHeaderSize: 16_384,
      connect: {
        timeout: Math.min(5_000, this.#timeoutMs),
        ...(this.#isPrivateAllowed ? {} : { lookup: guardedLookup }),
      },
    });
  }

  /** One try. Never rejects. */
  async post(
    target: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<DeliveryResult> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    try {
      const url = new URL(target);
      checkTarget(url, this.#isPrivateAllowed);
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'user-agent': 'Redoubt-Notifier', ...headers },
        redirect: 'manual',
        dispatcher: this.#agent,
        signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      });
      await readAnswer(response.body);
      return classifyStatus(response.status, response.headers.get('retry-after'), this.#clock.now());
    } catch (thrown) {
      return failure(toError(thrown));
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** Reads so much that the connection can be used again; an answer longer than that ends it. */
async function readAnswer(body: AsyncIterable<Uint8Array> | null): Promise<void> {
  if (body === null) return;
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) return;
  }
}

/** The address may be a secret, so only the kind of failure is told. */
function failure(error: Error): DeliveryResult {
  const cause = error.cause instanceof Error ? error.cause : error;
  if (cause instanceof TargetRefusedError) return { kind: 'dead', detail: `target refused: ${cause.message}` };
  if (error.name === 'TimeoutError' || cause.name === 'TimeoutError') return { kind: 'retry', detail: 'time-out' };
  if (error.name === 'AbortError') return { kind: 'retry', detail: 'cut short' };
  const code = (cause as NodeJS.ErrnoException).code;
  return { kind: 'retry', detail: `network: ${code ?? cause.name}` };
}
