import type { Response } from 'express';
import type { Refusal } from './refusal.ts';
import { requestIdOf } from './request-id.ts';

/** Answers with a problem; the code is kept for the metrics. */
export function sendRefusal(response: Response, refusal: Refusal): void {
  response.locals.problemCode = refusal.code;
  response
    .status(refusal.status)
    .set(refusal.headers)
    .set('content-type', 'application/problem+json')
    .end(JSON.stringify(refusal.toProblem(requestIdOf(response))));
}
