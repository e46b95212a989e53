import { toError, type OrgId } from '@redoubt/contracts';
import { ModelShelf } from '@redoubt/scoring';
import { PauseError, type BatchContext, type EventBatch, type RecordBatch } from '@redoubt/stream';
import type { ScoringOptions } from '../config.ts';
import { GrowingPause } from './growing-pause.ts';
import { OrgScorer, type OrgScorerDeps } from './org-scorer.ts';
import { verdictOf } from './verdict-of.ts';

/** Organisations looked at in one turn of the clock at the same time. */
const TURN_SIZE = 50;
/** Models that are being saved to make room, at a time. */
export const MAX_LEAVING = 16;
/** Until one of them has left. */
const LEAVING_PAUSE_MS = 500;

/** Scoring for every organisation this worker owns, with as many models in memory as fit. */
export class Scorer {
  readonly #deps: OrgScorerDeps;
  readonly #stop = new AbortController();
  readonly #options: ScoringOptions;
  readonly #orgs = new Map<OrgId, OrgScorer>();
  readonly #shelf: ModelShelf;
  #leaving = 0;
  /** After a model could not be saved to make room. */
  readonly #rest: GrowingPause;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> | undefined;

  constructor(deps: Omit<OrgScorerDeps, 'stopping' | 'checkRoom'>, options: ScoringOptions) {
    this.#deps = { ...deps, stopping: this.#stop.signal, checkRoom: () => this.#checkRoom() };
    this.#options = options;
    this.#rest = new GrowingPause(deps.clock);
    this.#shelf = new ModelShelf({
      maxBytes: options.modelsMaxBytes,
      onLeave: ({ orgId }) => this.#evict(orgId as OrgId),
    });
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#turning ??= this.#turn().finally(() => (this.#turning = undefined));
    }, this.#options.tickIntervalMs);
  }

  /** To be called when the process begins to stop: models that are learning their past give up, for the next owner. */
  stopLearning(): void {
    this.#stop.abort();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turning;
  }

  handleEvents(batch: EventBatch, context: BatchContext): Promise<'ack'> {
    if (this.#options.isOn) return this.#with(batch.orgId, (scorer) => scorer.handleEvents(batch, context));
    this.#deps.metrics.unscored.inc({ reason: 'kill_switch' }, batch.events.length);
    return Promise.resolve('ack');
  }

  /** Takes records of the alerts stream: verdicts on anomalies change the model, everything else is passed by. */
  async handleVerdicts(batch: RecordBatch, context: BatchContext): Promise<'ack'> {
    const verdicts = batch.records.flatMap((record) => verdictOf(record) ?? []);
    if (!this.#options.isOn || verdicts.length === 0) return 'ack';
    return this.#with(batch.orgId, (scorer) => scorer.handleVerdicts(verdicts, context));
  }

  async #with(orgId: OrgId, work: (scorer: OrgScorer) => Promise<'ack'>): Promise<'ack'> {
    const scorer = this.#orgs.get(orgId) ?? new OrgScorer(orgId, this.#deps, this.#options);
    this.#orgs.set(orgId, scorer);
    try {
      return await work(scorer);
    } finally {
      this.#weigh(orgId, scorer);
    }
  }

  /** To be called while the ownership still holds: saves what the model has learned. */
  async leaving(orgId: OrgId): Promise<void> {
    await this.#orgs.get(orgId)?.leave();
  }

  /** To be called when an ownership ends: what is in memory is another worker's now. */
  release(orgId: OrgId): void {
    this.#orgs.delete(orgId);
    this.#shelf.take(orgId);
    this.#deps.settings.forget(orgId);
    this.#tell();
  }

  #weigh(orgId: OrgId, scorer: OrgScorer): void {
    if (scorer.model && this.#orgs.get(orgId) === scorer) this.#shelf.put(scorer.model);
    else this.#shelf.take(orgId);
    this.#makeRoom();
    this.#tell();
  }

  /** A Redis that refuses writes would refuse one model after the other: while it does, one is tried after each rest. */
  #makeRoom(): void {
    if (!this.#rest.hasFailed) this.#shelf.makeRoom(MAX_LEAVING - this.#leaving);
    else if (this.#leaving === 0 && this.#rest.leftMs === 0) this.#shelf.makeRoom(1);
  }

  /** @throws PauseError when memory is full of models that cannot be saved, or not as fast as others come */
  #checkRoom(): void {
    const isStuck = this.#rest.hasFailed || this.#leaving >= MAX_LEAVING;
    if (!isStuck || !this.#shelf.isOverfull) return;
    throw new PauseError('there is no room for another model', Math.max(LEAVING_PAUSE_MS, this.#rest.leftMs));
  }

  /** One that comes back meanwhile waits for its checkpoint and is read again. */
  #evict(orgId: OrgId): void {
    const scorer = this.#orgs.get(orgId);
    if (scorer) void this.#leave(orgId, scorer);
  }

  async #leave(orgId: OrgId, scorer: OrgScorer): Promise<void> {
    const { metrics, log } = this.#deps;
    this.#leaving += 1;
    try {
      await scorer.leave();
    } catch (error) {
      log.warn({ orgId, err: toError(error) }, 'eviction_failed');
    }
    this.#leaving -= 1;
    if (scorer.model) {
      metrics.failedEvictions.inc();
      this.#rest.failed();
    } else {
      metrics.evictions.inc();
      this.#rest.succeeded();
    }
    this.#weigh(orgId, scorer);
  }

  async #turn(): Promise<void> {
    const all = [...this.#orgs.values()];
    for (let at = 0; at < all.length; at += TURN_SIZE) {
      await Promise.all(all.slice(at, at + TURN_SIZE).map((scorer) => scorer.tick()));
    }
    this.#makeRoom();
    this.#deps.metrics.drift.set(Math.max(0, ...all.map(({ model }) => model?.drift.distance() ?? 0)));
  }

  #tell(): void {
    this.#deps.metrics.models.set(this.#shelf.count);
    this.#deps.metrics.modelBytes.set(this.#shelf.sizeBytes);
  }
}
