import { ACK, PermanentError, type Outcome } from '@redoubt/contracts';
import type { BatchHandler } from '@redoubt/stream';
import type { EventContext } from '../context/event-context.ts';
import type { Counters } from '../counters/counters.ts';
import type { GroupCommit } from './group-commit.ts';
import type { ReachedNotes } from './reached-notes.ts';

/**
 * Stores a batch and answers when it is on disk. Only LeaseLostError and RetryableError leave it: nothing about an
 * event itself can fail but PostgreSQL's refusal of its row, and that one goes to the dead letters.
 */
export function createStoreHandler(deps: {
  commit: Pick<GroupCommit, 'add'>;
  counters: Pick<Counters, 'count'>;
  context: Pick<EventContext, 'of'>;
  reached: Pick<ReachedNotes, 'keep'>;
}): BatchHandler {
  return async function storeBatch(given, context) {
    const batch = await deps.context.of(given);
    // Before the commit: what is stored and acknowledged never comes again to be counted.
    await deps.counters.count(batch);
    const { orgId, lane, events } = batch;
    const result = await deps.commit.add({ orgId, epoch: context.epoch, lane, events }, context.signal);
    await deps.reached.keep({ orgId, epoch: context.epoch, lane, events });
    if (result.refused.length === 0) return 'ack';
    const reasons = new Map(result.refused.map((event) => [event.eventId, event.reason]));
    return events.map((event): Outcome => {
      const reason = reasons.get(event.eventId);
      if (reason === undefined) return ACK;
      return { kind: 'dead', reason: 'refused_by_store', error: new PermanentError(reason) };
    });
  };
}
