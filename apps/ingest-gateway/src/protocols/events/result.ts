import type { Batch } from '../../items/batch.ts';
import type { ItemError } from '../../items/item-error.ts';
import type { Received } from '../../http/ingest.ts';
import { Refusal } from '../../http/refusal.ts';

/** The 202 of `POST /v1/events`. */
export interface EventsResult {
  accepted: number;
  refused: number;
  errors: readonly ItemError[];
  isErrorsTruncated: boolean;
  batchId: string;
  isReplay: boolean;
}

/** @throws Refusal when the request failed or nothing of it was accepted; says what is stored all the same */
export function resultOf({ failure, batch, accepted, bodyBytes, batchId, isReplay }: Received): EventsResult {
  if (failure !== undefined) throw accepted > 0 ? failure.with({ accepted, refused: batch.refused }) : failure;
  if (accepted === 0) throw noneAccepted(batch, bodyBytes);
  const { refused, errors, isErrorsTruncated } = batch;
  return { accepted, refused, errors, isErrorsTruncated, batchId, isReplay };
}

/** Seconds after which a request that was shed as a whole is worth sending again. */
export const SHED_RETRY_S = 5;

/** Why no event of a request was accepted, when nothing failed. */
export function noneAccepted(batch: Batch, bodyBytes: number): Refusal {
  if (batch.seen === 0) return new Refusal(bodyBytes === 0 ? 'empty_body' : 'empty_batch');
  const counts = {
    accepted: 0,
    refused: batch.refused,
    errors: batch.errors,
    ...(batch.isErrorsTruncated ? { errorsTruncated: true } : {}),
  };
  return batch.shed.size > 0
    ? new Refusal('shed', undefined, { ...counts, retryAfterS: SHED_RETRY_S })
    : new Refusal('no_event_accepted', undefined, counts);
}
