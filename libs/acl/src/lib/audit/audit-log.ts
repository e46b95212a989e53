import { join } from 'node:path';
import type { Clock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import { findChainFault, recordHash, type AuditEntry, type AuditRecord, type ChainFault } from './audit-record.ts';

const appendAudit = defineScript(join(import.meta.dirname, 'scripts/append-audit-2.lua'));
const MAX_RECORDS = 100_000;
const MAX_TRIES = 10;
const PAGE = 1_000;

/** A record as it stands in the chain. */
export interface AuditRow {
  /** Of the stream. */
  entryId: string;
  /** What the hash is of. */
  text: string;
  hash: string;
}

/**
 * The chain of what happened to Redis users. It belongs to the installation and not to an organisation, so it has a
 * stream of its own; any program may append, one at a time.
 */
export class AuditLog {
  readonly #redis: RedisClient;
  readonly #clock: Clock;
  #seq = 0;
  #hash = '';

  constructor({ redis, clock }: { redis: RedisClient; clock: Clock }) {
    this.#redis = redis;
    this.#clock = clock;
  }

  /**
   * Appends a record.
   *
   * @throws RedisUnavailableError, OutcomeUnknownError; Error when others append faster than this one can follow
   */
  async append(entry: AuditEntry): Promise<AuditRecord> {
    const keys = [clusterKeys.aclAuditHead(), clusterKeys.aclAudit()];
    const atMs = this.#clock.now();
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const record = { seq: this.#seq + 1, atMs, ...entry, previous: this.#hash };
      const text = JSON.stringify(record);
      const hash = recordHash(text);
      const args = [this.#seq, this.#hash, hash, MAX_RECORDS, text];
      const [done, seq, held] = (await this.#redis.script(appendAudit).run(keys, args)) as [number, string, string];
      if (done === 1) {
        this.#seq += 1;
        this.#hash = hash;
        return record;
      }
      this.#seq = Number(seq);
      this.#hash = held;
    }
    throw new Error('the audit chain grows faster than this instance can append');
  }

  /**
   * Rows in order, those after `afterEntryId` (`0` for the first there are).
   *
   * @throws RedisUnavailableError
   */
  async read(afterEntryId: string, count: number): Promise<AuditRow[]> {
    const from = afterEntryId === '0' ? '-' : `(${afterEntryId}`;
    return this.#rows('XRANGE', [from, '+', 'COUNT', count]);
  }

  /** The newest rows, the newest first; those before `beforeEntryId` when one is given. */
  async newest(count: number, beforeEntryId?: string): Promise<AuditRow[]> {
    const from = beforeEntryId === undefined ? '+' : `(${beforeEntryId}`;
    return this.#rows('XREVRANGE', [from, '-', 'COUNT', count]);
  }

  async #rows(command: string, args: readonly (string | number)[]): Promise<AuditRow[]> {
    const reply = await this.#redis.call(command, clusterKeys.aclAudit(), args, { retry: 'free' });
    return (reply as [string, string[]][]).map(([entryId, fields]) => {
      const field = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
      return { entryId, text: field('record'), hash: field('hash') };
    });
  }

  /** Reads the whole chain and looks for a break; also that it ends where its head says. */
  async verify(): Promise<{ records: number; fault: ChainFault | null }> {
    const entries: AuditRow[] = [];
    for (;;) {
      const page = await this.read(entries.at(-1)?.entryId ?? '0', PAGE);
      entries.push(...page);
      if (page.length < PAGE) break;
    }
    const fault = findChainFault(entries) ?? (await this.#headFault(entries));
    return { records: entries.length, fault };
  }

  async #headFault(entries: readonly AuditRow[]): Promise<ChainFault | null> {
    const head = (await this.#redis.call('HMGET', clusterKeys.aclAuditHead(), ['seq', 'hash'], { retry: 'free' })) as (
      string | null
    )[];
    const last = entries.at(-1);
    if ((head[1] ?? '') === (last?.hash ?? '')) return null;
    // Records that were appended between the two reads are no fault.
    const added = await this.read(last?.entryId ?? '0', PAGE);
    const fault = findChainFault([...entries.slice(-1), ...added]);
    if (fault === null && added.some(({ hash }) => hash === head[1])) return null;
    return fault ?? { seq: Number(head[0] ?? 0), reason: 'missing' };
  }
}
