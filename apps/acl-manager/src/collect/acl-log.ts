import { plainText } from '@redoubt/acl';
import type { Reply } from '@redoubt/redis';

/** A row of ACL LOG. */
export interface DeniedEntry {
  /** Same for rows that are one entry, however often it was counted. */
  id: string;
  count: number;
  reason: 'auth' | 'command' | 'key' | 'channel' | string;
  /** `toplevel`, `multi`, `lua`, `module`. */
  context: string;
  /** Command, key or channel; of `auth` the command it came with. At most 256 characters, none of them a control. */
  object: string;
  /** The same. */
  user: string;
  /** Address of the client, without its port. */
  from: string;
  /** First seen, epoch ms, as near as the server tells. */
  atMs: number;
}

/** A client that nobody let in chooses what it calls itself. */
const MAX_NAME = 256;

/** Reads ACL LOG of one node; rows are numbered from Redis 7.2 on, before that the text of a row stands for it. */
export function parseAclLog(reply: Reply, nowMs: number): DeniedEntry[] {
  return (reply as (string | number)[][]).map((row) => {
    const field = (name: string): string => String(row[row.indexOf(name) + 1] ?? '');
    const [reason, context] = [field('reason'), field('context')];
    const [object, user] = [plainText(field('object'), MAX_NAME), plainText(field('username'), MAX_NAME)];
    const from = / addr=(\S+):\d+ /.exec(` ${field('client-info')} `)?.[1] ?? '';
    const entry = row.includes('entry-id') ? field('entry-id') : [reason, context, object, user, from].join('\u0000');
    const atMs = row.includes('timestamp-created')
      ? Number(field('timestamp-created'))
      : Math.round(nowMs - Number(field('age-seconds')) * 1_000);
    return { id: entry, count: Number(field('count')), reason, context, object, user, from, atMs };
  });
}

/** Names that a row of several logins keeps. */
const MAX_USERS = 10;

/**
 * Failed logins of each address as one entry, with ten of the names tried: whoever guesses chooses how many there are,
 * and would fill the chain with them.
 */
export function mergeLogins(entries: readonly DeniedEntry[]): (DeniedEntry & { users?: readonly string[] })[] {
  const isLogin = ({ reason }: DeniedEntry): boolean => reason === 'auth';
  const byAddress = Map.groupBy(entries.filter(isLogin), ({ from }) => from);
  const logins = [...byAddress.values()].map((some) => {
    const users = [...new Set(some.map(({ user }) => user))].slice(0, MAX_USERS);
    return {
      ...(some[0] as DeniedEntry),
      count: some.reduce((sum, { count }) => sum + count, 0),
      atMs: Math.max(...some.map(({ atMs }) => atMs)),
      ...(users.length > 1 ? { users } : {}),
    };
  });
  return [...entries.filter((entry) => !isLogin(entry)), ...logins];
}

const TIME_SLACK_MS = 50;

/** Longest list of entries a node keeps by default. */
export const ACL_LOG_LENGTH = 128;

/**
 * What is new in a node's ACL LOG since the last look. A node counts alike refusals of one minute in one entry, so an
 * entry that was seen may have grown; it forgets the oldest beyond its length, and all at a restart.
 */
export class AclLogCursor {
  #seen = new Map<string, { count: number; atMs: number }>();
  #isFirst = true;
  readonly #sinceMs: number;

  /** @param sinceMs entries of the first look that are not younger are known already, epoch ms */
  constructor(sinceMs = 0) {
    this.#sinceMs = sinceMs;
  }

  /**
   * @param length how many entries the node keeps
   * @returns entries with the count that is new, and whether others may have come and gone in between
   */
  take(entries: readonly DeniedEntry[], length: number): { fresh: DeniedEntry[]; hasGap: boolean } {
    const next = new Map<string, { count: number; atMs: number }>();
    const fresh: DeniedEntry[] = [];
    let isAnyKnown = false;
    for (const entry of entries) {
      const held = this.#seen.get(entry.id);
      const before = next.get(entry.id);
      // Without numbers two rows may have the same text, a minute apart: together they count for one.
      next.set(entry.id, { count: (before?.count ?? 0) + entry.count, atMs: Math.max(before?.atMs ?? 0, entry.atMs) });
      if (held !== undefined) isAnyKnown = true;
    }
    for (const [id, { count }] of next) {
      const held = this.#seen.get(id);
      const grown = held === undefined || count < held.count ? count : count - held.count;
      const entry = entries.find((one) => one.id === id) as DeniedEntry;
      // Times made of ages are as exact as the server's clock tick.
      if (this.#isFirst && entry.atMs <= this.#sinceMs + TIME_SLACK_MS) continue;
      if (grown > 0) fresh.push({ ...entry, count: grown });
    }
    const hasGap = !this.#isFirst && entries.length >= length && !isAnyKnown && this.#seen.size > 0;
    this.#seen = next;
    this.#isFirst = false;
    return { fresh, hasGap };
  }
}
