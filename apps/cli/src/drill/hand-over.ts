import { toError } from '@redoubt/contracts';
import { replicationOf, type Nodes } from './choose-replica.ts';
import { failOver, type FailoverDeps } from './fail-over.ts';
import type { PlannedFailover } from './failover-plan.ts';
import { WriteProbe, type WriteProbeDeps } from './write-probe.ts';

export interface HandOverDeps extends FailoverDeps {
  redis: WriteProbeDeps['redis'];
  progress: (text: string) => void;
}

/** A failover that was done. */
export interface HandOverStep {
  from: string;
  to: string;
  promotedMs: number;
}

export interface HandedOver {
  steps: HandOverStep[];
  /** What ended it early, or was not as it should be. */
  faults: string[];
  writes: number;
  /** Acknowledged and not there afterwards, of those that could be read back. */
  writesLost: number;
  longestWriteGapMs: number;
}

/**
 * Every master in turn: over to its replica and back, while keys are written to it. What goes wrong ends it there, and
 * is told in the result: masters were changed by then.
 *
 * @param mostMs how long a master may take until it acknowledges writes again
 */
export async function handOverMasters(
  deps: HandOverDeps,
  planned: readonly PlannedFailover[],
  mostMs: number,
): Promise<HandedOver> {
  const done: HandedOver = { steps: [], faults: [], writes: 0, writesLost: 0, longestWriteGapMs: 0 };
  for (const one of planned) {
    try {
      await handOver(deps, one, { done, mostMs });
    } catch (error) {
      done.faults.push(toError(error).message);
    }
    if (done.faults.length > 0) break;
  }
  return done;
}

async function handOver(
  deps: HandOverDeps,
  planned: PlannedFailover,
  { done, mostMs }: { done: HandedOver; mostMs: number },
): Promise<void> {
  const { master, replica, slots } = planned;
  const probe = new WriteProbe(deps, slots);
  probe.start();
  try {
    for (const [from, to] of [
      [master, replica],
      [replica, master],
    ] as const) {
      deps.progress(`${to} takes over from ${from}`);
      done.steps.push({ from, to, promotedMs: await failOver(deps, { from, to }) });
    }
    if (!(await probe.takesAgain(mostMs)))
      done.faults.push(`no write was taken after ${master} had taken over again: ${probe.lastFailure}`);
  } catch (error) {
    done.faults.push(toError(error).message, ...(await swapped(deps.pool, planned)));
  }
  const { written, longestGapMs } = await probe.stop();
  done.writes += written;
  done.longestWriteGapMs = Math.max(done.longestWriteGapMs, longestGapMs);
  done.writesLost += await probe.countLost().catch((error: unknown) => {
    throw new Error(`the writes to ${master} cannot be read back: ${toError(error).message}`, { cause: error });
  });
}

/** Names a pair that was left the other way round, or may have been. */
async function swapped(nodes: Nodes, { master, replica }: PlannedFailover): Promise<string[]> {
  const role = await replicationOf(nodes, replica).then(
    (info) => info.get('role'),
    () => undefined,
  );
  if (role === 'slave') return [];
  if (role === 'master') return [`${replica} was left as master in place of ${master}`];
  return [`it is not known whether ${replica} was left as master in place of ${master}`];
}
