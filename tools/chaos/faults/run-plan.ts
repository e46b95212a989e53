import { randomUUID } from 'node:crypto';
import type { ClusterWitness } from '../rotation/cluster-witness.ts';
import { DeathWatch } from './death-watch.ts';
import type { FaultKind, FaultPlan, PlannedFault } from './fault-plan.ts';
import { doRedisFault } from './redis-faults.ts';
import { doServiceFault } from './service-faults.ts';
import { pause, type World } from './world.ts';

const ROTATION_TIMEOUT_MS = 300_000;

export interface FaultDone {
  kind: FaultKind | 'upgrade' | 'rollback';
  /** Since the first fault might have begun, ms. */
  fromMs: number;
  toMs: number;
  /** The service it met, if it meets one. */
  target?: string;
}

export interface FaultsDone {
  faults: readonly FaultDone[];
  /** Services that ended although nobody told them to; they were started again. */
  endedUnasked: readonly string[];
  notes: readonly string[];
  /** What was to be done and was not. */
  undone: readonly string[];
}

/** Does all faults of a plan, those of services beside those of the cluster. */
export async function runPlan(world: World, plan: FaultPlan, witness: ClusterWitness): Promise<FaultsDone> {
  const startedMs = performance.now();
  const faults: FaultDone[] = [];
  const notes: string[] = [];
  const { undone } = world;
  const watch = new DeathWatch(world.platform.stack.apps, world.held);
  const follow = async <Kind extends FaultKind>(
    planned: readonly PlannedFault<Kind>[],
    work: (fault: PlannedFault<Kind>) => Promise<void>,
  ): Promise<void> => {
    for (const fault of planned) {
      await pause(Math.max(0, fault.atMs - (performance.now() - startedMs)));
      const fromMs = Math.round(performance.now() - startedMs);
      await work(fault);
      const toMs = Math.round(performance.now() - startedMs);
      faults.push({ kind: fault.kind, fromMs, toMs, ...(fault.app === undefined ? {} : { target: fault.app }) });
    }
  };
  watch.start();
  try {
    await Promise.all([
      follow(plan.service, (fault) => doServiceFault(world, fault)),
      follow(plan.redis, (fault) => doRedisFault(world, fault)),
      follow(plan.rotate ? [plan.rotate] : [], async () => {
        world.onStep('every password is exchanged');
        const request = { action: 'rotate', requestId: randomUUID(), actor: 'chaos', reason: 'chaos' } as const;
        const { ok, detail } = await witness.ask(request, ROTATION_TIMEOUT_MS);
        (ok ? notes : undone).push(`rotation ${ok ? 'done' : 'not done'}: ${detail}`);
      }),
    ]);
  } finally {
    await watch.stop();
  }
  return { faults, endedUnasked: watch.ended, notes, undone };
}
