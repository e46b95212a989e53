import { LoadProcess } from '../load/load-process.ts';
import type { LoadResult } from '../load/load-plan.ts';
import { CpuWatch, type CpuSeconds } from '../measure/cpu-watch.ts';
import { GroupKeeper, waitingEntries, type GroupSample } from './group-keeper.ts';
import { READERS, type WholePlatform } from './whole-platform.ts';

/** A batch of 100 is one entry or two: urgent events have a stream of their own. */
export const EVENTS_PER_ENTRY = 70;
/** About two seconds' worth at the goal. */
const MOST_WAITING_ENTRIES = 700;
const WARM_UP_MS = 15_000;
const STALL_MS = 60_000;

/** A stretch in which all groups kept up. */
export interface CapacityWindow {
  from: GroupSample;
  to: GroupSample;
  samples: readonly GroupSample[];
  cpu: CpuSeconds;
}

export interface CapacityPlan {
  seconds: number;
  isQuick: boolean;
  onStep: (text: string) => void;
  /** Called at the two ends of the measured stretch. */
  onEdge?: () => Promise<void>;
}

export function startCapacityLoad({ orgs }: WholePlatform, seed: number, tag: string): Promise<LoadProcess> {
  const authorizations = orgs.map((org) => org.authorization);
  const shape = { eventsPerRequest: 100, connections: 16, isKeyed: true, format: 'ndjson' } as const;
  return LoadProcess.start({ seed, tag, authorizations, ...shape });
}

/** Warms up, measures the highest rate at which every group keeps up, and lets everything arrive. */
export async function runCapacity(
  platform: WholePlatform,
  load: LoadProcess,
  { seconds, isQuick, onStep, onEdge }: CapacityPlan,
): Promise<{ window: CapacityWindow; result: LoadResult }> {
  const { redis } = platform.control;
  const limits = { mostEntries: isQuick ? 100 : MOST_WAITING_ENTRIES, eventsPerEntry: EVENTS_PER_ENTRY };
  const keeper = new GroupKeeper({ redis, load, orgs: platform.orgs }, limits);
  const watch = watchOf(platform, load);
  load.begin(platform.gatewayPort, 0);
  keeper.start();
  onStep('warming up');
  await pause(isQuick ? 2_000 : WARM_UP_MS);
  onStep(`measuring for ${seconds} s`);
  const first = keeper.samples.length;
  await onEdge?.();
  const from = await keeper.sample();
  watch.start();
  await pause(seconds * 1_000);
  const cpu = watch.stop();
  const to = await keeper.sample();
  await onEdge?.();
  load.throwIfFailed();
  const samples = keeper.samples.slice(first);
  await keeper.stop();
  onStep('letting the rest arrive');
  const result = await load.end();
  await untilDrained(platform);
  return { window: { from, to, samples, cpu }, result };
}

/** Waits until every group has acknowledged everything, or nothing moves any more. */
export async function untilDrained(platform: WholePlatform): Promise<void> {
  let least = Infinity;
  let progressAtMs = performance.now();
  while (performance.now() - progressAtMs < STALL_MS) {
    const waiting = await waitingEntries(platform.control.redis, platform.orgs);
    const sum = [...waiting.values()].reduce((total, entries) => total + entries, 0);
    if (sum === 0) return;
    if (sum < least) {
      least = sum;
      progressAtMs = performance.now();
    }
    await pause(100);
  }
}

/** Every process whose work an event causes. */
export function watchOf({ stack, receiver }: WholePlatform, load: LoadProcess): CpuWatch {
  const apps = Object.fromEntries(
    [...READERS, 'ingest-gateway'].map((app) => [app.replace('-', '_'), () => [stack.app(app).pid]]),
  );
  return new CpuWatch({
    ...apps,
    redis: () => stack.redis?.pids ?? [],
    postgres: () => (stack.postgres === undefined ? [] : [stack.postgres.pid]),
    generator: () => [load.pid],
    receiver: () => [receiver.pid],
  });
}

/** Events that the slowest group has settled in the window, per second. */
export function sustainedPerSecond({ from, to }: CapacityWindow): number {
  const slowest = (sample: GroupSample): number => Math.max(...sample.waiting.values()) * EVENTS_PER_ENTRY;
  const settled = to.accepted - slowest(to) - (from.accepted - slowest(from));
  return (settled * 1_000) / (to.atMs - from.atMs);
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
