import { join } from 'node:path';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from '../faults/faults-scenario.ts';
import type { FaultDone, FaultsDone } from '../faults/run-plan.ts';
import { startAgain } from '../faults/service-faults.ts';
import { pause, type World } from '../faults/world.ts';
import { checkOut } from './check-out.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Both ways, one release runs beside the other for this long after each service. */
const BESIDE_MS = 2_000;

/** Services of an earlier commit take load; one by one they are replaced by those of today, and by the earlier again. */
export async function runUpgrade(
  options: ChaosOptions,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const before = join(logDir, 'before');
  const hash = checkOut(ROOT, options.from, before);
  onStep(`from ${hash}`);
  const doing = async (world: World): Promise<FaultsDone> => {
    const startedMs = performance.now();
    const forth = await rolled(world, { root: ROOT, kind: 'upgrade', startedMs });
    const back = await rolled(world, { root: before, kind: 'rollback', startedMs });
    const ended = world.platform.stack.apps
      .filter((app) => !app.isRunning)
      .map(({ name }) => `${name} ended by itself`);
    return { faults: [...forth, ...back], endedUnasked: ended, notes: [`upgraded from ${hash} and back`], undone: [] };
  };
  return runFaults(options, { logDir, onStep, root: before, doing });
}

/** Readers before those who write to them, as they are started. */
async function rolled(
  { platform, onStep }: World,
  { root, kind, startedMs }: { root: string; kind: FaultDone['kind']; startedMs: number },
): Promise<FaultDone[]> {
  const done: FaultDone[] = [];
  for (const app of platform.stack.apps) {
    const fromMs = Math.round(performance.now() - startedMs);
    onStep(`${kind} of ${app.name}`);
    await app.stop();
    app.startFrom(root);
    await startAgain(app);
    done.push({ kind, fromMs, toMs: Math.round(performance.now() - startedMs) });
    await pause(BESIDE_MS);
  }
  return done;
}
