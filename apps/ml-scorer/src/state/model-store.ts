import { join } from 'node:path';
import { LANES, LeaseLostError, RetryableError, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type RedisCommand, type Script } from '@redoubt/redis';
import { decodeModel, encodeModel, type OrgModel } from '@redoubt/scoring';
import {
  chunkRecords,
  formatPosition,
  parsePosition,
  positionField,
  recordEntryFields,
  ringBell,
  type Positions,
} from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { MlScorerMetrics } from '../metrics.ts';
import { readFirstToCome } from './first-to-come.ts';

/** The consumer group whose lease guards the state of ml-scorer. */
export const GROUP = 'ml_engine';

/** Entries a stream may hold: beyond it scores are left out, and detections wait. */
const MAX_ENTRIES = 100_000;
/** A model of the largest class takes about 2 MB. */
const TIMEOUT_MS = 10_000;

const commitScript = defineScript(join(import.meta.dirname, '..', 'scripts', 'commit-scores-6.lua'));

/** What Redis holds of an organisation's scoring. */
export interface StoredScoring {
  /** Grows with every commit; 0 before the first. */
  version: number;
  /** How far scores and detections were published. */
  published: Positions;
  /** JSON of the alert budget; empty before the first detection. */
  budget: string;
  /** Undefined for a cold start. */
  model: OrgModel | undefined;
  /** How far the model has learned. */
  learned: Positions;
  /** What stands under the key of the model is no good: it must not push out the one before. */
  isNewestUnusable: boolean;
}

/** What a commit writes. */
export interface Commit {
  epoch: number;
  /** Of the memory that it is made from. */
  version: number;
  /** Of this commit alone: one that is asked for again is not made twice. */
  mark: string;
  /** Accept time of the newest event it rests on, epoch ms. */
  atMs: number;
  published: Positions;
  budget: string;
  scores: readonly Buffer[];
  detections: readonly Buffer[];
  /** Present at a checkpoint. */
  checkpoint?: { blob: Buffer; isNewestUnusable: boolean };
}

/** Reads and writes models and results in the slots of organisations. */
export class ModelStore {
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #metrics: MlScorerMetrics;
  readonly #commit: Script;

  constructor(deps: { redis: RedisClient; log: Logger; metrics: MlScorerMetrics }) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#metrics = deps.metrics;
    this.#commit = deps.redis.script(commitScript);
  }

  /**
   * Reads the newest model that can be used: the last checkpoint, else the one before, else none.
   *
   * @throws what the client ends with
   */
  async load(orgId: OrgId, reasonsFrom: number): Promise<StoredScoring> {
    const keys = orgKeys(orgId);
    const [rows, blob] = await this.#read([
      { name: 'HGETALL', key: keys.mlState(), args: [keys.mlState()], retry: 'free' },
      { name: 'GET', key: keys.mlModel(), args: [keys.mlModel()], retry: 'free', buffers: true },
    ]);
    const state = fieldsOf(rows as string[]);
    const newest = this.#decode(orgId, blob, reasonsFrom);
    const before = newest ? undefined : await this.#loadPrevious(orgId, reasonsFrom);
    const found = newest ?? before;
    this.#metrics.restores.inc({ from: newest ? 'model' : before ? 'previous' : 'none' });
    return {
      version: Number(state.get('version') ?? 0),
      published: positionsOf((lane) => state.get(positionField(lane))),
      budget: state.get('budget') ?? '',
      model: found?.model,
      learned: positionsOf((lane) => found?.stamp.position[lane]),
      isNewestUnusable: blob !== null && newest === undefined,
    };
  }

  /**
   * Per lane the id from which on events are still to come to the owner: a new model learns those when they do.
   *
   * @throws what the client ends with
   */
  firstToCome(orgId: OrgId): Promise<ReadonlyMap<Lane, EntryId>> {
    return readFirstToCome(this.#redis, orgId, GROUP);
  }

  async #loadPrevious(orgId: OrgId, reasonsFrom: number) {
    const key = orgKeys(orgId).mlModelPrevious();
    const [blob] = await this.#read([{ name: 'GET', key, args: [key], retry: 'free', buffers: true }]);
    return this.#decode(orgId, blob, reasonsFrom);
  }

  #decode(orgId: OrgId, blob: unknown, reasonsFrom: number) {
    if (!Buffer.isBuffer(blob)) return undefined;
    const decoded = decodeModel(blob, { orgId, reasonsFrom });
    if (decoded.kind === 'ok') return decoded;
    this.#metrics.unusable.inc({ reason: decoded.kind });
    this.#log.error({ orgId, reason: decoded.kind, detail: decoded.detail }, 'model_unusable');
    return undefined;
  }

  /**
   * Publishes results and, at a checkpoint, the model, in one step. May be repeated with the same commit.
   *
   * @returns entries of scores that were left out because their stream is full
   * @throws LeaseLostError  another owner holds the fence, or Redis is at another version than this memory
   * @throws RetryableError  the detections stream is full, or Redis cannot take it now
   */
  async commit(orgId: OrgId, commit: Commit): Promise<number> {
    const keys = orgKeys(orgId);
    const { checkpoint, atMs } = commit;
    const names = [keys.fence(GROUP), keys.mlState(), keys.scoresStream(), keys.detectionsStream()];
    const args = [
      ...[commit.epoch, commit.version, commit.mark, MAX_ENTRIES],
      ...(checkpoint ? [checkpoint.isNewestUnusable ? 'replace' : 'rotate', checkpoint.blob] : ['', '']),
      ...stateFields(commit),
      ...entriesOf(3, commit.scores, atMs),
      ...entriesOf(4, commit.detections, atMs),
    ];
    const options = { retry: 'free' as const, timeoutMs: TIMEOUT_MS };
    const reply = await this.#run([...names, keys.mlModel(), keys.mlModelPrevious()], args, options);
    const left = this.#judge(reply);
    if (checkpoint) {
      this.#metrics.checkpoints.inc();
      this.#metrics.checkpointBytes.observe(checkpoint.blob.length);
    }
    const rung = new Map([
      ['x', commit.scores],
      ['d', commit.detections],
    ] as const);
    const lanes = [...rung].flatMap(([lane, lines]) => (lines.length > 0 ? [lane] : []));
    if (lanes.length > 0) ringBell(this.#redis, orgId, lanes);
    return left;
  }

  async #run(names: string[], args: (string | number | Buffer)[], options: { retry: 'free'; timeoutMs: number }) {
    try {
      return (await this.#commit.run(names, args, options)) as [string, number | string];
    } catch (error) {
      this.#metrics.commits.inc({ result: 'failed' });
      throw new RetryableError('results could not be written', { cause: error });
    }
  }

  #judge([status, detail]: [string, number | string]): number {
    if (status === 'ok') {
      this.#metrics.commits.inc({ result: 'written' });
      return Number(detail);
    }
    this.#metrics.commits.inc({ result: status as 'fenced' | 'stale' | 'full' });
    if (status === 'full') throw new RetryableError(`the detections stream holds ${detail} entries`);
    throw new LeaseLostError(
      status === 'fenced' ? 'the fence is another owner’s' : `the state in Redis is at version ${detail}`,
    );
  }

  async #read(commands: RedisCommand[]): Promise<unknown[]> {
    const replies = await this.#redis.batch(commands, { timeoutMs: TIMEOUT_MS });
    const failed = replies.find((reply) => reply instanceof Error);
    if (failed) throw failed as Error;
    return replies;
  }
}

/** A model with how far it has learned. */
export function checkpointOf(model: OrgModel, epoch: number, learned: Positions): Buffer {
  const position = Object.fromEntries([...learned].map(([lane, at]) => [lane, formatPosition(at)]));
  return encodeModel(model, { epoch, position });
}

function stateFields({ published, budget }: Commit): (string | number)[] {
  const positions = [...published].flatMap(([lane, at]) => [positionField(lane), formatPosition(at)]);
  const fields = [...positions, 'budget', budget];
  return [fields.length, ...fields];
}

function entriesOf(stream: number, lines: readonly Buffer[], nowMs: number): (string | number | Buffer)[] {
  return chunkRecords(lines).flatMap((chunk) => {
    const fields = recordEntryFields(chunk, nowMs);
    return [stream, fields.length, ...fields];
  });
}

function positionsOf(textOf: (lane: (typeof LANES)[number]) => string | undefined): Positions {
  const positions: Positions = new Map();
  for (const lane of LANES) {
    const position = parsePosition(textOf(lane) ?? '');
    if (position) positions.set(lane, position);
  }
  return positions;
}

function fieldsOf(flat: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] as string, flat[at + 1] as string);
  return fields;
}
