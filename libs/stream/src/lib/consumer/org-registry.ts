import { isOrgId, type OrgId } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';

/**
 * Organisations of the partitions a worker holds, as provisioning wrote them before their first event was accepted.
 * Bounded by the organisations that exist.
 */
export class OrgRegistry {
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #versions = new Map<number, string>();

  constructor(redis: RedisClient, log: Logger) {
    this.#redis = redis;
    this.#log = log;
  }

  /** Reads partitions; those that cannot be read now are left out and read again at the next comparison. */
  async load(partitions: readonly number[]): Promise<Map<number, OrgId[]>> {
    const commands = partitions.flatMap((p): RedisCommand[] => [
      { name: 'GET', key: clusterKeys.orgRegistryVersion(p), args: [clusterKeys.orgRegistryVersion(p)], retry: 'free' },
      { name: 'SMEMBERS', key: clusterKeys.orgRegistry(p), args: [clusterKeys.orgRegistry(p)], retry: 'free' },
    ]);
    const replies = await this.#redis.batch(commands);
    const loaded = new Map<number, OrgId[]>();
    partitions.forEach((partition, i) => {
      const [version, members] = [replies[2 * i], replies[2 * i + 1]];
      if (version instanceof Error || members instanceof Error || !Array.isArray(members)) {
        this.#log.warn({ partition }, 'org_registry_unreadable');
        return;
      }
      this.#versions.set(partition, String(version ?? ''));
      loaded.set(partition, (members as string[]).filter(isOrgId));
    });
    return loaded;
  }

  /** Of the held partitions, those whose registry changed since it was loaded, or never could be. */
  async changed(partitions: readonly number[]): Promise<number[]> {
    const replies = await this.#redis.batch(
      partitions.map((p) => {
        const key = clusterKeys.orgRegistryVersion(p);
        return { name: 'GET', key, args: [key], retry: 'free' };
      }),
    );
    return partitions.filter((partition, i) => {
      const version = replies[i];
      return !(version instanceof Error) && String(version ?? '') !== this.#versions.get(partition);
    });
  }

  forget(partition: number): void {
    this.#versions.delete(partition);
  }
}
