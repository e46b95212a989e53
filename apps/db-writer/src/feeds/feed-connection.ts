import { checkTarget, guardedLookup } from '@redoubt/service';
import { Agent, fetch, type Response } from 'undici';
import type { FeedConfig } from './feed-config.ts';

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;

export interface FeedAnswer {
  text: string;
  header(name: string): string | null;
}

/**
 * Connections to the server of one feed: no redirection is followed, since credentials are for this server alone; time
 * and answer are bounded, decompressed too; inner addresses are refused unless the feed allows them.
 */
export class FeedConnection {
  readonly #isPrivateAllowed: boolean;
  readonly #timeoutMs: number;
  readonly #agent: Agent;

  /** @param timeoutMs  longest one request may take */
  constructor({ allowPrivate }: Pick<FeedConfig, 'allowPrivate'>, timeoutMs = 30_000) {
    this.#isPrivateAllowed = allowPrivate;
    this.#timeoutMs = timeoutMs;
    this.#agent = new Agent({
      connections: 1,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      connect: {
        timeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
        ...(allowPrivate ? {} : { lookup: guardedLookup }),
      },
    });
  }

  /** @throws Error for no answer, one that is no success, and one larger than MAX_ANSWER_BYTES, whose rest is not read */
  async get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<FeedAnswer> {
    checkTarget(url, this.#isPrivateAllowed);
    const timed = AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]);
    const answer = await fetch(url, { headers, redirect: 'error', signal: timed, dispatcher: this.#agent });
    const text = await textOf(answer);
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return { text, header: (name) => answer.headers.get(name) };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of answer.body ?? []) {
    const bytes = part as Uint8Array;
    sizeBytes += bytes.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new Error(`the answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}
