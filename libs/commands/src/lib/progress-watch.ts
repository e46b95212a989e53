import { compareEntryIds, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { readGroupStates, type GroupState } from '@redoubt/stream';

/** `stored`: whatever a command changed is in PostgreSQL; else what it waits for. */
export type Progress = { kind: 'stored' } | { kind: 'waiting'; detail: string };

/**
 * Looks how far alert-engine is with an entry of the commands stream, and then db-writer with what came of it: with
 * all that stood on the alerts stream once the command was handled.
 */
export class ProgressWatch {
  readonly #redis: RedisClient;
  readonly #orgId: OrgId;
  readonly #entryId: EntryId;
  /** Last entry of the alerts stream after the command was handled. */
  #lastAlertId: EntryId | undefined;

  constructor(redis: RedisClient, orgId: OrgId, entryId: EntryId) {
    this.#redis = redis;
    this.#orgId = orgId;
    this.#entryId = entryId;
  }

  /** @throws whatever Redis answers when it cannot be read */
  async look(): Promise<Progress> {
    if (this.#lastAlertId === undefined) {
      const engine = await this.#readGroup('alert_engine', 'c');
      if (engine === undefined) return waiting('no alert-engine reads the commands of this organisation');
      if (!isPast(engine, this.#entryId)) return waiting('alert-engine has not come to it');
      this.#lastAlertId = await this.#readLastAlert();
    }
    const writer = await this.#readGroup('db_writer', 'a');
    if (writer === undefined) return waiting('no db-writer reads the alerts of this organisation');
    return isPast(writer, this.#lastAlertId) ? { kind: 'stored' } : waiting('db-writer has not stored what came of it');
  }

  async #readGroup(group: GroupName, lane: 'a' | 'c'): Promise<GroupState<Lane> | undefined> {
    const { states, failures } = await readGroupStates(
      this.#redis,
      [{ orgId: this.#orgId, expectedGroups: [] }],
      [lane],
    );
    const [failure] = failures;
    if (failure) throw failure.error;
    return states.find((state) => state.group === group);
  }

  async #readLastAlert(): Promise<EntryId> {
    const key = orgKeys(this.#orgId).alertsStream();
    const rows = (await this.#redis.call('XREVRANGE', key, ['+', '-', 'COUNT', 1], { retry: 'free' })) as [EntryId][];
    return rows[0]?.[0] ?? '0-0';
  }
}

/** Whether a group has handled an entry and all before it. */
function isPast(state: GroupState<Lane>, entryId: EntryId): boolean {
  if (compareEntryIds(state.lastDeliveredId, entryId) < 0) return false;
  return state.pendingEntries === 0 || compareEntryIds(state.oldestPendingId ?? '0-0', entryId) > 0;
}

function waiting(detail: string): Progress {
  return { kind: 'waiting', detail };
}
