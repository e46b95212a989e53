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
import { Serial } from '@redoubt/service';
import {
  isAfter,
  type BatchContext,
  type EventBatch,
  type Position,
  type RecordBatch,
  type StreamEvent,
  type StreamRecord,
} from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { AlertEngineMetrics } from '../metrics.ts';
import type { RuleDirectory } from '../rules/rule-directory.ts';
import { writeFailedLogins } from '../state/failed-logins.ts';
import { StaleStateError, Writes } from '../state/fenced-write.ts';
import { stateBytes } from '../state/state-size.ts';
import type { OrgState, Reached, StateStore } from '../state/state-store.ts';
import { noteRecords } from './note-records.ts';
import { overflowOf, OVERFLOW_KINDS, type OverflowCounts } from './overflow.ts';

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
/** Events of a batch that may turn out unfit one after the other, each found by a run of its own. */
const MOST_UNHANDLED = 20;

/** Events and records that cannot be handled, with the reason. */
type Refused = Map<string, string>;

/** Handling this event or record threw: what it had changed by then must not stay. */
class UnhandledError extends Error {
  override name = 'UnhandledError';
  readonly id: string;

  constructor(id: string, cause: Error) {
    super(cause.message, { cause });
    this.id = id;
  }
}

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

  /** What it holds in memory, bytes, estimated. */
  get sizeBytes(): number {
    return this.#state === undefined ? 0 : stateBytes(this.#state);
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
      this.#run(batch.events, { ...batch, idOf: (event) => event.eventId }, context.epoch, async (state, fresh) => {
        await this.#evaluate(state, fresh);
        const writes = new Writes();
        writeFailedLogins(writes, orgKeys(this.#orgId), fresh);
        return writes;
      }),
    );
  }

  handleRecords(batch: RecordBatch, context: BatchContext): Promise<readonly Outcome[] | 'ack'> {
    return this.#serial.run(() =>
      this.#run(batch.records, { ...batch, idOf: (record) => record.recordId }, context.epoch, (state, fresh) => {
        for (const record of fresh) guarded(record.recordId, () => this.#takeRecord(state, record));
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

  /**
   * Handles what the state does not contain yet and writes the result.
   *
   * What cannot be handled is written down as refused with the position that passes it: its dead letter comes later,
   * and a redelivery in between must end the same way. The others are handled as if it had not been there.
   */
  async #run<T extends StreamEvent | StreamRecord>(
    all: readonly T[],
    batch: Batch<T>,
    epoch: number,
    handle: Handle<T>,
  ): Promise<readonly Outcome[] | 'ack'> {
    const unfit: Refused = new Map();
    let state = await this.#ready(batch.isRedelivery);
    const isFresh = freshAfter(state.positions.get(batch.lane));
    const fresh = all.filter(isFresh);
    this.#deps.metrics.skipped.inc(all.length - fresh.length);
    const last = fresh.at(-1);
    while (last !== undefined) {
      const reached = { epoch, lane: batch.lane, last, nowMs: last.acceptedAtMs };
      const end = await this.#handleFit(state, fresh, { ...batch, unfit }, reached, handle);
      if (end === 'written') break;
      state = await this.#ready(false);
    }
    if (state.refused.size === 0) return 'ack';
    const reasons = all.map((one) => state.refused.get(batch.idOf(one)));
    if (reasons.every((reason) => reason === undefined)) return 'ack';
    return reasons.map((reason) => (reason === undefined ? ACK : dead(reason)));
  }

  /** One try at a batch without what is known to be unfit; `again` when one more turned out to be. */
  async #handleFit<T extends StreamEvent | StreamRecord>(
    state: OrgState,
    fresh: readonly T[],
    { idOf, unfit }: Batch<T> & { unfit: Refused },
    reached: Omit<Reached, 'writes'>,
    handle: Handle<T>,
  ): Promise<'written' | 'again'> {
    const fit = fresh.filter((one) => !unfit.has(idOf(one)));
    for (const [id, reason] of unfit) refuse(state, id, reason);
    try {
      await this.#save(state, { ...reached, writes: await handle(state, fit) });
      return 'written';
    } catch (thrown) {
      this.#state = undefined;
      const one = fit.length === 1 ? fit[0] : undefined;
      const culprit = culpritOf(thrown, one && idOf(one));
      if (culprit === undefined || unfit.size >= MOST_UNHANDLED) throw thrown;
      unfit.set(culprit, toError(thrown).message);
      this.#deps.metrics.failed.inc();
      this.#deps.log.error({ orgId: this.#orgId, id: culprit, err: toError(thrown) }, 'event_unfit');
      return 'again';
    }
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
  async #evaluate(state: OrgState, events: readonly StreamEvent[]): Promise<void> {
    const { metrics } = this.#deps;
    let seconds = 0;
    let startedAt = performance.now();
    for (const event of events) {
      guarded(event.eventId, () => this.#evaluateOne(state, event));
      const tookMs = performance.now() - startedAt;
      if (tookMs < SLICE_MS) continue;
      seconds += tookMs / 1_000;
      await new Promise((resolve) => setImmediate(resolve));
      startedAt = performance.now();
    }
    metrics.evaluated.inc(events.length);
    metrics.evaluationSeconds.observe(seconds + (performance.now() - startedAt) / 1_000);
  }

  #evaluateOne(state: OrgState, event: StreamEvent): void {
    state.book.tick(event.acceptedAtMs);
    for (const match of evaluateEvent(state.rules, state.windows, event, state.seen)) {
      this.#deps.metrics.detections.inc({ severity: match.severity });
      state.book.applyMatch(match);
    }
  }

  #takeRecord(state: OrgState, record: StreamRecord): void {
    state.book.tick(record.acceptedAtMs);
    if (record.lane === 'd') return this.#takeDetection(state, record);
    const parsed = commandSchema.safeParse(record.value);
    if (!parsed.success) return refuse(state, record.recordId, `not a command: ${parsed.error.message}`);
    if (parsed.data.type === 'settings.changed') this.#areRulesOld = true;
    const result = state.book.applyCommand(parsed.data, record.acceptedAtMs);
    this.#deps.metrics.commands.inc({ result: result.kind });
    const { type, commandId } = parsed.data;
    this.#deps.log.info({ orgId: this.#orgId, type, commandId, result }, 'command_handled');
  }

  #takeDetection(state: OrgState, record: StreamRecord): void {
    const parsed = detectionSchema.safeParse(record.value);
    if (!parsed.success) return refuse(state, record.recordId, `not a detection: ${parsed.error.message}`);
    this.#deps.metrics.detections.inc({ severity: parsed.data.severity });
    state.book.applyMatch(matchOfDetection(parsed.data, record.acceptedAtMs));
  }
}

interface Batch<T extends StreamEvent | StreamRecord> {
  lane: T['lane'];
  isRedelivery: boolean;
  idOf: (one: T) => string;
}

type Handle<T> = (state: OrgState, fresh: readonly T[]) => Promise<Writes>;

function freshAfter(position: Position | undefined): (one: StreamEvent | StreamRecord) => boolean {
  return (one) => isAfter(position, one);
}

/** Does the work of one event or record, and says whose it was when it throws. */
function guarded(id: string, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    throw new UnhandledError(id, toError(thrown));
  }
}

/** Whom an error is to be blamed on: the event it names, or the only one there was; nobody for passing trouble. */
function culpritOf(thrown: unknown, onlyId: string | undefined): string | undefined {
  if (thrown instanceof UnhandledError) return thrown.id;
  const kind = classify(thrown);
  return kind === 'retryable' || kind === 'lease_lost' ? undefined : onlyId;
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
