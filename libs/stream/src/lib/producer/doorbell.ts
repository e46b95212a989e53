import { LANES, type Lane, type OrgId } from '@redoubt/contracts';
import { bellOf, clusterKeys, partitionOf } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';

const tickMs = 10;
/** Organisations named in one message; the rest goes into the next tick. */
const maxNamesPerMessage = 200;
const orgIdLength = 36;

/**
 * Tells consumers that organisations have new entries: one message per channel and tick naming them, each followed by
 * the letters of the lanes that got some. The first ring goes out at once, later ones at the trailing edge of the
 * tick, so the last entry of a burst is always rung. A bell is a hint: consumers find everything by their sweep.
 */
export class Doorbell {
  readonly #redis: RedisClient;
  readonly #pending = new Map<number, Map<OrgId, Set<Lane>>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  ring(orgId: OrgId, lanes: readonly Lane[]): void {
    const bell = bellOf(partitionOf(orgId));
    const names = this.#pending.get(bell) ?? new Map<OrgId, Set<Lane>>();
    const rung = names.get(orgId) ?? new Set<Lane>();
    for (const lane of lanes) rung.add(lane);
    names.set(orgId, rung);
    this.#pending.set(bell, names);
    if (this.#timer) return;
    queueMicrotask(() => this.#send());
    this.#timer = setTimeout(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  #tick(): void {
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    this.#send();
    this.#timer = setTimeout(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  #send(): void {
    const commands: RedisCommand[] = [];
    for (const [bell, names] of this.#pending) {
      const channel = clusterKeys.bell(bell);
      const some = [...names].slice(0, maxNamesPerMessage);
      for (const [orgId] of some) names.delete(orgId);
      if (names.size === 0) this.#pending.delete(bell);
      const text = some.map(([orgId, lanes]) => orgId + [...lanes].join('')).join(' ');
      commands.push({ name: 'SPUBLISH', key: channel, args: [channel, text], retry: 'never' });
    }
    if (commands.length > 0) void this.#redis.batch(commands);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#send();
  }
}

const bells = new WeakMap<RedisClient, Doorbell>();

/**
 * Wakes the readers of these lanes of an organisation at once, for whoever appends by a script of its own. Call it
 * after each append: rings are gathered per client, one message per channel and 10 ms.
 */
export function ringBell(redis: RedisClient, orgId: OrgId, lanes: readonly Lane[]): void {
  let bell = bells.get(redis);
  if (!bell) {
    bell = new Doorbell(redis);
    bells.set(redis, bell);
  }
  bell.ring(orgId, lanes);
}

const known: ReadonlySet<string> = new Set(LANES);

/** Reads the names of a message; letters that are no lanes are left out, a bare name stands for the ordinary lane. */
export function readRing(name: string): { orgId: OrgId; lanes: Lane[] } {
  const letters = [...name.slice(orgIdLength)].filter((letter) => known.has(letter)) as Lane[];
  return { orgId: name.slice(0, orgIdLength) as OrgId, lanes: letters.length > 0 ? letters : ['s'] };
}
