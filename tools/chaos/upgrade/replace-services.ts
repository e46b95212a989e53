import type { AppProcess } from '../../dev/app-process.ts';
import type { FaultDone } from '../faults/run-plan.ts';
import { startAgain } from '../faults/start-again.ts';
import { pause } from '../faults/world.ts';

/** One release runs beside the other for this long after each service. */
const BESIDE_MS = 2_000;

export type ReplacedApp = Pick<AppProcess, 'name' | 'isRunning' | 'startFrom' | 'start' | 'stop'>;

/** A checkout that services run from. */
export interface Release {
  name: string;
  root: string;
}

/**
 * Replaces services of one release by those of another, one by one, in the order in which they were started: readers
 * before those who write to them. One that does not start is of the old release again, as an operator would have it.
 *
 * @param how.held  takes the names of those that are meant to be down
 * @returns what was done, and what did not go as it should
 */
export async function replaceServices(
  apps: readonly ReplacedApp[],
  how: {
    kind: 'upgrade' | 'rollback';
    from: Release;
    to: Release;
    held: Set<string>;
    startedMs: number;
    onStep: (text: string) => void;
    besideMs?: number;
  },
): Promise<{ faults: FaultDone[]; undone: string[] }> {
  const { kind, held, startedMs, onStep, besideMs = BESIDE_MS } = how;
  const faults: FaultDone[] = [];
  const undone: string[] = [];
  for (const app of apps) {
    const fromMs = Math.round(performance.now() - startedMs);
    onStep(`${kind} of ${app.name}`);
    held.add(app.name);
    undone.push(...(await replace(app, how)));
    held.delete(app.name);
    faults.push({ kind, fromMs, toMs: Math.round(performance.now() - startedMs) });
    await pause(besideMs);
  }
  return { faults, undone };
}

/** No server is away: what does not end or start at the first time has failed. */
async function replace(app: ReplacedApp, { from, to }: { from: Release; to: Release }): Promise<string[]> {
  const undone: string[] = [];
  if (!app.isRunning) undone.push(`${app.name} of ${from.name} had ended by itself`);
  else {
    const code = await app.stop();
    if (code !== 0) undone.push(`${app.name} of ${from.name} ended with ${code ?? 'a signal'} when it was replaced`);
  }
  app.startFrom(to.root);
  try {
    await app.start();
  } catch (error) {
    undone.push(`${app.name} of ${to.name} did not start: ${firstLine(error)}`);
    await app.stop({ isForced: true });
    app.startFrom(from.root);
    await startAgain(app);
  }
  return undone;
}

function firstLine(error: unknown): string {
  return String(error).split('\n', 1)[0] ?? '';
}
