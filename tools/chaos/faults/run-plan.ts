import { randomUUID } from 'node:crypto';
import type { ClusterWitness } from '../rotation/cluster-witness.ts';
import type { FaultKind, FaultPlan, PlannedFault } from './fault-plan.ts';
import { doRedisFault } from './redis-faults.ts';
import { doServiceFault, startAgain } from './service-faults.ts';
import { pause, type World } from './world.ts';

const WATCH_MS = 250;
const ROTATION_TIMEOUT_MS = 300_000;

export interface FaultDone {
  kind: FaultKind | 'upgrade' | 'rollback';
  /** Since the first fault might have begun, ms. */
  fromMs: number;
  toMs: number;
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
  const undone: string[] = [];
  const watch = new DeathWatch(world);
  const follow = async <Kind extends FaultKind>(
    planned: readonly PlannedFault<Kind>[],
    work: (fault: PlannedFault<Kind>) => Promise<void>,
  ): Promise<void> => {
    for (const fault of planned) {
      await pause(fault.atMs - (performance.now() - startedMs));
      const fromMs = Math.round(performance.now() - startedMs);
      await work(fault);
      faults.push({ kind: fault.kind, fromMs, toMs: Math.round(performance.now() - startedMs) });
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

/** Starts again what ends by itself, as an orchestrator does, and keeps note of it. */
class DeathWatch {
  readonly ended: string[] = [];
  readonly #world: World;
  #running: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    this.#running = this.#run();
    // Told by `stop`.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      for (const app of this.#world.platform.stack.apps) {
        if (app.isRunning || this.#world.held.has(app.name)) continue;
        this.ended.push(`${app.name} ended by itself (${app.logFile})`);
        await startAgain(app);
      }
      await pause(WATCH_MS);
    }
  }
}
