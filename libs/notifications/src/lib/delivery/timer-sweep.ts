import type { Clock, OrgId } from '@redoubt/contracts';
import type { JobQueue } from '@redoubt/jobs';
import type { Logger } from '@redoubt/telemetry';
import type { GroupStore } from '../store/group-store.ts';
import type { NotificationMetrics } from './notification-metrics.ts';
import { timerOf, type NotifyJob } from './notify-job.ts';

export interface SweepOptions {
  /** @default 15000 */
  intervalMs?: number;
  /** How late a group may be before its timer counts as lost, ms. @default 5000 */
  lateMs?: number;
}

interface SweepDeps {
  store: GroupStore;
  queue: JobQueue<NotifyJob>;
  clock: Clock;
  log: Logger;
  metrics: NotificationMetrics;
}

/**
 * Sets timers that were lost: between the write of a group and the add of its job, or with a master of the queue.
 * Covers the organisations that were given to it; one that is retried at present has its job, which is left alone.
 */
export class TimerSweep {
  readonly #deps: SweepDeps;
  readonly #lateMs: number;
  readonly #orgs = new Set<OrgId>();
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();
  #isBusy = false;

  constructor(deps: SweepDeps, options: SweepOptions = {}) {
    this.#deps = deps;
    this.#lateMs = options.lateMs ?? 5_000;
    this.#timer = setInterval(() => this.#tick(), options.intervalMs ?? 15_000);
    this.#timer.unref();
  }

  add(orgId: OrgId): void {
    this.#orgs.add(orgId);
  }

  remove(orgId: OrgId): void {
    this.#orgs.delete(orgId);
  }

  #tick(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#running = this.sweep()
      .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'notification_sweep_failed'))
      .then(() => void (this.#isBusy = false));
  }

  /** One look at all organisations; gives the number of timers that were set again. */
  async sweep(): Promise<number> {
    const { store, queue, clock, metrics, log } = this.#deps;
    const nowMs = clock.now();
    let restored = 0;
    for (const { orgId, ...ref } of await store.due([...this.#orgs], nowMs - this.#lateMs)) {
      const [group] = await store.read(orgId, [ref]);
      if (!group?.state) continue;
      const { data, jobId, delayMs } = timerOf(orgId, group.state, nowMs);
      const state = await queue.state(jobId);
      if (state === 'waiting' || state === 'delayed' || state === 'active') continue;
      await queue.revive(data, { jobId, delayMs });
      restored += 1;
    }
    if (restored > 0) log.warn({ restored }, 'notification_timers_restored');
    metrics.restored.inc(restored);
    return restored;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
