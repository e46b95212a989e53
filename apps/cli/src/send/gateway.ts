import { randomUUID } from 'node:crypto';
import { toError } from '@redoubt/contracts';
import { CliError } from '../command/cli-error.ts';
import { EXIT } from '../command/exit-code.ts';
import type { Carrier, CarryResult } from './carrier.ts';
import type { LineKind } from './input.ts';
import type { SendProtocol, TakenLines } from './protocols/send-protocol.ts';

export interface GatewayOptions {
  url: URL;
  apiKey: string;
  protocol: SendProtocol;
  /** How long one request is repeated while the gateway is busy or away, ms. */
  retryForMs: number;
  signal: AbortSignal;
  pause: (durationMs: number) => Promise<void>;
}

type Answer = Record<string, unknown>;

type Attempt = { kind: 'done'; taken: TakenLines } | { kind: 'retry'; reason: string; afterMs: number | undefined };

const firstPauseMs = 200;
const longestPauseMs = 5_000;
const requestTimeoutMs = 30_000;
const busy = new Set([408, 429, 500, 502, 503, 504]);

export function httpCarrier(options: GatewayOptions): Carrier {
  return (lines, kind) => post(options, lines, kind);
}

/**
 * Posts one request to the gateway and repeats it while it cannot be taken, under one Idempotency-Key: whatever answer
 * is lost, its events are stored once.
 *
 * @throws CliError when the gateway refuses the request as a whole or stays away
 */
async function post(options: GatewayOptions, lines: readonly Buffer[], kind: LineKind): Promise<CarryResult> {
  const idempotencyKey = randomUUID();
  const request = {
    idempotencyKey,
    lines: lines.length,
    contentType: options.protocol.contentType(kind),
    body: new Uint8Array(options.protocol.encode(lines, kind, idempotencyKey)),
  };
  const deadlineMs = performance.now() + options.retryForMs;
  let pauseMs = firstPauseMs;
  for (let retries = 0; ; retries++) {
    const attempt = await tryOnce(options, request);
    if (attempt.kind === 'done') return { ...attempt.taken, retries };
    options.signal.throwIfAborted();
    const waitMs = Math.min(attempt.afterMs ?? pauseMs, 30_000);
    if (performance.now() + waitMs > deadlineMs) {
      throw new CliError(EXIT.unreachable, `the gateway did not take the events: ${attempt.reason}`, [
        `asked at ${options.url.origin}; redoubt config view shows where the address comes from`,
      ]);
    }
    await options.pause(waitMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

interface EncodedRequest {
  idempotencyKey: string;
  lines: number;
  contentType: string;
  body: Uint8Array<ArrayBuffer>;
}

async function tryOnce(options: GatewayOptions, request: EncodedRequest): Promise<Attempt> {
  let response: Response;
  try {
    response = await fetch(options.url, {
      method: 'POST',
      headers: {
        authorization: `${options.protocol.scheme} ${options.apiKey}`,
        'content-type': request.contentType,
        'idempotency-key': request.idempotencyKey,
      },
      body: request.body,
      redirect: 'error',
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
  } catch (error) {
    return { kind: 'retry', reason: reasonOf(toError(error)), afterMs: undefined };
  }
  return judge(options.protocol, response, (await response.json().catch(() => ({}))) as Answer, request.lines);
}

function reasonOf(error: Error): string {
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : error.message;
}

/** @throws CliError for an answer that repeating would not change */
function judge(protocol: SendProtocol, { status, headers }: Response, answer: Answer, lines: number): Attempt {
  const taken = protocol.judge(status, answer, lines);
  if (taken !== undefined) return { kind: 'done', taken };
  const { code, text } = protocol.reason(answer);
  const reason = `${text ?? 'no reason given'} (${status}${code === undefined ? '' : ` ${code}`})`;
  if (busy.has(status)) {
    const afterS = Number(headers.get('retry-after'));
    return { kind: 'retry', reason, afterMs: afterS > 0 ? afterS * 1_000 : undefined };
  }
  if (status === 401 || status === 403) throw new CliError(EXIT.notPermitted, `the gateway refused the key: ${reason}`);
  if (status === 404 || status === 405) {
    throw new CliError(EXIT.usage, `there is no gateway at this address: ${reason}`, [
      'give its base address to --url',
    ]);
  }
  throw new CliError(EXIT.conflict, `the gateway refused a request: ${reason}`);
}
