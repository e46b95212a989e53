import { toError } from '@redoubt/contracts';
import { Periodic, type ServiceParts } from '@redoubt/service';
import type { Connections } from './connections.ts';
import { forgetFindings } from './metrics.ts';
import type { InstanceLease } from './lease/instance-lease.ts';

export interface Duty {
  name: string;
  intervalMs: number;
  work: () => Promise<unknown>;
  /**
   * Goes on while Redis cannot tell who works, at the instance that did: two that repair users write the same.
   *
   * @default false
   */
  isHarmlessTwice?: boolean;
  /** Takes as long as services may take, so that its silence says nothing of this process. @default false */
  isLong?: boolean;
}

const LEASE_RENEW_MS = 3_000;

export interface DutiesDeps extends Pick<ServiceParts, 'life' | 'ops'>, Pick<Connections, 'log' | 'clock' | 'metrics'> {
  lease: InstanceLease;
  /** Done by the instance that begins to work, before anything else. */
  takeOver: () => Promise<void>;
}

/** Lets the duties run at the instance that has the lease; others look for it every few seconds. */
export class Duties {
  readonly #deps: DutiesDeps;
  #isReady = false;

  constructor(deps: DutiesDeps) {
    this.#deps = deps;
  }

  /** Takes the lease, if it is free, does the first duty once, and starts all loops. */
  async start(duties: readonly Duty[]): Promise<void> {
    await this.#renew().catch((error: unknown) => this.#deps.log.error({ err: toError(error) }, 'lease_unknown'));
    const loops = duties.map((duty) => this.#loop(duty));
    const renewing = this.#loop(
      {
        name: 'lease',
        intervalMs: LEASE_RENEW_MS,
        work: () => this.#renew(),
        isHarmlessTwice: true,
      },
      () => true,
    );
    const [first] = duties;
    if (this.#isReady) {
      await first?.work().catch((error: unknown) => this.#deps.log.error({ err: toError(error) }, 'loop_failed'));
    }
    for (const loop of [renewing, ...loops]) loop.start();
  }

  async #renew(): Promise<void> {
    const { lease, metrics, takeOver } = this.#deps;
    const isNew = await lease.renew();
    metrics.isActive.set(lease.isMine() ? 1 : 0);
    // At each look: a duty that was under way when the lease went may have told once more.
    if (lease.isOthers()) forgetFindings(metrics);
    if (isNew) this.#isReady = false;
    if (!lease.isMine() || this.#isReady) return;
    await takeOver();
    this.#isReady = true;
  }

  #loop({ name, intervalMs, work, isHarmlessTwice = false, isLong = false }: Duty, may?: () => boolean): Periodic {
    const { life, ops, lease, log, clock } = this.#deps;
    const mayWork = may ?? ((): boolean => this.#isReady && (lease.isMine() || (isHarmlessTwice && lease.wasMine())));
    const guarded = (): Promise<unknown> => (mayWork() ? work() : Promise.resolve());
    const periodic = life.own(name, new Periodic({ name, intervalMs, work: guarded }, { log, clock }));
    if (!isLong) ops.liveness(name, () => periodic.lastTick());
    return periodic;
  }
}
