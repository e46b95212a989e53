import { parseRetryAfter } from '@redoubt/notifications';
import { checkTarget, guardedLookup } from '@redoubt/service';
import { Agent, request } from 'undici';
import { failureOf } from '../failure.ts';
import type { SendResult } from '../sink-item.ts';

/** Whom TLS trusts and as whom it comes; PEM texts. */
export interface TlsSettings {
  caPem?: string | undefined;
  isTlsVerified: boolean;
  clientCertPem?: string | undefined;
  clientKeyPem?: string | undefined;
}

/** How far sinks may reach, and for how long. */
export interface SinkReach {
  /** Lets sinks lie on loopback and in private networks, over plain http too. */
  isPrivateAllowed: boolean;
  /** Longest one request may take, ms: less than a lease holds, so that an old owner ends before a new one begins. */
  timeoutMs: number;
  /** Folder of file sinks; without it there are none. */
  fileDir?: string | undefined;
}

/** What a receiver answered. */
export interface SinkAnswer {
  status: number;
  /** At most as long as the request said; empty beyond. */
  body: string;
  retryAfterMs?: number;
}

/** Of receivers whose answer says little more than that they took it. */
const USUAL_ANSWER_BYTES = 64 * 1024;

export interface SinkRequest {
  method?: 'POST' | 'PUT';
  body: string | Buffer;
  headers: Readonly<Record<string, string>>;
  /** Longest answer that is read: it is a stranger's, held in memory and parsed. @default 64 KiB */
  maxAnswerBytes?: number;
}

/** One receiver's HTTP connections: no redirection is followed, time and answer are bounded, inner addresses refused. */
export class SinkHttp {
  readonly #agent: Agent;
  readonly #reach: SinkReach;

  constructor(reach: SinkReach, tls: TlsSettings) {
    this.#reach = reach;
    this.#agent = new Agent({
      connections: 2,
      keepAliveTimeout: 10_000,
      headersTimeout: reach.timeoutMs,
      bodyTimeout: reach.timeoutMs,
      maxHeaderSize: 16_384,
      connect: {
        ...tlsOptions(tls),
        timeout: Math.min(5_000, reach.timeoutMs),
        ...(reach.isPrivateAllowed ? {} : { lookup: guardedLookup }),
      },
    });
  }

  /** One request. @returns the answer, or what to do about there being none; never rejects */
  async ask(target: string, given: SinkRequest, signal: AbortSignal): Promise<SinkAnswer | SendResult> {
    const limit = AbortSignal.any([AbortSignal.timeout(this.#reach.timeoutMs), signal]);
    try {
      const url = new URL(target);
      checkTarget(url, this.#reach.isPrivateAllowed);
      const { method = 'POST', body, headers, maxAnswerBytes = USUAL_ANSWER_BYTES } = given;
      const answer = await request(url, {
        method,
        body,
        headers: { 'user-agent': 'Redoubt-Forwarder', ...headers },
        dispatcher: this.#agent,
        signal: limit,
      });
      const retryAfterMs = parseRetryAfter(headerOf(answer.headers['retry-after']), Date.now());
      return {
        status: answer.statusCode,
        body: await readBody(answer.body, maxAnswerBytes),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
    } catch (thrown) {
      return { kind: 'retry', detail: failureOf(thrown) };
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** Options of a TLS connection; the certificate is verified unless the sink says otherwise. */
export function tlsOptions({
  caPem,
  isTlsVerified,
  clientCertPem,
  clientKeyPem,
}: TlsSettings): Record<string, unknown> {
  return {
    rejectUnauthorized: isTlsVerified,
    ...(caPem === undefined ? {} : { ca: caPem }),
    ...(clientCertPem === undefined ? {} : { cert: clientCertPem }),
    ...(clientKeyPem === undefined ? {} : { key: clientKeyPem }),
  };
}

export function isAnswer(result: SinkAnswer | SendResult): result is SinkAnswer {
  return 'status' in result;
}

/**
 * What an answer that is no success means: 413 asks for less, 400 and 422 say that something in it is wrong, everything
 * else is worth another try. Wrong credentials and addresses are too: people mend them, and nothing is to be lost
 * meanwhile.
 */
export function readRefusal({ status, retryAfterMs }: SinkAnswer): SendResult {
  const detail = `HTTP ${status}`;
  if (status === 413) return { kind: 'too_large', detail };
  if (status === 400 || status === 422) return { kind: 'refused', detail };
  const afterMs = retryAfterMs === undefined ? {} : { afterMs: retryAfterMs };
  return { kind: 'retry', detail, isServerError: isServerError(status), ...afterMs };
}

/** 503 says that the receiver is not there for anybody; any other may be about what it was sent. */
export function isServerError(status: number): boolean {
  return status >= 500 && status !== 503;
}

export function isSuccess({ status }: SinkAnswer): boolean {
  return status >= 200 && status < 300;
}

function headerOf(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Leaving the loop early closes the connection: what it has still to say is not waited for. */
async function readBody(body: AsyncIterable<Buffer>, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
