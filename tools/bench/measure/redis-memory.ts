import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import { decodeEntry } from '@redoubt/stream';
import type { BenchOrg } from '../platform.ts';

const READER = 'bench';
/** Stands for a batch id where only what comes before it matters. */
const ANY_BATCH = '0';

/** Looks at what the streams of some organisations take in Redis. */
export class RedisMemory {
  readonly #redis: RedisClient;
  readonly #lanes: readonly string[];
  readonly #dedupStarts: readonly string[];

  constructor(redis: RedisClient, orgs: readonly BenchOrg[]) {
    const keys = orgs.map(({ organization }) => orgKeys(organization.id));
    this.#redis = redis;
    this.#lanes = keys.flatMap((own) => [own.eventsStream(), own.eventsPriority()]);
    this.#dedupStarts = keys.map((own) => own.idempotency(ANY_BATCH).slice(0, -ANY_BATCH.length));
  }

  /** Bytes that the allocators of all masters gave out for data: the truth, with whatever else was stored meanwhile. */
  async dataset(): Promise<number> {
    let sum = 0;
    for (const master of this.#redis.masters()) {
      const info = String(await this.#redis.nodeCall(master, 'INFO', 'memory'));
      sum += Number(/used_memory_dataset:(\d+)/.exec(info)?.[1]);
    }
    return sum;
  }

  /** MEMORY USAGE of both lanes of all organisations: Redis counts 240 bytes for each node of a radix tree, whatever it takes. */
  async usage(): Promise<number> {
    const commands = this.#lanes.map((key) => command('MEMORY', key, ['USAGE', key, 'SAMPLES', 0]));
    const replies = await all(this.#redis, commands);
    return replies.reduce<number>((sum, reply) => sum + Number(reply ?? 0), 0);
  }

  /** Bytes of the JSON events in the streams. */
  async jsonBytes(): Promise<number> {
    let sum = 0;
    for (const key of this.#lanes) {
      const [entries] = await all(this.#redis, [{ ...command('XRANGE', key, [key, '-', '+']), buffers: true }]);
      for (const [id, fields] of entries as unknown as [Buffer, Buffer[]][]) {
        const entry = decodeEntry(id.toString('latin1'), fields);
        if ('lines' in entry) sum += entry.lines.reduce((bytes, line) => bytes + line.length, 0);
      }
    }
    return sum;
  }

  /** Makes groups that are not there yet; they begin behind what the streams hold. */
  async ensureGroups(groups: readonly string[]): Promise<void> {
    const commands = this.#lanes.flatMap((key) =>
      groups.map((group) => command('XGROUP', key, ['CREATE', key, group, '$', 'MKSTREAM'])),
    );
    const replies = await this.#redis.batch(commands);
    for (const reply of replies) if (reply instanceof Error && !reply.message.startsWith('BUSYGROUP')) throw reply;
  }

  /** Hands every entry to a group, which then holds it as pending. */
  async deliverAll(group: string): Promise<void> {
    for (const key of this.#lanes) {
      const read = command('XREADGROUP', key, ['GROUP', group, READER, 'COUNT', 500, 'STREAMS', key, '>']);
      for (;;) {
        const [reply] = await all(this.#redis, [read]);
        if (reply === null) break;
      }
    }
  }

  /** @returns how many dedup keys there were */
  async deleteDedupKeys(): Promise<number> {
    const keys = await this.#dedupKeys();
    for (let at = 0; at < keys.length; at += 1_000) {
      await all(
        this.#redis,
        keys.slice(at, at + 1_000).map((key) => command('DEL', key, [key])),
      );
    }
    return keys.length;
  }

  /** Empties the streams and the pending lists. */
  async empty(groups: readonly string[]): Promise<void> {
    const commands = this.#lanes.flatMap((key) => [
      command('XTRIM', key, [key, 'MAXLEN', 0]),
      ...groups.map((group) => command('XGROUP', key, ['DELCONSUMER', key, group, READER])),
    ]);
    await all(this.#redis, commands);
  }

  async #dedupKeys(): Promise<string[]> {
    const keys: string[] = [];
    const pattern = `${(this.#dedupStarts[0] as string).replace(/\{[^}]*\}/, '*')}*`;
    for (const master of this.#redis.masters()) {
      let cursor = '0';
      do {
        const reply = await this.#redis.nodeCall(master, 'SCAN', cursor, 'MATCH', pattern, 'COUNT', 5_000);
        const [next, found] = reply as [string, string[]];
        cursor = next;
        keys.push(...found.filter((key) => this.#dedupStarts.some((start) => key.startsWith(start))));
      } while (cursor !== '0');
    }
    return keys;
  }
}

function command(name: string, key: string, args: readonly (string | number)[]): RedisCommand {
  return { name, key, args, retry: 'free' };
}

async function all(redis: RedisClient, commands: readonly RedisCommand[]): Promise<Reply[]> {
  const replies = await redis.batch(commands);
  return replies.map((reply) => {
    if (reply instanceof Error) throw reply;
    return reply;
  });
}
