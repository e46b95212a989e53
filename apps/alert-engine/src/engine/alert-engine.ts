import { toError, type OrgId, type Outcome } from '@redoubt/contracts';
import type { BatchContext, EventBatch, RecordBatch } from '@redoubt/stream';
import { OrgEngine, type OrgEngineDeps } from './org-engine.ts';

export interface AlertEngineOptions {
  /** Organisations kept in memory; idle ones beyond leave and are read from Redis again when something comes. */
  maxOrgsInMemory: number;
  /** The same for what their states take together, bytes, looked at with each tick; one organisation may take more. */
  maxStateBytes: number;
  /** Rules and settings are compared with Redis this often: the truth behind the `settings.changed` command. */
  settingsIntervalMs: number;
  /** How often time passes for organisations without traffic. */
  tickIntervalMs: number;
}

interface Owned {
  engine: OrgEngine;
  epoch: number;
}

/** What is kept of an owned organisation that is not in memory. */
interface Resting {
  epoch: number;
  /** When time alone changes something of it, epoch ms; undefined when nothing will. */
  dueMs: number | undefined;
  /** False: the stored state has yet to be asked for `dueMs`. */
  isKnown: boolean;
  writtenVersion: number;
}

/** What the consumer knows of the organisations it owns. */
export interface ConsumerView {
  owned(): ReadonlyMap<OrgId, number>;
  /** Epoch ms up to which everything accepted has been handled; undefined while there is more. */
  caughtUpAtMs(orgId: OrgId): number | undefined;
}

/** Organisations whose due times are read in one turn. */
const LEARNED_AT_ONCE = 1_000;
/** Organisations looked at in one turn of a timer, so that none of them holds up the loop. */
const TURN_SIZE = 100;

/** Detection and alerts of every organisation this worker owns. */
export class AlertEngine {
  readonly #deps: OrgEngineDeps;
  readonly #options: AlertEngineOptions;
  /** Least recently used first. */
  readonly #owned = new Map<OrgId, Owned>();
  readonly #resting = new Map<OrgId, Resting>();
  #timers: NodeJS.Timeout[] = [];
  #turning: Promise<void> | undefined;

  constructor(deps: OrgEngineDeps, options: AlertEngineOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  start(view: ConsumerView): void {
    this.#timers = [
      setInterval(() => {
        this.#turning ??= this.#tick(view)
          .catch((error: unknown) => this.#deps.log.warn({ err: toError(error) }, 'tick_failed'))
          .finally(() => (this.#turning = undefined));
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
    this.#resting.delete(orgId);
  }

  #engineOf(orgId: OrgId, epoch: number): OrgEngine {
    const known = this.#owned.get(orgId);
    const owned = known?.epoch === epoch ? known : { engine: this.#wake(orgId, epoch), epoch };
    this.#owned.delete(orgId);
    this.#owned.set(orgId, owned);
    this.#resting.delete(orgId);
    if (this.#owned.size > this.#options.maxOrgsInMemory) this.#evict(orgId);
    return owned.engine;
  }

  #wake(orgId: OrgId, epoch: number): OrgEngine {
    const before = this.#resting.get(orgId);
    return new OrgEngine(orgId, this.#deps, before?.epoch === epoch ? before.writtenVersion : 0);
  }

  /** Lets idle organisations go that were used least recently; busy ones stay, so the bound may be passed by those. */
  #evict(used: OrgId): void {
    for (const [orgId, owned] of this.#owned) {
      if (this.#owned.size <= this.#options.maxOrgsInMemory) return;
      if (orgId !== used && owned.engine.isIdle) this.#rest(orgId, owned);
    }
  }

  #rest(orgId: OrgId, { engine, epoch }: Owned): void {
    this.#owned.delete(orgId);
    const { isLoaded: isKnown, writtenVersion } = engine;
    this.#resting.set(orgId, { epoch, dueMs: engine.nextDueMs(), isKnown, writtenVersion });
  }

  /** As `#evict`, by what they take. */
  #evictLarge(): void {
    let bytes = 0;
    for (const { engine } of this.#owned.values()) bytes += engine.sizeBytes;
    for (const [orgId, owned] of this.#owned) {
      if (bytes <= this.#options.maxStateBytes || this.#owned.size === 1) break;
      if (!owned.engine.isIdle) continue;
      bytes -= owned.engine.sizeBytes;
      this.#rest(orgId, owned);
    }
    this.#deps.metrics.stateBytes.set(bytes);
  }

  /** Time passes for those in memory, and for those at rest whose time has come. */
  async #tick(view: ConsumerView): Promise<void> {
    this.#evictLarge();
    const all = view.owned();
    // A run that failed threw its memory away: when time changes something, only the stored state knows.
    for (const [orgId, owned] of this.#owned)
      if (owned.engine.isIdle && !owned.engine.isLoaded) this.#rest(orgId, owned);
    await this.#learnDueTimes(all);
    const due: [OrgId, number, number][] = [];
    for (const [orgId, epoch] of all) {
      const nowMs = view.caughtUpAtMs(orgId);
      if (nowMs === undefined) continue;
      const dueMs = this.#owned.get(orgId)?.engine.nextDueMs() ?? this.#resting.get(orgId)?.dueMs;
      if (dueMs !== undefined && dueMs <= nowMs) due.push([orgId, epoch, nowMs]);
    }
    for (let at = 0; at < due.length; at += TURN_SIZE) {
      const turn = due.slice(at, at + TURN_SIZE);
      await Promise.all(turn.map(([orgId, epoch, nowMs]) => this.#engineOf(orgId, epoch).tick(nowMs, epoch)));
    }
  }

  /** A new owner has nothing in memory, and may get no event that would bring it there: the state tells its time. */
  async #learnDueTimes(all: ReadonlyMap<OrgId, number>): Promise<void> {
    const isUnknown = (orgId: OrgId, epoch: number): boolean => {
      const resting = this.#resting.get(orgId);
      return !this.#owned.has(orgId) && (resting?.epoch !== epoch || !resting.isKnown);
    };
    const unknown = [...all].filter(([orgId, epoch]) => isUnknown(orgId, epoch)).slice(0, LEARNED_AT_ONCE);
    if (unknown.length === 0) return;
    const times = await this.#deps.store.dueTimes(unknown.map(([orgId]) => orgId));
    unknown.forEach(([orgId, epoch], index) => {
      if (!isUnknown(orgId, epoch)) return;
      const before = this.#resting.get(orgId);
      const writtenVersion = before?.epoch === epoch ? before.writtenVersion : 0;
      this.#resting.set(orgId, { epoch, dueMs: times[index], isKnown: true, writtenVersion });
    });
  }
}
