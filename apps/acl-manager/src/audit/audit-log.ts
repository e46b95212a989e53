import { join } from 'node:path';
import type { Clock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import { findChainFault, recordHash, type AuditRecord, type ChainFault } from './audit-record.ts';

const appendAudit = defineScript(join(import.meta.dirname, 'scripts/append-audit-2.lua'));
const MAX_RECORDS = 100_000;
const MAX_TRIES = 10;
const PAGE = 1_000;

/**
 * The chain of what happened to Redis users. It belongs to the installation and not to an organisation, so it has a
 * stream of its own; any instance may append, one at a time.
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
  async append(entry: Pick<AuditRecord, 'kind' | 'node' | 'user' | 'detail'>): Promise<void> {
    const keys = [clusterKeys.aclAuditHead(), clusterKeys.aclAudit()];
    const atMs = this.#clock.now();
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const text = JSON.stringify({ seq: this.#seq + 1, atMs, ...entry, previous: this.#hash });
      const hash = recordHash(text);
      const args = [this.#seq, this.#hash, hash, MAX_RECORDS, text];
      const [done, seq, held] = (await this.#redis.script(appendAudit).run(keys, args)) as [number, string, string];
      if (done === 1) {
        this.#seq += 1;
        this.#hash = hash;
        return;
      }
      this.#seq = Number(seq);
      this.#hash = held;
    }
    throw new Error('the audit chain grows faster than this instance can append');
  }

  /** Reads the whole chain and looks for a break; also that it ends where its head says. */
  async verify(): Promise<{ records: number; fault: ChainFault | null }> {
    const key = clusterKeys.aclAudit();
    const entries: { text: string; hash: string }[] = [];
    let from = '-';
    for (;;) {
      const page = (await this.#redis.call('XRANGE', key, [from, '+', 'COUNT', PAGE], { retry: 'free' })) as [
        string,
        string[],
      ][];
      for (const [, fields] of page) entries.push({ text: fields[1] ?? '', hash: fields[3] ?? '' });
      if (page.length < PAGE) break;
      from = `(${page.at(-1)?.[0]}`;
    }
    const fault = findChainFault(entries) ?? (await this.#headFault(entries));
    return { records: entries.length, fault };
  }

  async #headFault(entries: readonly { text: string; hash: string }[]): Promise<ChainFault | null> {
    const head = (await this.#redis.call('HMGET', clusterKeys.aclAuditHead(), ['seq', 'hash'], { retry: 'free' })) as (
      string | null
    )[];
    const last = entries.at(-1);
    return (head[1] ?? '') === (last?.hash ?? '') ? null : { seq: Number(head[0] ?? 0), reason: 'missing' };
  }
}
