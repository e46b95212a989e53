import { join } from 'node:path';
import { isEventLane, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type Script } from '@redoubt/redis';

const noteSink = defineScript(join(import.meta.dirname, 'note-sink-n.lua'));

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 120;
const LEDGER_LIFE_S = 48 * 3_600;
const STATE_LIFE_S = 30 * 86_400;
const MAX_ERROR_CHARS = 500;

/** What became of one entry. */
export interface EntryTally {
  entryId: EntryId;
  acceptedAtMs: number;
  forwarded: number;
  filtered: number;
  /** Of `forwarded`, what the receiver had already. */
  duplicates: number;
}

/** What there is to tell of a sink. */
export interface SinkNote {
  lane: Lane;
  entries: readonly EntryTally[];
  /** Entries of the lane that come again although later ones are told of here. */
  behind?: readonly EntryId[];
  lagMs: number;
  /** Items that were sent again since the last note. */
  retried: number;
  /** Whether it took something. */
  isSuccess: boolean;
  /** Why it failed; empty when it did not. */
  error: string;
}

/** Keeps in the organisation's slot how a sink is doing, and in the ledger what it got. */
export class SinkNotes {
  readonly #script: Script;

  constructor(redis: RedisClient) {
    this.#script = redis.script(noteSink);
  }

  async write(
    place: { orgId: OrgId; sinkId: string; group: GroupName },
    { lane, entries, behind = [], lagMs, retried, isSuccess, error }: SinkNote,
    nowMs: number,
  ): Promise<void> {
    const keys = orgKeys(place.orgId);
    const names = [keys.sinkState(place.sinkId), keys.sinkMinutes(place.sinkId)];
    // The ledger is about events: records leave it untouched.
    const ledgers = isEventLane(lane) ? [...new Set(entries.map((one) => keys.ledger(one.acceptedAtMs)))] : [];
    const minute = Math.floor(nowMs / MINUTE_MS);
    const args = [
      ...[lane, place.group, nowMs, minute, minute - KEPT_MINUTES, Math.max(0, Math.round(lagMs)), retried],
      ...[LEDGER_LIFE_S, STATE_LIFE_S, isSuccess ? '1' : '', error.slice(0, MAX_ERROR_CHARS), behind.join(' ')],
      ...entries.flatMap(({ entryId, acceptedAtMs, forwarded, filtered, duplicates }) => {
        const ledger = isEventLane(lane) ? names.length + ledgers.indexOf(keys.ledger(acceptedAtMs)) + 1 : 0;
        return [entryId, ledger, forwarded, filtered, duplicates];
      }),
    ];
    // Safe to repeat: what is counted already is recognised by its place.
    await this.#script.run([...names, ...ledgers], args, { retry: 'free' });
  }
}
