import {
  ACK,
  classify,
  commandSchema,
  detectionSchema,
  LeaseLostError,
  PermanentError,
  RetryableError,
  toError,
  type OrgId,
  type Outcome,
} from '@redoubt/contracts';
import { evaluateEvent, matchOfDetection } from '@redoubt/detection';
import { orgKeys } from '@redoubt/key-schema';
import { RedisReplyError } from '@redoubt/redis';
import type { BatchContext, EventBatch, RecordBatch, StreamEvent, StreamRecord } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { AlertEngineMetrics } from '../metrics.ts';
import type { RuleDirectory } from '../rules/rule-directory.ts';
import { writeFailedLogins } from '../state/failed-logins.ts';
import { StaleStateError, Writes } from '../state/fenced-write.ts';
import { isAfter } from '../state/positions.ts';
import type { OrgState, Reached, StateStore } from '../state/state-store.ts';
import { noteRecords } from './note-records.ts';
import { overflowOf, OVERFLOW_KINDS, type OverflowCounts } from './overflow.ts';
import { Serial } from './serial.ts';

export interface OrgEngineDeps {
  store: StateStore;
  rules: RuleDirectory;
  log: Logger;
  metrics: AlertEngineMetrics;
}

/** Time that evaluation may hold the loop at a stretch, unless a single event takes longer. */
const SLICE_MS = 10;
/** Dead windows of a rule that one turn of the clock clears away. */
const PURGED_AT_ONCE = 200;

/** An event or record whose handling has an end other than acknowledgement. */
type Ends = Map<string, Outcome>;

/**
 * Detection and alerts of one organisation, one run at a time: a batch of events or commands, or a turn of the clock.
 * A run changes the state in memory and writes the changes with the position reached in one step; when that fails the
 * memory is thrown away and the run is repeated from what Redis holds.
 */
export class OrgEngine {
  readonly #orgId: OrgId;
  readonly #deps: OrgEngineDeps;
  readonly #serial = new Serial();
  #state: OrgState | undefined;
  /** The newest version known to be in Redis in this ownership. */
  #writtenVersion = 0;
  #areRulesOld = false;
  /** As far as metrics say it. */
  #overflow: OverflowCounts | undefined;

  /** @param writtenVersion  of an engine of the same ownership that was let go: its `writtenVersion` */
  constructor(orgId: OrgId, deps: OrgEngineDeps, writtenVersion = 0) {
    this.#orgId = orgId;
    this.#deps = deps;
    this.#writtenVersion = writtenVersion;
  }

  get writtenVersion(): number {
    return this.#writtenVersion;
  }

  /** The state is in memory; it is not before the first run, nor after a write that failed. */
  get isLoaded(): boolean {
    return this.#state !== undefined;
  }

  /** Nothing runs or waits to. */
  get isIdle(): boolean {
    return this.#serial.isIdle;
  }

  /** When time alone changes something next, epoch ms; undefined while nothing is loaded, and when nothing will. */
  nextDueMs(): number | undefined {
    return this.#state?.book.nextDueMs();
  }

  /** Rules or settings changed: the next run begins with the new ones. */
  renewRules(): void {
    this.#areRulesOld = true;
  }

  handleEvents(batch: EventBatch, context: BatchContext): Promise<readonly Outcome[] | 'ack'> {
    return this.#serial.run(() =>
      this.#run(
        batch.events,
        { ...batch, idOf: (event) => event.eventId },
        context.epoch,
        async (state, fresh, ends) => {
          await this.#evaluate(state, fresh, ends);
          const writes = new Writes();
          writeFailedLogins(writes, orgKeys(this.#orgId), fresh);
          return writes;
        },
      ),
    );
  }

  handleRecords(batch: RecordBatch, context: BatchContext): Promise<readonly Outcome[] | 'ack'> {
    return this.#serial.run(() =>
      this.#run(batch.records, { ...batch, idOf: (record) => record.recordId }, context.epoch, (state, fresh, ends) => {
        for (const record of fresh) this.#takeRecord(state, record, ends);
        return Promise.resolve(new Writes());
      }),
    );
  }

  /** Lets time pass up to `nowMs`, epoch ms: alerts resolve, late counts are said. Loads what it needs. Never throws. */
  async tick(nowMs: number, epoch: number): Promise<void> {
    const isDue = (state: OrgState): boolean => (state.book.nextDueMs() ?? Infinity) <= nowMs;
    if (!this.#serial.isIdle || (this.#state && !isDue(this.#state))) return;
    await this.#serial
      .run(async () => {
        const state = await this.#ready(false);
        if (!isDue(state)) return;
        state.book.tick(nowMs);
        state.rules.correlator.purge(state.windows, PURGED_AT_ONCE);
        await this.#save(state, { epoch, nowMs, writes: new Writes() });
      })
      .catch((error: unknown) => this.#deps.log.warn({ orgId: this.#orgId, err: toError(error) }, 'tick_failed'));
  }

  /** Handles what the state does not contain yet and writes the result. */
  async #run<T extends StreamEvent | StreamRecord>(
    all: readonly T[],
    batch: { lane: T['lane']; isRedelivery: boolean; idOf: (one: T) => string },
    epoch: number,
    handle: (state: OrgState, fresh: readonly T[], ends: Ends) => Promise<Writes>,
  ): Promise<readonly Outcome[] | 'ack'> {
    const state = await this.#ready(batch.isRedelivery);
    const position = state.positions.get(batch.lane);
    const [first] = all;
    const fresh = first !== undefined && isAfter(position, first) ? all : all.filter((one) => isAfter(position, one));
    this.#deps.metrics.skipped.inc(all.length - fresh.length);
    const ends: Ends = new Map();
    const last = fresh.at(-1);
    if (last !== undefined) {
      let writes: Writes;
      try {
        writes = await handle(state, fresh, ends);
      } catch (error) {
        this.#state = undefined;
        throw error;
      }
      await this.#save(state, { epoch, lane: batch.lane, last, nowMs: last.acceptedAtMs, writes });
    }
    for (const one of all) {
      const reason = state.refused.get(batch.idOf(one));
      if (reason !== undefined) ends.set(batch.idOf(one), dead(reason));
    }
    return ends.size === 0 ? 'ack' : all.map((one) => ends.get(batch.idOf(one)) ?? ACK);
  }

  /**
   * The state in memory, loaded if need be.
   *
   * @throws RetryableError when state or rules cannot be read, whatever the reason: it lies in no event, so none is
   * given up for it
   * @throws LeaseLostError when Redis holds an older state than this worker has written: a failover took it back, with
   * the acknowledgements behind it. Only a new ownership, which begins with the pending entries, keeps their order.
   */
  async #ready(isRedelivery: boolean): Promise<OrgState> {
    const { store, rules, metrics } = this.#deps;
    const known = this.#state;
    if (known && !this.#areRulesOld) {
      if (isRedelivery) this.#checkVersion(await this.#storedVersion());
      return known;
    }
    this.#areRulesOld = false;
    let loaded: OrgState;
    try {
      const current = await rules.read(this.#orgId, known?.rules);
      if (known && current === known.rules) return known;
      loaded = await store.load(this.#orgId, current);
    } catch (error) {
      this.#areRulesOld = true;
      throw new RetryableError('state or rules cannot be read', { cause: error });
    }
    this.#checkVersion(loaded.version);
    metrics.loads.inc();
    this.#writtenVersion = loaded.version;
    this.#state = loaded;
    this.#overflow = { ...overflowOf(loaded), window_checkpoints: 0 };
    return loaded;
  }

  async #storedVersion(): Promise<number> {
    try {
      return await this.#deps.store.version(this.#orgId);
    } catch (error) {
      throw new RetryableError('the state cannot be read', { cause: error });
    }
  }

  #checkVersion(version: number): void {
    if (version >= this.#writtenVersion) return;
    this.#deps.log.warn({ orgId: this.#orgId, version, written: this.#writtenVersion }, 'state_rolled_back');
    throw new LeaseLostError('the state in Redis is older than what was written');
  }

  async #save(state: OrgState, reached: Reached): Promise<void> {
    const { store, metrics } = this.#deps;
    try {
      const records = await store.save(this.#orgId, state, reached);
      this.#writtenVersion = state.version;
      metrics.commits.inc({ result: 'written' });
      noteRecords(metrics, records);
      this.#noteOverflow(state);
    } catch (error) {
      this.#state = undefined;
      const isStale = error instanceof StaleStateError;
      metrics.commits.inc({ result: isStale ? 'stale' : 'failed' });
      if (error instanceof LeaseLostError) throw error;
      if (isStale) throw new LeaseLostError('the state in Redis is not the one this worker wrote', { cause: error });
      if (!isTroubleOfRedis(error)) throw error;
      throw new RetryableError('the state could not be written', { cause: error });
    }
  }

  #noteOverflow(state: OrgState): void {
    const before = this.#overflow;
    const now = overflowOf(state);
    this.#overflow = now;
    for (const what of OVERFLOW_KINDS) {
      const more = now[what] - (before?.[what] ?? 0);
      if (more > 0) this.#deps.metrics.overflow.inc({ what }, more);
    }
  }

  /** Lets timers and other organisations in between: what one sends may be as slow to judge as it likes. */
  async #evaluate(state: OrgState, events: readonly StreamEvent[], ends: Ends): Promise<void> {
    const { metrics } = this.#deps;
    let seconds = 0;
    let startedAt = performance.now();
    for (const event of events) {
      this.#evaluateOne(state, event, ends);
      const tookMs = performance.now() - startedAt;
      if (tookMs < SLICE_MS) continue;
      seconds += tookMs / 1_000;
      await new Promise((resolve) => setImmediate(resolve));
      startedAt = performance.now();
    }
    metrics.evaluated.inc(events.length);
    metrics.evaluationSeconds.observe(seconds + (performance.now() - startedAt) / 1_000);
  }

  #evaluateOne(state: OrgState, event: StreamEvent, ends: Ends): void {
    const { metrics, log } = this.#deps;
    state.book.tick(event.acceptedAtMs);
    try {
      for (const match of evaluateEvent(state.rules, state.windows, event, state.seen)) {
        metrics.detections.inc({ severity: match.severity });
        state.book.applyMatch(match);
      }
    } catch (thrown) {
      const error = toError(thrown);
      log.error({ orgId: this.#orgId, eventId: event.eventId, err: error }, 'evaluation_failed');
      metrics.failed.inc();
      refuse(state, event.eventId, error.message);
      ends.set(event.eventId, dead(error.message));
    }
  }

  #takeRecord(state: OrgState, record: StreamRecord, ends: Ends): void {
    state.book.tick(record.acceptedAtMs);
    if (record.lane === 'd') return this.#takeDetection(state, record, ends);
    const parsed = commandSchema.safeParse(record.value);
    if (!parsed.success) return this.#refuse(state, record, `not a command: ${parsed.error.message}`, ends);
    if (parsed.data.type === 'settings.changed') this.#areRulesOld = true;
    const result = state.book.applyCommand(parsed.data, record.acceptedAtMs);
    this.#deps.metrics.commands.inc({ result: result.kind });
    const { type, commandId } = parsed.data;
    this.#deps.log.info({ orgId: this.#orgId, type, commandId, result }, 'command_handled');
  }

  #takeDetection(state: OrgState, record: StreamRecord, ends: Ends): void {
    const parsed = detectionSchema.safeParse(record.value);
    if (!parsed.success) return this.#refuse(state, record, `not a detection: ${parsed.error.message}`, ends);
    this.#deps.metrics.detections.inc({ severity: parsed.data.severity });
    state.book.applyMatch(matchOfDetection(parsed.data, record.acceptedAtMs));
  }

  #refuse(state: OrgState, record: StreamRecord, reason: string, ends: Ends): void {
    refuse(state, record.recordId, reason);
    ends.set(record.recordId, dead(reason));
  }
}

/** Whether a write failed for a reason that no event of it can be blamed for: memory, replicas or rights are missing. */
function isTroubleOfRedis(error: unknown): boolean {
  return classify(error) === 'retryable' || (error instanceof RedisReplyError && error.kind !== 'other');
}

function refuse(state: OrgState, id: string, reason: string): void {
  state.refused.set(id, reason.slice(0, 200));
  state.isRefusedNew = true;
}

function dead(reason: string): Outcome {
  return { kind: 'dead', reason: 'permanent_error', error: new PermanentError(reason) };
}
