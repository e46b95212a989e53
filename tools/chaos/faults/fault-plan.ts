import { seededRandom } from '@redoubt/test-kit';

/** What can go wrong with a service, PostgreSQL, a receiver or the mail server; one at a time. */
export const SERVICE_FAULTS = [
  'service_kill',
  'service_pause',
  'service_roll',
  'postgres_kill',
  'postgres_pause',
  'postgres_cut_off',
  'sink_refuses',
  'sink_hangs',
  'mail_refuses',
  'mail_down',
] as const;

/** What can go wrong with the cluster; one at a time, since two lost copies of a shard are lost data by design. */
export const REDIS_FAULTS = [
  'master_kill',
  'master_pause',
  'master_cut_off',
  'master_parted',
  'replica_kill',
  'replica_pause',
  'node_roll',
  'failover',
  'slot_move',
  'memory_full',
] as const;

export type ServiceFault = (typeof SERVICE_FAULTS)[number];
export type RedisFault = (typeof REDIS_FAULTS)[number];
export type FaultKind = ServiceFault | RedisFault | 'rotate';

export interface PlannedFault<Kind extends FaultKind = FaultKind> {
  kind: Kind;
  /** Since the load began; later when the fault before it took longer. */
  atMs: number;
  holdMs: number;
  /** In [0, 1): which of several it meets. */
  draw: number;
  /** The service it meets, of those that meet one. */
  app?: string;
}

export interface FaultPlan {
  service: readonly PlannedFault<ServiceFault>[];
  redis: readonly PlannedFault<RedisFault>[];
  /** Every password is exchanged meanwhile. */
  rotate: PlannedFault<'rotate'> | undefined;
}

/** Longer than a lease (10 s) some of the time, and longer than the cluster takes to replace a master (3 s). */
const HOLD_MS = { least: 1_000, most: 14_000 };
const PAUSE_MS = { least: 1_000, most: 5_000 };
/** Every so many seeds passwords are exchanged. */
const ROTATE_EVERY = 5;

/**
 * The faults of a seed, the same every time: those of services and those of the cluster run beside each other.
 *
 * @param without  kinds that cannot be done here
 */
export function faultPlan(
  seed: number,
  { durationMs, without }: { durationMs: number; without: ReadonlySet<FaultKind> },
): FaultPlan {
  const random = seededRandom(seed);
  const redisFaults = REDIS_FAULTS.filter((kind) => !without.has(kind));
  return {
    service: track(SERVICE_FAULTS, { seed, random, durationMs }),
    redis: track(redisFaults, { seed, random, durationMs }),
    rotate:
      seed % ROTATE_EVERY === 0
        ? { kind: 'rotate', atMs: between(random, { least: 0, most: durationMs / 2 }), holdMs: 0, draw: random() }
        : undefined,
  };
}

/** Begins with the seed's own kind, so that as many seeds as there are kinds meet each of them. */
function track<Kind extends FaultKind>(
  kinds: readonly Kind[],
  { seed, random, durationMs }: { seed: number; random: () => number; durationMs: number },
): PlannedFault<Kind>[] {
  const faults: PlannedFault<Kind>[] = [];
  let kind = kinds[seed % kinds.length] as Kind;
  for (let atMs = between(random, PAUSE_MS); atMs < durationMs;) {
    const holdMs = between(random, HOLD_MS);
    faults.push({ kind, atMs, holdMs, draw: random() });
    atMs += holdMs + between(random, PAUSE_MS);
    kind = kinds[Math.floor(random() * kinds.length)] as Kind;
  }
  return faults;
}

function between(random: () => number, { least, most }: { least: number; most: number }): number {
  return Math.round(least + random() * (most - least));
}
