import { join } from 'node:path';
import type { Clock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import { findChainFault, recordHash, type AuditEntry, type AuditRecord, type ChainFault } from './audit-record.ts';
import { recordText } from './record-text.ts';

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

/** Where a chain ends. */
export interface ChainHead {
  seq: number;
  /** Of its last record; empty for a chain without records. */
  hash: string;
}

/**
 * The chain of what happened to Redis users. It belongs to the installation and not to an organisation, so it has a
 * stream of its own; any program may append, one at a time.
 */
export class AuditLog {
  readonly #redis: RedisClient;
  readonly #clock: Clock;
  /** Where the chain ended when it was last seen. */
  #head: ChainHead = { seq: 0, hash: '' };
  /** Where it ended before records of it went away; until that stands in the chain. */
  #lost: ChainHead | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ redis, clock }: { redis: RedisClient; clock: Clock }) {
    this.#redis = redis;
    this.#clock = clock;
  }

  /**
   * Appends a record; strings in it are cut and cleaned (see `recordText`). A chain that has lost records since the last
   * one gets a `log_gap` before it.
   *
   * @throws RedisUnavailableError, OutcomeUnknownError; Error when others append faster than this one can follow
   */
  append(entry: AuditEntry): Promise<AuditRecord> {
    const turn = this.#turn.then(() => this.#append(entry));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #append(entry: AuditEntry): Promise<AuditRecord> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const gap = this.#lost && gapOf(this.#lost, this.#head);
      const record = await this.#tryAppend(gap ?? entry);
      if (record === undefined) continue;
      if (gap === undefined) return record;
      this.#lost = undefined;
    }
    throw new Error('the audit chain grows faster than this instance can append');
  }

  /** Undefined when the chain ends elsewhere than was thought. */
  async #tryAppend(entry: AuditEntry): Promise<AuditRecord | undefined> {
    const keys = [clusterKeys.aclAuditHead(), clusterKeys.aclAudit()];
    const before = this.#head;
    const record = { seq: before.seq + 1, atMs: this.#clock.now(), ...entry, previous: before.hash };
    const text = recordText(record);
    const hash = recordHash(text);
    const args = [before.seq, before.hash, hash, MAX_RECORDS, text];
    const [done, seq, held] = (await this.#redis.script(appendAudit).run(keys, args)) as [number, string, string];
    this.#head = done === 1 ? { seq: record.seq, hash } : { seq: Number(seq), hash: held };
    if (done === 1) return record;
    const isLost = this.#head.seq < before.seq || (this.#head.seq === before.seq && held !== before.hash);
    if (isLost) this.#lost ??= before;
    return undefined;
  }

  /** Where the chain ends; sequence number 0 for one that was never begun. @throws RedisUnavailableError */
  async head(): Promise<ChainHead> {
    const reply = await this.#redis.call('HMGET', clusterKeys.aclAuditHead(), ['seq', 'hash'], { retry: 'free' });
    const [seq, hash] = reply as (string | null)[];
    return { seq: Number(seq ?? 0), hash: hash ?? '' };
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

  /** Reads the whole chain, page by page, and looks for a break; also that it ends where its head says. */
  async verify(): Promise<{ records: number; fault: ChainFault | null }> {
    let records = 0;
    let last: AuditRow | undefined;
    for (;;) {
      const page = await this.read(last?.entryId ?? '0', PAGE);
      const fault = findChainFault(last === undefined ? page : [last, ...page]);
      records += page.length;
      if (fault !== null) return { records, fault };
      last = page.at(-1) ?? last;
      if (page.length < PAGE) return { records, fault: await this.#headFault(last) };
    }
  }

  async #headFault(last: AuditRow | undefined): Promise<ChainFault | null> {
    const head = await this.head();
    if (head.hash === (last?.hash ?? '')) return null;
    // Records that were appended between the two reads are no fault.
    const added = await this.read(last?.entryId ?? '0', PAGE);
    const fault = findChainFault(last === undefined ? added : [last, ...added]);
    if (fault === null && added.some(({ hash }) => hash === head.hash)) return null;
    return fault ?? { seq: head.seq, reason: 'missing' };
  }
}

function gapOf(lost: ChainHead, { seq, hash }: ChainHead): AuditEntry {
  return { kind: 'log_gap', detail: { what: 'audit chain', lostSeq: lost.seq, lostHash: lost.hash, seq, hash } };
}
