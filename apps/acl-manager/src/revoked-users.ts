import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';

/** Users shut out by hand, in `{acl}:revoked`. While Redis cannot tell, what it told last holds. */
export class RevokedUsers {
  readonly #redis: RedisClient;
  #known: ReadonlySet<string> | undefined;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /** Rejects when Redis does not answer and never did. */
  async read(): Promise<ReadonlySet<string>> {
    try {
      const names = await this.#redis.call('SMEMBERS', clusterKeys.aclRevoked(), [], { retry: 'never' });
      this.#known = new Set(names as string[]);
    } catch (error) {
      if (this.#known === undefined) throw error;
    }
    return this.#known;
  }

  async add(user: string): Promise<void> {
    await this.#redis.call('SADD', clusterKeys.aclRevoked(), [user], { retry: 'free' });
  }

  async remove(user: string): Promise<void> {
    await this.#redis.call('SREM', clusterKeys.aclRevoked(), [user], { retry: 'free' });
  }
}
