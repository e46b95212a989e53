import { toError, type OrgId } from '@redoubt/contracts';
import { ModelShelf } from '@redoubt/scoring';
import type { BatchContext, EventBatch, RecordBatch } from '@redoubt/stream';
import type { ScoringOptions } from '../config.ts';
import { OrgScorer, type OrgScorerDeps } from './org-scorer.ts';
import { verdictOf } from './verdict-of.ts';

/** Organisations looked at in one turn of the clock at the same time. */
const TURN_SIZE = 50;

/** Scoring for every organisation this worker owns, with as many models in memory as fit. */
export class Scorer {
  readonly #deps: OrgScorerDeps;
  readonly #stop = new AbortController();
  readonly #options: ScoringOptions;
  readonly #orgs = new Map<OrgId, OrgScorer>();
  readonly #shelf: ModelShelf;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> | undefined;

  constructor(deps: Omit<OrgScorerDeps, 'stopping'>, options: ScoringOptions) {
    this.#deps = { ...deps, stopping: this.#stop.signal };
    this.#options = options;
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
    this.#tell();
  }

  /** One that comes back meanwhile waits for its checkpoint and is read again. */
  #evict(orgId: OrgId): void {
    this.#deps.metrics.evictions.inc();
    const scorer = this.#orgs.get(orgId);
    scorer
      ?.leave()
      .catch((error: unknown) => this.#deps.log.warn({ orgId, err: toError(error) }, 'eviction_failed'))
      .finally(() => this.#weigh(orgId, scorer));
  }

  async #turn(): Promise<void> {
    const all = [...this.#orgs.values()];
    for (let at = 0; at < all.length; at += TURN_SIZE) {
      await Promise.all(all.slice(at, at + TURN_SIZE).map((scorer) => scorer.tick()));
    }
    this.#deps.metrics.drift.set(Math.max(0, ...all.map(({ model }) => model?.drift.distance() ?? 0)));
  }

  #tell(): void {
    this.#deps.metrics.models.set(this.#shelf.count);
    this.#deps.metrics.modelBytes.set(this.#shelf.sizeBytes);
  }
}
