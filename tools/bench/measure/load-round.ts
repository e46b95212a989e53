import type { LoadProcess } from '../load/load-process.ts';
import type { LoadResult } from '../load/load-plan.ts';
import type { CpuSeconds, CpuWatch } from './cpu-watch.ts';

/** One stretch of load on one server. */
export interface LoadRound {
  result: LoadResult;
  cpu: CpuSeconds;
  wallSeconds: number;
}

/** @throws Error  the server refuses for good */
export async function loadRound(
  load: LoadProcess,
  target: { port: number; durationMs: number },
  watch: CpuWatch,
): Promise<LoadRound> {
  const startedMs = performance.now();
  watch.start();
  const result = await load.run(target.port, target.durationMs);
  const cpu = watch.stop();
  if (result.accepted === 0) throw new Error('the server accepted nothing');
  return { result, cpu, wallSeconds: (performance.now() - startedMs) / 1_000 };
}

/** CPU of one group of processes in µs per accepted event. */
export function usPerEvent({ cpu, result }: LoadRound, group: string): number {
  return ((cpu[group] ?? Number.NaN) * 1e6) / result.accepted;
}

/** Events per second of CPU time of one group. */
export function perCoreSecond(round: LoadRound, group: string): number {
  return 1e6 / usPerEvent(round, group);
}
