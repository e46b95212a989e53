import type { Clock, OrgId, Outcome } from '@redoubt/contracts';
import type { BatchContext, EventBatch, RecordBatch } from '@redoubt/stream';
import { OrgEngine, type OrgEngineDeps } from './org-engine.ts';

export interface AlertEngineOptions {
  /** Organisations kept in memory; idle ones beyond leave and are read from Redis again when something comes. */
  maxOrgsInMemory: number;
  /** Rules and settings are compared with Redis this often: the truth behind the `settings.changed` command. */
  settingsIntervalMs: number;
  /** How often time passes for organisations without traffic. */
  tickIntervalMs: number;
}

interface Owned {
  engine: OrgEngine;
  epoch: number;
}

/** Organisations looked at in one turn of a timer, so that none of them holds up the loop. */
const TURN_SIZE = 100;

/** Detection and alerts of every organisation this worker owns. */
export class AlertEngine {
  readonly #deps: OrgEngineDeps & { clock: Clock };
  readonly #options: AlertEngineOptions;
  /** Least recently used first. */
  readonly #owned = new Map<OrgId, Owned>();
  #timers: NodeJS.Timeout[] = [];
  #turning: Promise<void> | undefined;

  constructor(deps: OrgEngineDeps & { clock: Clock }, options: AlertEngineOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  get organizations(): number {
    return this.#owned.size;
  }

  /** @param caughtUpAtMs epoch ms up to which everything accepted has been handled; undefined while there is more */
  start(caughtUpAtMs: (orgId: OrgId) => number | undefined): void {
    this.#timers = [
      setInterval(() => {
        this.#turning ??= this.#tick(caughtUpAtMs).finally(() => (this.#turning = undefined));
      }, this.#options.tickIntervalMs),
      setInterval(() => {
        for (const { engine } of this.#owned.values()) engine.renewRules();
      }, this.#options.settingsIntervalMs),
    ];
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#turning;
  }

  handleEvents(batch: EventBatch, context: BatchContext): Promise<readonly Outcome[] | 'ack'> {
    return this.#engineOf(batch.orgId, context.epoch).handleEvents(batch, context);
  }

  handleRecords(batch: RecordBatch, context: BatchContext): Promise<readonly Outcome[] | 'ack'> {
    return this.#engineOf(batch.orgId, context.epoch).handleRecords(batch, context);
  }

  /** To be called when an ownership ends: what is in memory is another worker's now. */
  release(orgId: OrgId): void {
    this.#owned.delete(orgId);
  }

  #engineOf(orgId: OrgId, epoch: number): OrgEngine {
    const known = this.#owned.get(orgId);
    const owned = known?.epoch === epoch ? known : { engine: new OrgEngine(orgId, this.#deps), epoch };
    this.#owned.delete(orgId);
    this.#owned.set(orgId, owned);
    if (this.#owned.size > this.#options.maxOrgsInMemory) this.#evict();
    return owned.engine;
  }

  /** Lets idle organisations go that were used least recently; busy ones stay, so the bound may be passed by those. */
  #evict(): void {
    for (const [orgId, { engine }] of this.#owned) {
      if (this.#owned.size <= this.#options.maxOrgsInMemory) return;
      if (engine.isIdle && !engine.hasDue()) this.#owned.delete(orgId);
    }
  }

  async #tick(caughtUpAtMs: (orgId: OrgId) => number | undefined): Promise<void> {
    const owned = [...this.#owned];
    for (let at = 0; at < owned.length; at += TURN_SIZE) {
      const turn: Promise<void>[] = [];
      for (const [orgId, { engine, epoch }] of owned.slice(at, at + TURN_SIZE)) {
        const nowMs = caughtUpAtMs(orgId);
        if (nowMs !== undefined) turn.push(engine.tick(nowMs, epoch));
      }
      await Promise.all(turn);
    }
  }
}
