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
  await pipeline(
    Readable.from(body.chunks, { objectMode: true, highWaterMark: 1 }),
    async function* (chunks) {
      for await (const chunk of chunks as AsyncIterable<string | Uint8Array>) {
        yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      }
      if (body.trailers) response.addTrailers(body.trailers());
    },
    response,
  );
}
