import type { Reply } from '../../http/protocol.ts';
import type { EventsResult } from './result.ts';

/** The JSON of a 202. */
export function acceptedText({ accepted, refused, errors, isErrorsTruncated, batchId }: EventsResult): string {
  if (refused === 0) return `{"accepted":${accepted},"refused":0,"errors":[],"batchId":"${batchId}"}`;
  return JSON.stringify({
    accepted,
    refused,
    errors,
    ...(isErrorsTruncated ? { errorsTruncated: true } : {}),
    batchId,
  });
}

/** The 202 of protocols that have no answer of their own: that of `POST /v1/events`. */
export function acceptedReply(result: EventsResult): Reply {
  const headers: Reply['headers'] = result.isReplay ? { 'idempotent-replayed': 'true' } : {};
  return { status: 202, body: acceptedText(result), contentType: 'application/json', headers };
}
