import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptedText } from '../protocols/events/answer.ts';
import type { EventsResult } from '../protocols/events/result.ts';
import type { Reply } from './protocol.ts';

/** Unread bodies up to this size are read and dropped, so that the connection can go on. */
const DISCARD_BYTES = 64 * 1024;
/** How long and how much of a larger one is dropped after the answer, so that the sender gets to read it. */
const LINGER_MS = 2_000;
const LINGER_BYTES = 4 * 1024 * 1024;

/** Writes the 202 of `POST /v1/events`. */
export function answerAccepted(response: ServerResponse, result: EventsResult): void {
  const body = acceptedText(result);
  const headers = ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))];
  if (result.isReplay) headers.push('idempotent-replayed', 'true');
  response.writeHead(202, headers);
  response.end(body);
}

/**
 * Writes an answer that may come before the body of the request has: what is still on its way is read and dropped.
 *
 * @param isStalled  the sender sends nothing any more, so nothing is waited for
 */
export function answer(request: IncomingMessage, response: ServerResponse, reply: Reply, isStalled: boolean): void {
  if (response.headersSent) return void response.destroy();
  const mustClose = !request.complete && (isStalled || !isShort(request));
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': String(Buffer.byteLength(reply.body)),
    ...(mustClose ? { connection: 'close' } : {}),
    ...reply.headers,
  });
  if (mustClose && !isStalled && !isWaitingForContinue(request)) return lingerThenEnd(request, response, reply.body);
  response.end(reply.body);
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
function lingerThenEnd(request: IncomingMessage, response: ServerResponse, body: string | Buffer): void {
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
