import type { Clock, OrgId } from '@redoubt/contracts';
import type { Channel, ChannelDirectory } from '@redoubt/notifications';
import type { RedisClient } from '@redoubt/redis';
import { readChannels } from '@redoubt/rulebook';
import type { SecretBox } from '@redoubt/encryption';
import type { Logger } from '@redoubt/telemetry';
import { LRUCache } from 'lru-cache';

export interface ChannelCacheDeps {
  redis: RedisClient;
  log: Logger;
  clock: Clock;
  /** Absent: channels with secrets are unusable. */
  secretBox?: SecretBox;
}

export interface ChannelCacheOptions {
  /** How long a changed channel may go unnoticed, ms. @default 5000 */
  maxAgeMs?: number;
  /** Organisations remembered. @default 10000 */
  maxOrgs?: number;
}

interface Entry {
  readAtMs: number;
  channels: Promise<readonly Channel[]>;
}

/** Channels of organisations as Redis has them, remembered for a moment. */
export class ChannelCache implements ChannelDirectory {
  readonly #deps: ChannelCacheDeps;
  readonly #maxAgeMs: number;
  readonly #entries: LRUCache<OrgId, Entry>;
  /** What was said of unusable channels, so that it is said once. */
  readonly #said: LRUCache<OrgId, string>;

  constructor(deps: ChannelCacheDeps, options: ChannelCacheOptions = {}) {
    this.#deps = deps;
    this.#maxAgeMs = options.maxAgeMs ?? 5_000;
    this.#entries = new LRUCache({ max: options.maxOrgs ?? 10_000 });
    this.#said = new LRUCache({ max: options.maxOrgs ?? 10_000 });
  }

  channelsOf(orgId: OrgId): Promise<readonly Channel[]> {
    const nowMs = this.#deps.clock.now();
    const known = this.#entries.get(orgId);
    if (known !== undefined && nowMs - known.readAtMs < this.#maxAgeMs) return known.channels;
    const entry: Entry = { readAtMs: nowMs, channels: this.#read(orgId) };
    this.#entries.set(orgId, entry);
    entry.channels.catch(() => {
      if (this.#entries.get(orgId) === entry) this.#entries.delete(orgId);
    });
    return entry.channels;
  }

  async #read(orgId: OrgId): Promise<readonly Channel[]> {
    const { channels, unusable } = await readChannels(this.#deps.redis, orgId, this.#deps.secretBox);
    const text = JSON.stringify(unusable);
    if (unusable.length > 0 && this.#said.get(orgId) !== text) {
      this.#deps.log.warn({ orgId, unusable }, 'notification_channels_unusable');
    }
    this.#said.set(orgId, text);
    return channels;
  }
}
