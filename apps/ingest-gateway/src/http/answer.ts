import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IngestResult } from './ingest.ts';
import type { Refusal } from './refusal.ts';

/** Unread bodies up to this size are read and dropped, so that the connection can go on. */
const DISCARD_BYTES = 64 * 1024;
/** How long and how much of a larger one is dropped after the answer, so that the sender gets to read it. */
const LINGER_MS = 2_000;
const LINGER_BYTES = 4 * 1024 * 1024;

/** Writes the 202 of `POST /v1/events`. */
export function answerAccepted(response: ServerResponse, result: IngestResult): void {
  const body =
    result.refused === 0
      ? `{"accepted":${result.accepted},"refused":0,"errors":[],"batchId":"${result.batchId}"}`
      : JSON.stringify({
          accepted: result.accepted,
          refused: result.refused,
          errors: result.errors,
          ...(result.isErrorsTruncated ? { errorsTruncated: true } : {}),
          batchId: result.batchId,
        });
  const headers = ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))];
  if (result.isReplay) headers.push('idempotent-replayed', 'true');
  response.writeHead(202, headers);
  response.end(body);
}

/** Writes a problem answer (RFC 9457); the body of the request may still be on its way. */
export function answerRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) return void response.destroy();
  const body = JSON.stringify(refusal.toProblem());
  const { retryAfterS, headers = {} } = refusal.extra;
  const isStalled = refusal.code === 'request_timeout';
  const mustClose = !request.complete && (isStalled || !isShort(request));
  response.writeHead(refusal.status, {
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }),
    ...(mustClose ? { connection: 'close' } : {}),
    ...headers,
  });
  if (mustClose && !isStalled && !isWaitingForContinue(request)) return lingerThenEnd(request, response, body);
  response.end(body);
  if (!request.complete && !mustClose) discardSoon(request);
}

/** Node drops the rest of a short body for as long as it takes; a sender that never sends it must not keep its place. */
function discardSoon(request: IncomingMessage): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, LINGER_MS);
  timer.unref();
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}

function isShort({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined && Number(headers['content-length']) <= DISCARD_BYTES;
}

function isWaitingForContinue({ headers }: IncomingMessage): boolean {
  return headers.expect !== undefined;
}

/**
 * Sends the whole answer but closes only when the sender has stopped or a bound is reached: closing a socket that still
 * receives resets it, and a reset can take the answer with it (RFC 9112 section 9.6).
 */
function lingerThenEnd(request: IncomingMessage, response: ServerResponse, body: string): void {
  let bytes = 0;
  const end = (): void => {
    clearTimeout(timer);
    response.end();
    if (!request.complete) request.destroy();
  };
  const timer = setTimeout(end, LINGER_MS);
  response.write(body);
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LINGER_BYTES) end();
  });
  request.once('end', end);
  request.once('close', end);
  request.resume();
}
