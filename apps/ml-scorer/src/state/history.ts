import {
  compareEntryIds,
  decodeEvent,
  EVENT_LANES,
  toError,
  type Clock,
  type EntryId,
  type Lane,
  type OrgId,
} from '@redoubt/contracts';
import { readFeatures, type OrgModel, type PayloadFields } from '@redoubt/scoring';
import { anomalyVerdicts, readStoredLedger, readStoredLines, type Database } from '@redoubt/storage';
import { isAfter, type Position, type Positions } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import { verdictOfAlert } from '../engine/verdict-of.ts';
import type { MlScorerMetrics } from '../metrics.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Marks of older verdicts have ended. */
const VERDICT_DAYS = 30;
const SLICE_MS = 10;

export interface HistoryOptions {
  /** How far back stored events are learned from. */
  backfillDays: number;
  /** Most of them, the newest; whole minutes. */
  backfillEvents: number;
}

interface LearningRange {
  fromMs: number;
  toMs: number;
  isWanted: (lane: Lane, at: Position) => boolean;
  count: () => void;
  signal: AbortSignal;
}

interface HistoryDeps {
  database: Database;
  log: Logger;
  clock: Clock;
  metrics: MlScorerMetrics;
}

/**
 * What models can learn from PostgreSQL. A failure is no error: the model knows less, and goes on. An abort is: a model
 * that learned a part of its past is of no use to anybody.
 */
export class History {
  readonly #deps: HistoryDeps;
  readonly #options: HistoryOptions;

  constructor(deps: HistoryDeps, options: HistoryOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /**
   * Teaches a new model what its organisation sent until now, and what people have said about anomalies since.
   *
   * @param firstToCome per lane the id from which on entries are left out, since the model is given them later
   * @throws the signal's reason when it is aborted
   */
  async teach(
    model: OrgModel,
    firstToCome: ReadonlyMap<Lane, EntryId>,
    payloadFields: PayloadFields,
    signal: AbortSignal,
  ): Promise<void> {
    const isWanted = (lane: Lane, { entryId }: Position): boolean => {
      const first = firstToCome.get(lane);
      return first === undefined || compareEntryIds(entryId, first) < 0;
    };
    const toMs = this.#endOf(firstToCome);
    await this.#guarded('backfill', model, signal, async (count) => {
      const fromMs = await this.#startOf(model.orgId as OrgId, toMs);
      await this.#learn(model, { fromMs, toMs, isWanted, count, signal }, payloadFields);
      await this.#applyVerdicts(model);
    });
  }

  /**
   * Teaches a model that was taken up again what its owner had scored and told of after the last checkpoint, and moves
   * `learned` up to `published`.
   *
   * @throws the signal's reason when it is aborted
   */
  async catchUp(
    model: OrgModel,
    { learned, published }: { learned: Positions; published: Positions },
    payloadFields: PayloadFields,
    signal: AbortSignal,
  ): Promise<void> {
    const behind = [...published].filter(([lane, at]) => isAfter(learned.get(lane), at));
    if (behind.length === 0) return;
    const toMs = Math.max(...behind.map(([, at]) => msOf(at))) + 1;
    const earliestMs = toMs - this.#options.backfillDays * DAY_MS;
    const fromMs = Math.max(earliestMs, Math.min(...behind.map(([lane]) => msOf(learned.get(lane)))));
    const isWanted = (lane: Lane, at: Position): boolean =>
      isAfter(learned.get(lane), at) && published.has(lane) && !isAfter(published.get(lane), at);
    await this.#guarded('catch_up', model, signal, (count) =>
      this.#learn(model, { fromMs, toMs, isWanted, count, signal }, payloadFields),
    );
    for (const [lane, at] of behind) learned.set(lane, at);
  }

  async #guarded(
    kind: 'backfill' | 'catch_up',
    { orgId }: OrgModel,
    signal: AbortSignal,
    work: (count: () => void) => Promise<void>,
  ): Promise<void> {
    const { log, metrics } = this.#deps;
    let events = 0;
    try {
      await work(() => (events += 1));
      metrics.backfills.inc({ kind, result: 'done' });
      log.info({ orgId, events, kind }, 'learned_from_storage');
    } catch (error) {
      const result = signal.aborted ? 'stopped' : 'failed';
      metrics.backfills.inc({ kind, result });
      log.warn({ orgId, events, kind, result, err: toError(error) }, 'learning_from_storage_failed');
      signal.throwIfAborted();
    } finally {
      metrics.backfilled.inc(events);
    }
  }

  async #learn(model: OrgModel, range: LearningRange, payloadFields: PayloadFields): Promise<void> {
    const { fromMs, toMs, isWanted, count, signal } = range;
    signal.throwIfAborted();
    const orgId = model.orgId as OrgId;
    let sliceStartedAt = performance.now();
    for await (const stored of readStoredLines(this.#deps.database, { orgId, fromMs, toMs })) {
      if (!isWanted(stored.lane, stored)) continue;
      learnOne(model, stored.line, stored.acceptedAtMs, payloadFields);
      count();
      if (performance.now() - sliceStartedAt < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      sliceStartedAt = performance.now();
    }
  }

  /** Now, or earlier where all that came later is still to come: what waits must not use up the bound. */
  #endOf(firstToCome: ReadonlyMap<Lane, EntryId>): number {
    const nowMs = this.#deps.clock.now();
    const firsts = [...firstToCome.values()].map((entryId) => msOf({ entryId, index: 0 }));
    // An event may have been accepted a little later than its entry says.
    return firsts.length < EVENT_LANES.length ? nowMs : Math.min(nowMs, Math.max(...firsts) + MINUTE_MS);
  }

  /** The earliest minute from which no more than the bound was stored. */
  async #startOf(orgId: OrgId, beforeMs: number): Promise<number> {
    const { backfillDays, backfillEvents } = this.#options;
    const earliestMs = beforeMs - backfillDays * DAY_MS;
    const minutes = await readStoredLedger(this.#deps.database, { orgId, fromMs: earliestMs, toMs: beforeMs });
    let fromMs = beforeMs;
    let events = 0;
    for (const { minuteMs, stored } of minutes.toReversed()) {
      events += stored;
      if (events > backfillEvents) break;
      // An entry may be a little older than its events were accepted.
      fromMs = minuteMs - MINUTE_MS;
    }
    return Math.max(earliestMs, fromMs);
  }

  async #applyVerdicts(model: OrgModel): Promise<void> {
    const sinceMs = this.#deps.clock.now() - VERDICT_DAYS * DAY_MS;
    for (const said of await anomalyVerdicts(this.#deps.database, model.orgId as OrgId, { sinceMs })) {
      const verdict = verdictOfAlert(said);
      if (verdict) this.#deps.metrics.verdicts.inc({ result: model.applyVerdict(verdict).kind });
    }
  }
}

function learnOne(model: OrgModel, line: Buffer, receivedAtMs: number, payloadFields: PayloadFields): void {
  const decoded = decodeEvent(JSON.parse(line.toString('utf8')));
  if (!decoded.ok) return;
  const timeMs = decoded.fields.eventTimeMs ?? receivedAtMs;
  model.score(readFeatures(decoded.fields, { timeMs, receivedAtMs }, payloadFields));
}

function msOf(position: Position | undefined): number {
  return position === undefined ? 0 : Number(position.entryId.split('-')[0]);
}
