import type { Clock } from '@redoubt/contracts';
import { systemClock } from '@redoubt/contracts';
import { checkTarget, guardedLookup, TargetRefusedError } from '@redoubt/service';
import { Agent, fetch } from 'undici';
import type { DeliveryResult } from '../delivery-result.ts';
import { classifyStatus } from './response-class.ts';

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
      return failure(thrown);
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

interface ErrorLike {
  name?: string;
  code?: string;
  message?: string;
}

/** An error and what caused it; by shape, since errors of the runtime need not be of this realm's class. */
function causesOf(thrown: unknown): ErrorLike[] {
  const causes: ErrorLike[] = [];
  for (let at = thrown; typeof at === 'object' && at !== null && causes.length < 5;) {
    causes.push(at as ErrorLike);
    at = (at as { cause?: unknown }).cause;
  }
  return causes;
}

/** The address may be a secret, so only the kind of failure is told. */
function failure(thrown: unknown): DeliveryResult {
  const causes = causesOf(thrown);
  const refusal = causes.find(({ name }) => name === TargetRefusedError.name);
  if (refusal) return { kind: 'dead', detail: `target refused: ${refusal.message}` };
  const isTimeout = causes.some(({ name, code }) => name === 'TimeoutError' || code?.endsWith('_TIMEOUT'));
  if (isTimeout) return { kind: 'retry', detail: 'time-out' };
  if (causes[0]?.name === 'AbortError') return { kind: 'retry', detail: 'cut short' };
  const { code, name } = causes.findLast((cause) => cause.code !== undefined) ?? causes.at(-1) ?? {};
  return { kind: 'retry', detail: `network: ${code ?? name ?? 'unknown'}` };
}
