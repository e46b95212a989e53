import type { OrgId } from '@redoubt/contracts';
import { bellOf, clusterKeys, orgKeys, partitionOf } from '@redoubt/key-schema';
import type { RedisClient, Subscription } from '@redoubt/redis';
import { readRing } from '@redoubt/stream';
import { parseEndedSessions, type EndedSessions } from '@redoubt/tenancy';

export interface SignalListeners {
  /** An organisation's alert stream got something. */
  onAlerts(orgId: OrgId): void;
  onEnded(ended: EndedSessions): void;
  /** Messages of these organisations may have been missed until now. */
  onGap(orgIds: readonly OrgId[]): void;
}

interface Channel {
  isBell: boolean;
  /** Organisations with sockets here that it concerns. */
  orgIds: Set<OrgId>;
}

/**
 * Listens for the organisations that have sockets here: to the doorbells of their partitions and to the ends of their
 * sessions. Both are hints that come at once; what is missed is found by probes.
 */
export class FeedSignals {
  readonly #channels: Map<string, Channel>;
  readonly #subscription: Subscription;

  private constructor(subscription: Subscription, channels: Map<string, Channel>) {
    this.#subscription = subscription;
    this.#channels = channels;
  }

  static async open(redis: RedisClient, listeners: SignalListeners): Promise<FeedSignals> {
    const channels = new Map<string, Channel>();
    const subscription = await redis.subscribe(
      [],
      (name, message) => {
        const channel = channels.get(name);
        if (channel?.isBell) hearRings(listeners, channel.orgIds, message);
        else if (channel) hearEnd(listeners, name, message);
      },
      (names) => listeners.onGap([...new Set(names.flatMap((name) => [...(channels.get(name)?.orgIds ?? [])]))]),
    );
    return new FeedSignals(subscription, channels);
  }

  watch(orgId: OrgId): void {
    const fresh = channelsOf(orgId).filter(({ name, isBell }) => {
      const known = this.#channels.get(name);
      if (known) known.orgIds.add(orgId);
      else this.#channels.set(name, { isBell, orgIds: new Set([orgId]) });
      return !known;
    });
    void this.#subscription.add(fresh.map(({ name }) => name));
  }

  unwatch(orgId: OrgId): void {
    const left = channelsOf(orgId).filter(({ name }) => {
      const known = this.#channels.get(name);
      known?.orgIds.delete(orgId);
      return known?.orgIds.size === 0 && this.#channels.delete(name);
    });
    this.#subscription.remove(left.map(({ name }) => name));
  }

  close(): void {
    this.#subscription.close();
  }
}

function channelsOf(orgId: OrgId): { name: string; isBell: boolean }[] {
  return [
    { name: clusterKeys.bell(bellOf(partitionOf(orgId))), isBell: true },
    { name: orgKeys(orgId).sessionsEnded(), isBell: false },
  ];
}

function hearRings(listeners: SignalListeners, orgIds: ReadonlySet<OrgId>, message: string): void {
  for (const name of message.split(' ')) {
    const { orgId, lanes } = readRing(name);
    if (orgIds.has(orgId) && lanes.includes('a')) listeners.onAlerts(orgId);
  }
}

function hearEnd(listeners: SignalListeners, name: string, message: string): void {
  const ended = parseEndedSessions(name, message);
  if (ended) listeners.onEnded(ended);
}
