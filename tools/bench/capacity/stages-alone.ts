import type { LoadResult } from '../load/load-plan.ts';
import type { LoadProcess } from '../load/load-process.ts';
import { CpuWatch } from '../measure/cpu-watch.ts';
import { untilDrained } from './capacity-run.ts';
import { waitingEntries } from './group-keeper.ts';
import { READERS, type Reader, type WholePlatform } from './whole-platform.ts';

export interface StagesAlone {
  /** CPU µs per event of each service with the servers it uses, nothing else running. */
  us: ReadonlyMap<Reader | 'ingest-gateway', number>;
  /** What was sent for it. */
  result: LoadResult;
}

const GROUP_OF: Readonly<Record<Reader, string>> = {
  'db-writer': 'db_writer',
  'alert-engine': 'alert_engine',
  'ml-scorer': 'ml_engine',
  'siem-forwarder': 'siem_forwarder',
};
const POLL_MS = 50;
const DRAIN_TIMEOUT_MS = 300_000;

/** Fills the streams with nobody reading, then lets one reader after the other read them to the end; all run afterwards. */
export async function measureStagesAlone(
  platform: WholePlatform,
  load: LoadProcess,
  { events, onStep }: { events: number; onStep: (text: string) => void },
): Promise<StagesAlone> {
  const stages = new Map<Reader | 'ingest-gateway', number>();
  onStep(`alone: ingest-gateway, ${events} events`);
  const sending = usPerEvent(platform, 'ingest-gateway', events, () => load.runEvents(platform.gatewayPort, events));
  const { us, done: result } = await sending;
  stages.set('ingest-gateway', us);
  for (const reader of READERS) {
    onStep(`alone: ${reader}`);
    await platform.stack.startApps([reader]);
    const reading = usPerEvent(platform, reader, events, () => untilRead(platform, GROUP_OF[reader]));
    stages.set(reader, (await reading).us);
    await platform.stack.app(reader).stop();
  }
  for (const reader of READERS) await platform.stack.app(reader).start();
  await untilDrained(platform);
  return { us: stages, result };
}

async function usPerEvent<T>(
  { stack }: WholePlatform,
  app: string,
  events: number,
  work: () => Promise<T>,
): Promise<{ us: number; done: T }> {
  const watch = new CpuWatch({
    app: () => [stack.app(app).pid],
    redis: () => stack.redis?.pids ?? [],
    postgres: () => (stack.postgres === undefined ? [] : [stack.postgres.pid]),
  });
  watch.start();
  const done = await work();
  const seconds = Object.values(watch.stop()).reduce((sum, one) => sum + one, 0);
  return { us: (seconds * 1e6) / events, done };
}

async function untilRead(platform: WholePlatform, group: string): Promise<void> {
  const endMs = performance.now() + DRAIN_TIMEOUT_MS;
  while (performance.now() < endMs) {
    const waiting = await waitingEntries(platform.control.redis, platform.orgs);
    const left = [...waiting].filter(([name]) => name === group || name.startsWith(`${group}:`));
    if (left.length > 0 && left.every(([, entries]) => entries === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${group} did not read the streams to the end in ${DRAIN_TIMEOUT_MS} ms`);
}
