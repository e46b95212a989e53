import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const header = 'x-request-id';
const acceptable = /^[A-Za-z0-9_.-]{8,64}$/;

/** Gives each request an id, the sender's own where it is harmless, and says it in the answer. */
export function requestId(): RequestHandler {
  return (request, response, next) => {
    const given = request.headers[header];
    response.setHeader(header, typeof given === 'string' && acceptable.test(given) ? given : randomUUID());
    next();
  };
}

/** The id of the request that is answered here. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader(header));
}
