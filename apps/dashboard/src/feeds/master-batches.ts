import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';

interface Waiting {
  command: RedisCommand;
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/**
 * Sends what is asked for within one turn of the event loop to each master in one pipeline; a master that does not
 * answer holds up only what is its own.
 */
export class MasterBatches {
  readonly #redis: RedisClient;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /** @throws RedisUnavailableError or RedisReplyError */
  ask(command: RedisCommand): Promise<Reply> {
    const master = this.#redis.masterOf(command.key) ?? '';
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const waiting = { command, resolve, reject };
    const queue = this.#waiting.get(master);
    if (queue) queue.push(waiting);
    else {
      this.#waiting.set(master, [waiting]);
      setImmediate(() => void this.#send(master));
    }
    return promise;
  }

  async #send(master: string): Promise<void> {
    const queue = this.#waiting.get(master) ?? [];
    this.#waiting.delete(master);
    const replies = await this.#redis.batch(queue.map(({ command }) => command));
    queue.forEach(({ resolve, reject }, i) => {
      const reply = replies[i] as Reply | Error;
      if (reply instanceof Error) reject(reply);
      else resolve(reply);
    });
  }
}
