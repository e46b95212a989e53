import type { FaultPlan, PlannedFault, ServiceFault } from '../faults/fault-plan.ts';
import type { MustBeZero } from '../faults/must-be-zero.ts';

/** A change to one source file: `from` has to stand in it exactly once. */
export interface Edit {
  /** Path in the checkout. */
  file: string;
  from: string;
  to: string;
}

/** A build with one guarantee taken out, and the faults under which that has to show. */
export interface BrokenBuild {
  name: string;
  /** What was taken out, in words. */
  what: string;
  edits: readonly Edit[];
  plan: FaultPlan;
  /** Figures of the judge, one of which has to be above zero. */
  shownBy: readonly MustBeZero[];
}

/** Acknowledgements, fence and trimming are what keeps events from being lost or stored twice. */
export const BROKEN_BUILDS: readonly BrokenBuild[] = [
  {
    name: 'ack_before_store',
    what: 'db-writer acknowledges events before PostgreSQL has them',
    edits: [
      {
        file: 'apps/db-writer/src/store/store-handler.ts',
        from: 'const result = await deps.commit.add({ orgId, epoch: context.epoch, lane, events }, context.signal);',
        to: `void deps.commit.add({ orgId, epoch: context.epoch, lane, events }, context.signal).catch(() => undefined);
    const refused: { eventId: string; reason: string }[] = [];
    const result = { kind: 'stored' as const, storedCount: 0, alreadyStoredCount: events.length, refused };`,
      },
      {
        // A note of what was never committed would be taken for a restore, and the rewind would bring the loss back.
        file: 'apps/db-writer/src/store/store-handler.ts',
        from: 'await deps.reached.keep({ orgId, epoch: context.epoch, lane, events });',
        to: '// nothing was committed that could be noted',
      },
    ],
    plan: planOf(times(6, { kind: 'service_kill', app: 'db-writer', holdMs: 1_000 })),
    shownBy: ['lost'],
  },
  {
    name: 'fence_removed',
    what: 'db-writer stores without asking whose turn it is and what is stored already',
    edits: [
      {
        file: 'libs/storage/src/lib/position-rows.ts',
        from: 'return Number(this.#rows.get(batch.orgId + batch.lane)?.epoch) === batch.epoch;',
        to: 'return this.#rows.size >= 0 && batch.epoch >= 0;',
      },
      {
        file: 'libs/storage/src/lib/position-rows.ts',
        from: 'return first && isAfter(first, last) ? batch.events : batch.events.filter((event) => isAfter(event, last));',
        to: 'return first && isAfter(first, last) ? batch.events : [...batch.events];',
      },
      {
        // Acknowledgements take their time, which by itself breaks nothing: each kill falls between commit and one of them.
        file: 'apps/db-writer/src/store/store-handler.ts',
        from: "if (result.refused.length === 0) return 'ack';",
        to: `await new Promise((resolve) => setTimeout(resolve, 300));
    if (!result.refused.length) return 'ack';`,
      },
    ],
    // A master that stands still keeps acknowledgements from arriving while PostgreSQL goes on.
    plan: {
      ...planOf(times(6, { kind: 'service_kill', app: 'db-writer', holdMs: 1_000 })),
      redis: times(3, { kind: 'master_kill', holdMs: 6_000 }),
    },
    shownBy: ['duplicated'],
  },
  {
    name: 'trimmed_by_length',
    what: 'streams are cut to a length, whoever has not read them',
    edits: [
      {
        file: 'libs/stream/src/lib/scripts/trim-n.lua',
        from: "redis.call('XTRIM', stream, 'MINID', ARGV[1], least)",
        to: "redis.call('XTRIM', stream, 'MAXLEN', 20)",
      },
    ],
    plan: planOf([
      { kind: 'service_kill', app: 'siem-forwarder', atMs: 1_000, holdMs: 25_000, draw: 0 },
      { kind: 'service_kill', app: 'alert-engine', atMs: 30_000, holdMs: 10_000, draw: 0 },
    ]),
    shownBy: ['lost', 'sink_missing', 'alerts_missed', 'alerts_miscounted'],
  },
];

function planOf(service: readonly PlannedFault<ServiceFault>[]): FaultPlan {
  return { service, redis: [], rotate: undefined };
}

function times<Fault extends Omit<PlannedFault, 'atMs' | 'draw'>>(
  count: number,
  fault: Fault,
): (Fault & { atMs: number; draw: number })[] {
  return Array.from({ length: count }, (_, i) => ({ ...fault, atMs: 2_000 + i * 7_000, draw: i / count }));
}
