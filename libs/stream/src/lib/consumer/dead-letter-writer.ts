import type { DeadReason, Lane } from '@redoubt/contracts';
import type { RedisClient, Script } from '@redoubt/redis';
import { eventIdOf, isEventLane } from '@redoubt/contracts';
import { streamScripts } from '../scripts.ts';
import type { EntryInHand, OrgWork } from './org-work.ts';

export interface DeadEvent {
  index: number;
  reason: DeadReason;
  error: Error;
  attempts: number;
}

export type DeadLetterResult = 'moved' | 'gone' | 'full' | 'fenced';

/** Most entries of one dead-letter stream; at the bound the organisation waits for an operator. */
export const MAX_DEAD_LETTERS = 100_000;
const maxMessageChars = 1_024;
const ledgerLifeS = 48 * 3600;

/**
 * Moves dead events into `dlq:<group>`: copied and acknowledged in one step, so that neither a crash nor a zombie can
 * lose or double one. Fields: `event` (the sender's bytes), `eventId`, `lane`, `entryId`, `index`, `acceptedAtMs`,
 * `reason`, `error`, `message`, `attempts`, `diedAtMs`; of an event that died after a replay also `originalEventId` and
 * `replays`.
 */
export class DeadLetterWriter {
  readonly #script: Script;

  constructor(redis: RedisClient) {
    this.#script = redis.script(streamScripts.deadLetter);
  }

  async write(
    org: OrgWork,
    lane: Lane,
    entry: EntryInHand,
    dead: readonly DeadEvent[],
    nowMs: number,
  ): Promise<DeadLetterResult> {
    const { keys, group } = org;
    const args: (string | number | Buffer)[] = [org.epoch, org.session, group, entry.entryId];
    // The ledger is about events: records leave it untouched.
    args.push(MAX_DEAD_LETTERS, isEventLane(lane) ? `dead:${group}` : '', ledgerLifeS);
    for (const event of dead) {
      const fields = this.#fields(lane, entry, event, nowMs);
      args.push(fields.length, ...fields);
    }
    const names = [keys.fence(group), keys.lane(lane), keys.deadLetters(group), keys.ledger(entry.acceptedAtMs)];
    // Safe to repeat: an entry that is no longer pending answers `gone`.
    const [status] = (await this.#script.run(names, args, { retry: 'free' })) as [string];
    return status === 'ok' ? 'moved' : (status as DeadLetterResult);
  }

  #fields(lane: Lane, entry: EntryInHand, dead: DeadEvent, nowMs: number): (string | number | Buffer)[] {
    const event = entry.items[dead.index];
    return [
      ...['event', event?.line ?? '', 'eventId', eventIdOf(lane, entry.entryId, dead.index)],
      ...['lane', lane, 'entryId', entry.entryId, 'index', dead.index, 'acceptedAtMs', entry.acceptedAtMs],
      ...['reason', dead.reason, 'error', dead.error.name, 'message', dead.error.message.slice(0, maxMessageChars)],
      ...['attempts', dead.attempts, 'diedAtMs', nowMs],
      ...(entry.replay ? ['originalEventId', entry.replay.originalEventId, 'replays', entry.replay.replays] : []),
    ];
  }
}
