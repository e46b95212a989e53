import { toError, type Clock } from '@redoubt/contracts';
import { replicationOf, type Nodes } from './choose-replica.ts';

export interface FailoverDeps {
  pool: Nodes;
  clock: Clock;
  signal: AbortSignal;
  pause: (ms: number) => Promise<void>;
}

const TIMEOUT_MS = 30_000;
/** Masters refuse their vote while the replica's view is behind theirs, so it asks again. */
const ASK_AGAIN_MS = 2_000;
const LOOK_MS = 20;

/**
 * Has `to` take over from its master without losing a write, and waits until the old master follows it.
 *
 * @returns ms from the order to the new master
 * @throws Error that says what was not reached within 30 s, or was interrupted
 */
export async function failOver(deps: FailoverDeps, { from, to }: { from: string; to: string }): Promise<number> {
  const { pool, clock } = deps;
  const startedMs = clock.monotonicMs();
  let askedMs = -Infinity;
  await until(deps, `${to} has not become master`, async () => {
    if ((await replicationOf(pool, to)).get('role') === 'master') return true;
    if (clock.monotonicMs() - askedMs >= ASK_AGAIN_MS) {
      askedMs = clock.monotonicMs();
      await pool.call(to, 'CLUSTER', 'FAILOVER');
    }
    return false;
  });
  const tookMs = clock.monotonicMs() - startedMs;
  await until(deps, `${from} does not follow ${to}`, async () => {
    const info = await replicationOf(pool, from);
    return info.get('role') === 'slave' && info.get('master_link_status') === 'up';
  });
  return Math.round(tookMs);
}

async function until(deps: FailoverDeps, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = deps.clock.monotonicMs() + TIMEOUT_MS;
  let last = '';
  for (;;) {
    if (deps.signal.aborted) throw new Error(`${what}: interrupted`);
    const answer = await isSo().catch((error: unknown) => toError(error).message);
    if (answer === true) return;
    if (typeof answer === 'string') last = answer;
    if (deps.clock.monotonicMs() >= deadlineMs) throw new Error(last === '' ? what : `${what}: ${last}`);
    await deps.pause(LOOK_MS);
  }
}
