import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Answer, StreamedBody } from './route.ts';

/** Sends what a handler answered. Rejects when the one who asked went away, or a stream failed on its way. */
export async function sendAnswer(response: Response, status: number, answer: Answer): Promise<void> {
  response.status(status);
  for (const line of answer.setCookies ?? []) response.append('set-cookie', line);
  if ('isEmpty' in answer || 'redirectTo' in answer) {
    if ('redirectTo' in answer) response.set('location', answer.redirectTo);
    response.end();
    return;
  }
  if ('json' in answer) {
    response.set('content-type', 'application/json; charset=utf-8').end(JSON.stringify(answer.json));
    return;
  }
  await sendStream(response, answer.stream);
}

async function sendStream(response: Response, body: StreamedBody): Promise<void> {
  response.set({ ...body.headers, 'content-type': body.contentType });
  if (body.trailerNames) response.set('trailer', body.trailerNames.join(', '));
  const stall = new StallTimer(body.stallMs);
  try {
    await pipeline(
      Readable.from(body.chunks, { objectMode: true, highWaterMark: 1 }),
      async function* (chunks) {
        for await (const chunk of chunks as AsyncIterable<string | Uint8Array>) {
          const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
          for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
            stall.start();
            yield bytes.subarray(at, at + PIECE_BYTES);
            stall.stop();
          }
        }
        if (body.trailers) response.addTrailers(body.trailers());
      },
      response,
      { signal: stall.signal },
    );
  } finally {
    stall.stop();
  }
}

/** So that who takes a large chunk slowly is told from who takes nothing. */
const PIECE_BYTES = 64 * 1024;

/** Runs while something waits to be taken. */
class StallTimer {
  readonly #afterMs: number | undefined;
  readonly #stalled = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(afterMs: number | undefined) {
    this.#afterMs = afterMs;
  }

  get signal(): AbortSignal {
    return this.#stalled.signal;
  }

  start(): void {
    if (this.#afterMs !== undefined) this.#timer = setTimeout(() => this.#stalled.abort(), this.#afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
