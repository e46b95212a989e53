import { toError, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import { keepReachedCommand } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { DbWriterMetrics } from '../metrics.ts';

const GROUP = 'db_writer';

interface Deps {
  redis: RedisClient;
  log: Logger;
  metrics: Pick<DbWriterMetrics, 'reachedNotes'>;
}

/** The part of a committed batch that its note is about; events or records in stream order. */
interface Committed {
  orgId: OrgId;
  epoch: number;
  lane: Lane;
  events: readonly { entryId: EntryId; index: number }[];
}

interface Waiting {
  command: RedisCommand;
  resolve: (reply: Reply | Error) => void;
}

/**
 * Notes in Redis how far PostgreSQL has committed each lane. A PostgreSQL that says less later was set back
 * (`claimOrganization`).
 */
export class ReachedNotes {
  readonly #deps: Deps;
  readonly #waiting: Waiting[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * To be awaited between the commit and the acknowledgement, so that what was acknowledged was noted. Also for what an
   * earlier transaction had stored: its owner may have ended between commit and note, or not have heard of the commit.
   *
   * Never throws: a note that Redis did not take is made up for by the next one of the lane, and one that the fence
   * refused by who is given the batch again, since the fence refuses its acknowledgement as well.
   */
  async keep({ orgId, epoch, lane, events }: Committed): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    const { entryId, index } = last;
    const reply = await this.#send(
      keepReachedCommand(this.#deps.redis, { orgId, group: GROUP, epoch }, lane, { entryId, index }),
    );
    this.#deps.metrics.reachedNotes.inc({ result: resultOf(reply) });
    if (reply instanceof Error) this.#deps.log.warn({ err: reply, orgId, lane }, 'reached_not_noted');
  }

  /** Calls of one turn of the event loop travel in one pipeline per master, and a slow master delays its own alone. */
  #send(command: RedisCommand): Promise<Reply | Error> {
    const { promise, resolve } = Promise.withResolvers<Reply | Error>();
    if (this.#waiting.push({ command, resolve }) === 1) setImmediate(() => this.#flush());
    return promise;
  }

  #flush(): void {
    const { redis } = this.#deps;
    const byMaster = Map.groupBy(this.#waiting.splice(0), ({ command }) => redis.masterOf(command.key));
    for (const waiting of byMaster.values()) {
      void redis
        .batch(waiting.map(({ command }) => command))
        .catch(toError)
        .then((replies) =>
          waiting.forEach(({ resolve }, at) =>
            resolve(replies instanceof Error ? replies : (replies[at] ?? new Error('no reply'))),
          ),
        );
    }
  }
}

function resultOf(reply: Reply | Error): 'noted' | 'fenced' | 'failed' {
  if (reply instanceof Error) return 'failed';
  return reply === 1 ? 'noted' : 'fenced';
}
