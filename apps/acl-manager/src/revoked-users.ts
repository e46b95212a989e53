import { clusterKeys } from '@redoubt/key-schema';
import { NotReplicatedError, type RedisClient } from '@redoubt/redis';
import type { InstanceLease } from './lease/instance-lease.ts';

const REPLICATED_WITHIN_MS = 1_000;

/**
 * Users shut out by hand, in `{acl}:revoked`. While Redis cannot tell, what it told last holds; at the instance that
 * works it also holds against Redis, which may forget a name in a failover but lets nobody in by that.
 */
export class RevokedUsers {
  readonly #redis: RedisClient;
  readonly #lease: Pick<InstanceLease, 'isMine'>;
  #known: ReadonlySet<string> | undefined;
  /** Once seen, replicas are waited for, also while none is there. */
  #hasReplicas = false;

  constructor(redis: RedisClient, lease: Pick<InstanceLease, 'isMine'>) {
    this.#redis = redis;
    this.#lease = lease;
  }

  /** Rejects when Redis does not answer and never did. */
  async read(): Promise<ReadonlySet<string>> {
    try {
      const names = await this.#redis.call('SMEMBERS', clusterKeys.aclRevoked(), [], { retry: 'never' });
      this.#known = await this.#withForgotten(new Set(names as string[]));
    } catch (error) {
      if (this.#known === undefined) throw error;
    }
    return this.#known;
  }

  async #withForgotten(told: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const forgotten = [...(this.#known ?? [])].filter((name) => !told.has(name));
    if (forgotten.length === 0 || !this.#lease.isMine()) return told;
    await this.#redis.call('SADD', clusterKeys.aclRevoked(), forgotten, { retry: 'free' });
    return new Set([...told, ...forgotten]);
  }

  /**
   * Shuts a user out from the next time that users are written.
   *
   * @returns false when no replica has it yet: it holds here, and may be forgotten by a failover while nobody works
   */
  async add(user: string): Promise<boolean> {
    const known = await this.read();
    this.#hasReplicas ||= this.#redis.nodes().some(({ role }) => role === 'replica');
    const wait = this.#hasReplicas ? { wait: { replicas: 1, timeoutMs: REPLICATED_WITHIN_MS } } : {};
    const key = clusterKeys.aclRevoked();
    const [reply] = await this.#redis.batch([{ name: 'SADD', key, args: [key, user], retry: 'free' }], wait);
    if (reply instanceof Error && !(reply instanceof NotReplicatedError)) throw reply;
    this.#known = new Set([...known, user]);
    return !(reply instanceof Error);
  }

  async remove(user: string): Promise<void> {
    await this.#redis.call('SREM', clusterKeys.aclRevoked(), [user], { retry: 'free' });
    if (this.#known) this.#known = new Set([...this.#known].filter((name) => name !== user));
  }

  /** Takes what Redis says for all there is: another instance worked meanwhile. */
  forget(): void {
    this.#known = undefined;
  }
}
