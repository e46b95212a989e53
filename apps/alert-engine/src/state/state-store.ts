import { AlertBook, bookFields, goneBookFields, readBook, type StoredBook } from '@redoubt/alerting';
import type { AlertRecord, OrgId, Lane } from '@redoubt/contracts';
import { LANES } from '@redoubt/contracts';
import type { OrgRules } from '@redoubt/detection';
import { orgKeys, type OrgKeys } from '@redoubt/key-schema';
import type { RedisClient, Reply } from '@redoubt/redis';
import { SeenSources, SOURCES_CHECKPOINT, type CorrelationState, type SeenSource } from '@redoubt/sigma';
import {
  chunkRecords,
  formatPosition,
  parsePosition,
  positionField,
  recordEntryFields,
  ringBell,
  type Position,
  type Positions,
} from '@redoubt/stream';
import { writeFenced, Writes } from './fenced-write.ts';
import { rulePart } from './rule-part.ts';
import { writeShownKeys } from './shown-keys.ts';

/** Fields asked for at once when a hash is read whole. */
const SCAN_COUNT = 1_000;

/** Windows end by event time; the key only must not outlive its organisation's traffic by too much. */
const WINDOWS_LIFE_S = 60 * 86_400;

const DUE_FIELD = 'due';
const SEEN_EVERY_MS = 60_000;

/** Everything alert-engine remembers of one organisation; Redis holds the truth, this is a copy of it. */
export interface OrgState {
  /** Grows with every write; a write from another version than the stored one is refused. */
  version: number;
  positions: Positions;
  /** Events given up at their first delivery, with the reason; bounded by MAX_REFUSED. */
  refused: Map<string, string>;
  /** `refused` has what is not written yet. */
  isRefusedNew: boolean;
  windows: CorrelationState;
  book: AlertBook;
  rules: OrgRules;
  /** Log sources and field names the organisation sends, and when they were last written. */
  seen: SeenSources;
  seenWrittenMs: number;
}

/** Refused events remembered until their entry is acknowledged; older ones leave. */
export const MAX_REFUSED = 1_000;

/** What a run of events or commands reached. */
export interface Reached {
  epoch: number;
  /** Absent for a run of the clock alone. */
  lane?: Lane;
  last?: Position;
  nowMs: number;
  /** Writes of the run itself. */
  writes: Writes;
}

/** Reads and writes the state of organisations in their slots. */
export class StateStore {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /** The version that Redis holds; 0 when there is no state yet. */
  async version(orgId: OrgId): Promise<number> {
    const key = orgKeys(orgId).alertState();
    return Number((await this.#redis.call('HGET', key, ['version'], { retry: 'free' })) ?? 0);
  }

  /** When time alone changes something of each organisation next, epoch ms; undefined where nothing will. */
  async dueTimes(orgIds: readonly OrgId[]): Promise<(number | undefined)[]> {
    const replies = await this.#redis.batch(
      orgIds.map((orgId) => {
        const key = orgKeys(orgId).alertState();
        return { name: 'HGET', key, args: [key, DUE_FIELD], retry: 'free' as const };
      }),
    );
    return replies.map((reply) => {
      if (reply instanceof Error) throw reply;
      return reply ? Number(reply) : undefined;
    });
  }

  /** Reads an organisation's state; one that was never written is empty. */
  async load(orgId: OrgId, rules: OrgRules): Promise<OrgState> {
    const keys = orgKeys(orgId);
    const before = await this.#readHash(keys.alertState());
    const stored: StoredBook = readBook(await this.#readHash(keys.alertBook()));
    const windows = rules.correlator.newState();
    for (const id of [SOURCES_CHECKPOINT, ...rules.correlations.map((rule) => rule.id)]) {
      const rows = await this.#readBuffers(keys.windows(rulePart(id)));
      for (const [group, bytes] of rows) windows.restore(id, group, bytes);
    }
    const book = new AlertBook({ orgId, settings: rules.alertSettings });
    book.restore(stored);
    const fields = new Map(before);
    const seen = new SeenSources();
    const sources = await this.#readHash(keys.rulesSeen());
    seen.merge(Object.fromEntries(sources.map(([key, json]) => [key, JSON.parse(json) as SeenSource])));
    return {
      version: Number(fields.get('version') ?? 0),
      positions: readPositions(fields),
      refused: new Map(JSON.parse(fields.get('refused') ?? '[]') as [string, string][]),
      isRefusedNew: false,
      windows,
      book,
      rules,
      seen,
      seenWrittenMs: 0,
    };
  }

  /**
   * Writes what changed in memory since the last call and rings those who read alerts. After any error the state in
   * memory is worthless and must be loaded again.
   *
   * @returns the records that went to the alert stream
   * @throws LeaseLostError, StaleStateError, OutcomeUnknownError as `writeFenced`
   */
  async save(orgId: OrgId, state: OrgState, reached: Reached): Promise<AlertRecord[]> {
    const keys = orgKeys(orgId);
    const { writes, nowMs } = reached;
    const changes = state.book.takeChanges();
    writeWindows(writes, keys, state.windows);
    writes.addMany('HSET', keys.alertBook(), bookFields(changes), 2);
    writes.addMany('HDEL', keys.alertBook(), goneBookFields(changes));
    writeShownKeys(writes, keys, changes, { ...state.rules.alertSettings, nowMs });
    writeSeen(writes, keys, state, nowMs);
    const lines = changes.records.map((record) => Buffer.from(JSON.stringify(record)));
    for (const chunk of chunkRecords(lines)) {
      writes.add('XADD', keys.alertsStream(), '*', ...recordEntryFields(chunk, nowMs));
    }
    if (reached.lane !== undefined && reached.last !== undefined) state.positions.set(reached.lane, reached.last);
    const stateFields = fieldsOf(state);
    await writeFenced(this.#redis, { keys, epoch: reached.epoch, fromVersion: state.version, stateFields, writes });
    state.version += 1;
    state.isRefusedNew = false;
    if (lines.length > 0) ringBell(this.#redis, orgId, ['a']);
    return changes.records;
  }

  async #readHash(key: string): Promise<[string, string][]> {
    const rows = await this.#readBuffers(key);
    return rows.map(([field, value]) => [field, value.toString('utf8')]);
  }

  /** In parts, since a hash may hold many fields; nobody else writes while this worker owns the organisation. */
  async #readBuffers(key: string): Promise<[string, Buffer][]> {
    const found = new Map<string, Buffer>();
    let cursor = '0';
    do {
      const args = [key, cursor, 'COUNT', SCAN_COUNT];
      const [reply] = await this.#redis.batch([{ name: 'HSCAN', key, args, retry: 'free', buffers: true }]);
      if (reply instanceof Error) throw reply;
      const [next, flat] = reply as [Buffer, Buffer[]] & Reply[];
      for (let i = 0; i + 1 < flat.length; i += 2) {
        found.set((flat[i] as Buffer).toString('utf8'), flat[i + 1] as Buffer);
      }
      cursor = next.toString('latin1');
    } while (cursor !== '0');
    return [...found];
  }
}

/** One command for the groups of a rule: each costs the server more than the fields it carries. */
function writeWindows(writes: Writes, keys: OrgKeys, windows: CorrelationState): void {
  const byRule = new Map<string, { kept: (string | Buffer)[]; gone: string[] }>();
  for (const { ruleId, groupHash, bytes } of windows.takeDirty()) {
    let rows = byRule.get(ruleId);
    if (rows === undefined) byRule.set(ruleId, (rows = { kept: [], gone: [] }));
    if (bytes === null) rows.gone.push(groupHash);
    else rows.kept.push(groupHash, bytes);
  }
  for (const [ruleId, { kept, gone }] of byRule) {
    const key = keys.windows(rulePart(ruleId));
    writes.addMany('HDEL', key, gone);
    writes.addMany('HSET', key, kept, 2);
    writes.add('EXPIRE', key, WINDOWS_LIFE_S);
  }
}

/** Which rules can be evaluated at all is told from what was seen; a minute late is soon enough for that. */
function writeSeen(writes: Writes, keys: OrgKeys, state: OrgState, nowMs: number): void {
  if (nowMs - state.seenWrittenMs < SEEN_EVERY_MS) return;
  const changed = Object.entries(state.seen.toJSON()).filter(([, one]) => one.lastSeenMs > state.seenWrittenMs);
  writes.addMany(
    'HSET',
    keys.rulesSeen(),
    changed.flatMap(([key, source]) => [key, JSON.stringify(source)]),
    2,
  );
  state.seenWrittenMs = nowMs;
}

function readPositions(fields: ReadonlyMap<string, string>): Positions {
  const positions: Positions = new Map();
  for (const lane of LANES) {
    const position = parsePosition(fields.get(positionField(lane)) ?? '');
    if (position) positions.set(lane, position);
  }
  return positions;
}

function fieldsOf(state: OrgState): (readonly [string, string])[] {
  while (state.refused.size > MAX_REFUSED) state.refused.delete(state.refused.keys().next().value as string);
  const positions = [...state.positions].map(([lane, at]) => [positionField(lane), formatPosition(at)] as const);
  const due = String(state.book.nextDueMs() ?? '');
  // Up to 200 kB, of which a write as a rule changes nothing.
  const refused = state.isRefusedNew ? [['refused', JSON.stringify([...state.refused])] as const] : [];
  return [...positions, [DUE_FIELD, due], ...refused];
}
