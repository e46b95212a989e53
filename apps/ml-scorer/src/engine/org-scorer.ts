import { randomBytes, randomUUID } from 'node:crypto';
import { LeaseLostError, RetryableError, type Clock, type OrgId } from '@redoubt/contracts';
import { OrgModel, readFeatures, SEED_BYTES, seedFrom, type ScoringEvent, type Verdict } from '@redoubt/scoring';
import { Serial } from '@redoubt/service';
import {
  isAfter,
  PauseError,
  type BatchContext,
  type EventBatch,
  type Positions,
  type StreamEvent,
} from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { ScoringOptions } from '../config.ts';
import type { MlScorerMetrics } from '../metrics.ts';
import type { OwnModel } from '../own-model/own-model.ts';
import type { History } from '../state/history.ts';
import { checkpointOf, type Commit, type ModelStore, type StoredScoring } from '../state/model-store.ts';
import type { ScoringSettings, SettingsReader } from '../state/org-settings.ts';
import { AlertBudget, type BudgetState } from './alert-budget.ts';
import { Findings } from './findings.ts';
import { GrowingPause } from './growing-pause.ts';
import { modelStateOf } from './records-of.ts';

export interface OrgScorerDeps {
  store: Pick<ModelStore, 'load' | 'firstToCome' | 'commit'>;
  settings: SettingsReader;
  /** Absent: new models begin with nothing. */
  history: Pick<History, 'teach' | 'catchUp'> | undefined;
  /** Absent: no model but the built-in ones. */
  ownModel?: Pick<OwnModel, 'judge'> | undefined;
  /** Aborted when this process stops: what may take long is given up. */
  stopping: AbortSignal;
  /** Called before a model is taken up. @throws PauseError when there is no room for it */
  checkRoom: () => void;
  log: Logger;
  clock: Clock;
  metrics: MlScorerMetrics;
}

/** Time that scoring may hold the loop at a stretch. */
const SLICE_MS = 10;
/** A worker that stops reads nothing again in this time. */
const STOPPED_PAUSE_MS = 60_000;
/** Of a change window. */
const LONGEST_CHANGE_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What is in memory of an organisation under one ownership. */
interface Live {
  epoch: number;
  /** Of the state in Redis that this memory goes with. */
  version: number;
  model: OrgModel;
  /** How far the model has learned; events up to there are skipped. */
  learned: Positions;
  /** How far results were published; events up to there are learned and not told again. */
  published: Positions;
  findings: Findings;
  /** Events learned, verdicts and silences since the last checkpoint. */
  unsaved: number;
  savedAtMs: number;
  isNewestUnusable: boolean;
  /** When events were last handled, monotonic, and the newest of them. */
  heardAtMs: number;
  heard: string | undefined;
  /** A commit that may or may not have happened: it goes first, as it is. */
  unsettled?: Prepared;
}

/** A commit, and what of the memory it holds: while it waits, the model goes on. */
interface Prepared {
  commit: Commit;
  /** Of `Live.unsaved`, how many are in its checkpoint; 0 without one. */
  saves: number;
  /** When it was made, monotonic. */
  atMs: number;
}

/**
 * Scores the events of one organisation, one run at a time: a batch, or a turn of the clock. Results are published and
 * models saved in one fenced write; what was learned after the last of them is lost with the process, and nothing else.
 */
export class OrgScorer {
  readonly #orgId: OrgId;
  readonly #deps: OrgScorerDeps;
  readonly #options: ScoringOptions;
  readonly #serial = new Serial();
  /** After the clock could not publish and save. */
  readonly #rest: GrowingPause;
  #live: Live | undefined;

  constructor(orgId: OrgId, deps: OrgScorerDeps, options: ScoringOptions) {
    this.#orgId = orgId;
    this.#deps = deps;
    this.#options = options;
    this.#rest = new GrowingPause(deps.clock);
  }

  /** The model in memory; none before the first batch, while scoring is off, and after it left. */
  get model(): OrgModel | undefined {
    return this.#live?.model;
  }

  get isIdle(): boolean {
    return this.#serial.isIdle;
  }

  handleEvents(batch: EventBatch, context: BatchContext): Promise<'ack'> {
    return this.#serial.run(async (): Promise<'ack'> => {
      const settings = await this.#deps.settings.read(this.#orgId);
      if (!settings.isOn) {
        await this.#retire();
        this.#deps.metrics.unscored.inc({ reason: 'organization_off' }, batch.events.length);
        return 'ack';
      }
      const live = await this.#ready(context, settings);
      const known = live.learned.get(batch.lane);
      const fresh = batch.events.filter((event) => isAfter(known, event));
      this.#deps.metrics.skipped.inc(batch.events.length - fresh.length);
      await this.#score(live, fresh, settings);
      if (live.findings.outbox.isUrgent || this.#isDue(live)) await this.#commit(live);
      return 'ack';
    });
  }

  /** Lets verdicts change the model, and saves it at once: they are few, and somebody made up their mind. */
  handleVerdicts(verdicts: readonly Verdict[], context: BatchContext): Promise<'ack'> {
    return this.#serial.run(async (): Promise<'ack'> => {
      const settings = await this.#deps.settings.read(this.#orgId);
      if (!settings.isOn) return 'ack';
      const live = await this.#ready(context, settings);
      for (const verdict of verdicts) {
        // A verdict that comes again is known to the model by its id.
        const result = live.model.applyVerdict(verdict);
        this.#deps.metrics.verdicts.inc({ result: result.kind });
        if (result.kind !== 'duplicate') live.unsaved += 1;
        this.#deps.log.info(
          { orgId: this.#orgId, verdictId: verdict.verdictId, kind: verdict.kind, result },
          'verdict_applied',
        );
      }
      if (live.unsaved > 0) await this.#commit(live, true);
      return 'ack';
    });
  }

  /** Publishes and saves what is due, without an event. Never throws. */
  async tick(): Promise<void> {
    if (!this.#serial.isIdle || !this.#live) return;
    this.#listen(this.#live);
    if (!this.#isDue(this.#live) || this.#rest.leftMs > 0) return;
    try {
      await this.#serial.run(() => this.#commitLive(false));
    } catch (error) {
      this.#rest.failed();
      this.#deps.log.warn({ orgId: this.#orgId, err: error }, 'commit_failed');
    }
  }

  /** Publishes and saves everything, and takes the model out of memory. */
  leave(): Promise<void> {
    return this.#serial.run(() => this.#retire());
  }

  /** Tells of a standstill of the whole organisation, which no event shows. */
  #listen(live: Live): void {
    const { clock } = this.#deps;
    if (live.heard === undefined) return;
    const nowMs = clock.monotonicMs();
    const tick = Math.floor(clock.now() / MINUTE_MS);
    const silence = live.model.silence.takeStandstill(tick, (nowMs - live.heardAtMs) / MINUTE_MS);
    if (!silence) return;
    live.unsaved += 1;
    live.findings.addSilence({ eventId: live.heard }, clock.now(), silence, live.model.isWarmingUp, nowMs);
  }

  async #retire(): Promise<void> {
    await this.#commitLive(true);
    this.#live = undefined;
  }

  async #commitLive(isLast: boolean): Promise<void> {
    const live = this.#live;
    if (live && (!isLast || live.unsaved > 0 || !live.findings.outbox.isEmpty)) await this.#commit(live, isLast);
  }

  /**
   * @throws RetryableError when the model cannot be read: it lies in no event
   * @throws LeaseLostError PauseError when the lease or the process ends before the model has learned its past
   * @throws PauseError when there is no room for the model
   */
  async #ready(context: BatchContext, settings: ScoringSettings): Promise<Live> {
    const { epoch } = context;
    const { budgetPerDay } = settings;
    if (this.#live?.epoch === epoch) {
      this.#live.findings.budget.perDay = budgetPerDay;
      this.#follow(this.#live.model, settings);
      return this.#live;
    }
    this.#live = undefined;
    this.#deps.checkRoom();
    const { store, clock, metrics, log } = this.#deps;
    const reasonsFrom = this.#options.scoreThreshold;
    const stored = await orRetry(store.load(this.#orgId, reasonsFrom));
    const model = await this.#withPast(stored, settings, context);
    const budgetState = stored.budget === '' ? undefined : (JSON.parse(stored.budget) as BudgetState);
    const budget = new AlertBudget(budgetPerDay, budgetState);
    this.#follow(model, settings);
    log.info({ orgId: this.#orgId, epoch, isCold: stored.model === undefined, events: model.events }, 'model_taken_up');
    this.#live = {
      ...{ epoch, version: stored.version, model, learned: stored.learned, published: new Map(stored.published) },
      findings: new Findings(budget, this.#options, metrics),
      unsaved: 0,
      savedAtMs: clock.monotonicMs(),
      isNewestUnusable: stored.isNewestUnusable,
      heardAtMs: clock.monotonicMs(),
      heard: undefined,
    };
    return this.#live;
  }

  #follow(model: OrgModel, { changeUntilMs }: ScoringSettings): void {
    const leftMs = changeUntilMs - this.#deps.clock.now();
    if (leftMs > 0 && leftMs <= LONGEST_CHANGE_MS) model.openChangeWindow(changeUntilMs);
  }

  /** The stored model, brought up to what was told; else one that knows what is not still to come. */
  async #withPast(stored: StoredScoring, { payloadFields }: ScoringSettings, context: BatchContext): Promise<OrgModel> {
    const { history, stopping, store } = this.#deps;
    const signal = AbortSignal.any([context.signal, stopping]);
    try {
      if (stored.model) {
        await history?.catchUp(stored.model, stored, payloadFields, signal);
        return stored.model;
      }
      const reasonsFrom = this.#options.scoreThreshold;
      const model = new OrgModel({ orgId: this.#orgId, seed: seedFrom(randomBytes(SEED_BYTES)), reasonsFrom });
      if (history) await history.teach(model, await orRetry(store.firstToCome(this.#orgId)), payloadFields, signal);
      return model;
    } catch (error) {
      if (context.signal.aborted) throw new LeaseLostError('the lease ended while a model learned its past');
      if (stopping.aborted) throw new PauseError('the process stops', STOPPED_PAUSE_MS);
      throw error;
    }
  }

  /** Lets timers and other organisations in between. */
  async #score(live: Live, events: readonly StreamEvent[], settings: ScoringSettings): Promise<void> {
    const { metrics, clock } = this.#deps;
    live.heardAtMs = clock.monotonicMs();
    live.heard = events.at(-1)?.eventId ?? live.heard;
    const judged = await this.#judge(events, settings);
    let seconds = 0;
    let startedAt = performance.now();
    for (const [at, event] of events.entries()) {
      this.#scoreOne(live, event, judged?.[at] ?? seenOf(event, settings), clock.monotonicMs());
      const tookMs = performance.now() - startedAt;
      if (tookMs < SLICE_MS) continue;
      seconds += tookMs / 1_000;
      await new Promise((resolve) => setImmediate(resolve));
      startedAt = performance.now();
    }
    metrics.scored.inc(events.length);
    if (events.length > 0) metrics.scoreSeconds.observe(seconds + (performance.now() - startedAt) / 1_000);
  }

  /** The events as an own model has seen them; nothing without one. */
  async #judge(events: readonly StreamEvent[], settings: ScoringSettings): Promise<ScoringEvent[] | undefined> {
    const { ownModel } = this.#deps;
    if (!ownModel) return undefined;
    const seen = events.map((event) => seenOf(event, settings));
    await ownModel.judge(seen);
    return seen;
  }

  #scoreOne(live: Live, event: StreamEvent, seen: ScoringEvent, nowMs: number): void {
    const { model, learned, published, findings } = live;
    const { lane, entryId, index } = event;
    const position = { entryId, index };
    const tick = model.tick;
    const score = model.score(seen);
    learned.set(lane, position);
    live.unsaved += 1;
    const silences = model.tick === tick ? [] : model.silence.takeSilences();
    if (!isAfter(published.get(lane), event)) return;
    findings.add(event, seen, score, nowMs);
    for (const silence of silences) findings.addSilence(event, seen.timeMs, silence, score.isWarmingUp, nowMs);
    published.set(lane, position);
  }

  #isDue(live: Live): boolean {
    const { outbox } = live.findings;
    const nowMs = this.#deps.clock.monotonicMs();
    if (outbox.sinceMs !== undefined && nowMs - outbox.sinceMs >= this.#options.publishIntervalMs) return true;
    return live.unsettled !== undefined || outbox.isUrgent || this.#isCheckpointDue(live);
  }

  #isCheckpointDue(live: Live): boolean {
    if (live.unsaved === 0) return false;
    if (live.unsaved >= this.#options.checkpointEvents) return true;
    return this.#deps.clock.monotonicMs() - live.savedAtMs >= this.#options.checkpointIntervalMs;
  }

  async #commit(live: Live, isLast = false): Promise<void> {
    try {
      if (live.unsettled) await this.#send(live, live.unsettled);
      const isCheckpoint = live.unsaved > 0 && (isLast || this.#isCheckpointDue(live));
      if (!isCheckpoint && live.findings.outbox.isEmpty) return;
      await this.#send(live, this.#prepare(live, isCheckpoint));
    } catch (error) {
      if (error instanceof LeaseLostError) this.#live = undefined;
      throw error;
    }
  }

  #prepare(live: Live, isCheckpoint: boolean): Prepared {
    const { model, learned, epoch, findings, isNewestUnusable } = live;
    const { budget, outbox } = findings;
    const { clock } = this.#deps;
    const [nowMs, atMs] = [clock.now(), clock.monotonicMs()];
    if (isCheckpoint) outbox.addScore(modelStateOf(model, budget, nowMs), atMs);
    const commit: Commit = {
      ...{ epoch, version: live.version, mark: randomUUID(), atMs: nowMs, published: new Map(live.published) },
      budget: JSON.stringify(budget.state()),
      ...outbox.take(),
      ...(isCheckpoint ? { checkpoint: { blob: checkpointOf(model, epoch, learned), isNewestUnusable } } : {}),
    };
    return { commit, saves: isCheckpoint ? live.unsaved : 0, atMs };
  }

  async #send(live: Live, prepared: Prepared): Promise<void> {
    live.unsettled = prepared;
    const { commit, saves, atMs } = prepared;
    const left = await this.#deps.store.commit(this.#orgId, commit);
    delete live.unsettled;
    this.#rest.succeeded();
    live.version += 1;
    if (left > 0) {
      this.#deps.metrics.unpublished.inc({ reason: 'stream_full' }, left);
      this.#deps.log.warn({ orgId: this.#orgId, entries: left }, 'scores_stream_full');
    }
    if (!commit.checkpoint) return;
    live.isNewestUnusable = false;
    // What came after it was made is in no checkpoint yet.
    live.unsaved -= saves;
    live.savedAtMs = atMs;
  }
}

/** @throws RetryableError in place of any other: what goes wrong lies in no event */
function orRetry<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((cause: unknown) => {
    throw new RetryableError('the model cannot be read', { cause });
  });
}

function seenOf({ fields, acceptedAtMs }: StreamEvent, { payloadFields }: ScoringSettings): ScoringEvent {
  const timeMs = fields.eventTimeMs ?? acceptedAtMs;
  return readFeatures(fields, { timeMs, receivedAtMs: acceptedAtMs }, payloadFields);
}
