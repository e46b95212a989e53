import { REQUEST_STREAMS, type SecurityAsker } from '@redoubt/commands';
import { securityRequestSchema, type SecurityRequest } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';

export interface RequestEntry {
  /** Whose stream it stands in. */
  by: SecurityAsker;
  entryId: string;
  /** By its id, which who wrote it may have chosen. */
  atMs: number;
  /** null for what is none. */
  request: SecurityRequest | null;
}

export interface Waiting {
  /** Who is to be shut out, in the order asked. */
  revocations: readonly RequestEntry[];
  /** All else, in the order asked. */
  others: readonly RequestEntry[];
  /** Entries beyond the bound, which were taken out unread. */
  droppedCount: number;
}

/** Waiting requests of one stream, of each of the two kinds; who sends more has the newer ones dropped. */
const MOST_WAITING = 128;
const PAGE = 500;
/** Pages of one look: a flood is carried off faster than it comes, and a look ends all the same. */
const MOST_PAGES = 40;

/** Reads all that waits in a stream, so that nobody who is to be shut out is hidden behind what others ask. */
export class RequestReader {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /** Rejects when Redis does not answer. */
  async read(by: SecurityAsker): Promise<Waiting> {
    const revocations: RequestEntry[] = [];
    const others: RequestEntry[] = [];
    let droppedCount = 0;
    let from = '-';
    for (let page = 0; page < MOST_PAGES; page++) {
      const rows = await this.#page(by, from);
      const dropped: string[] = [];
      for (const row of rows) {
        const entry = entryOf(by, row);
        const kind = entry.request?.action === 'revoke' ? revocations : others;
        if (kind.length < MOST_WAITING) kind.push(entry);
        else dropped.push(entry.entryId);
      }
      await this.remove(by, dropped);
      droppedCount += dropped.length;
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      from = `(${last[0]}`;
    }
    return { revocations, others, droppedCount };
  }

  async remove(by: SecurityAsker, entryIds: readonly string[]): Promise<void> {
    if (entryIds.length === 0) return;
    await this.#redis.call('XDEL', REQUEST_STREAMS[by], entryIds, { retry: 'free' });
  }

  /** Takes all out, with the ids that who wrote them may have chosen: later ones begin anew. */
  async empty(by: SecurityAsker): Promise<void> {
    await this.#redis.call('DEL', REQUEST_STREAMS[by], [], { retry: 'free' });
  }

  async #page(by: SecurityAsker, from: string): Promise<[string, string[]][]> {
    const args = [from, '+', 'COUNT', PAGE];
    return (await this.#redis.call('XRANGE', REQUEST_STREAMS[by], args, { retry: 'free' })) as [string, string[]][];
  }
}

function entryOf(by: SecurityAsker, [entryId, fields]: [string, string[]]): RequestEntry {
  const request = parseRequest(fields[fields.indexOf('request') + 1] ?? '');
  return { by, entryId, atMs: Number(entryId.split('-')[0]), request };
}

function parseRequest(text: string): SecurityRequest | null {
  try {
    const parsed = securityRequestSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
