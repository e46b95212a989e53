import type { OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys, partitionOf } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import type { Database } from '@redoubt/storage';

interface Wanted {
  id: OrgId;
  name: string;
  state: string;
  retention: number;
  quota: number;
  settings: string;
  rules: number;
  keys: WantedKey[] | null;
}

/** A key as its projection would say it; times are epoch ms as text, `` for none. */
interface WantedKey {
  id: string;
  hash: string;
  orgId: string;
  scopes: string;
  expiresAtMs: string;
  revokedAtMs: string;
  isEnded: boolean;
}

/** Fields of the projection of a key that decide who may send what. */
const KEY_FIELDS = ['hash', 'orgId', 'scopes', 'expiresAtMs', 'revokedAtMs'] as const;

const WANTED = `
  SELECT o.id, o.name, o.state, o.retention_days AS retention, o.events_per_second AS quota, o.settings_version::text AS settings,
         coalesce((SELECT version FROM org_rules WHERE org_id = o.id), 0)::int AS rules,
         (SELECT jsonb_agg(jsonb_build_object(
            'id', k.id, 'hash', encode(k.secret_hash, 'hex'), 'orgId', k.org_id, 'scopes', array_to_string(k.scopes, ','),
            'expiresAtMs', coalesce(floor(extract(epoch FROM k.expires_at) * 1000)::text, ''),
            'revokedAtMs', coalesce(floor(extract(epoch FROM k.revoked_at) * 1000)::text, ''),
            'isEnded', k.revoked_at IS NOT NULL OR coalesce(k.expires_at <= now(), false)) ORDER BY k.id)
          FROM api_keys k
          WHERE k.org_id = o.id AND coalesce(k.revoked_at, k.expires_at, now()) > now() - interval '30 days') AS keys
  FROM organizations o WHERE o.state = 'active' AND ($1::uuid[] IS NULL OR o.id = ANY ($1)) ORDER BY o.id`;

/** How often what differs is looked at, and how long between: changes come to Redis every second by default. */
const LOOKS = 3;
const BETWEEN_MS = 2_000;

export interface ProjectionDeps {
  database: Database;
  redis: RedisClient;
  /** Ends early at the signal. */
  pause: (ms: number) => Promise<void>;
  signal: AbortSignal;
}

/**
 * Where Redis holds other organisations, settings, rules or keys than PostgreSQL would give it: what a rebuild of Redis
 * would change. Changes that are on their way do not count: what differs is looked at again, and has to differ every
 * time while Redis stays at what it holds.
 *
 * @returns how many values were compared, and each difference by name
 * @throws Error when interrupted; RetryableError, PermanentError
 */
export async function compareProjection(deps: ProjectionDeps): Promise<{ compared: number; differences: string[] }> {
  const first = await look(deps);
  let { found } = first;
  for (let looks = 1; looks < LOOKS && found.length > 0; looks++) {
    await deps.pause(BETWEEN_MS);
    const again = await look(
      deps,
      found.map(({ orgId }) => orgId),
    );
    found = again.found.filter((one) => found.some((before) => isSame(one, before)));
  }
  return { compared: first.compared, differences: found.map(({ text }) => text) };
}

interface Difference {
  orgId: OrgId;
  what: string;
  held: string;
  text: string;
}

function isSame(one: Difference, other: Difference): boolean {
  return one.orgId === other.orgId && one.what === other.what && one.held === other.held;
}

/** @param orgIds of these alone, instead of all */
async function look(
  { database, redis, signal }: ProjectionDeps,
  orgIds?: readonly OrgId[],
): Promise<{ compared: number; found: Difference[] }> {
  const rows = await database.transaction((session) => session.query<Wanted>(WANTED, [orgIds ?? null]), {
    isReadOnly: true,
  });
  const found: Difference[] = [];
  let compared = 0;
  for (const row of rows) {
    if (signal.aborted) throw new Error('interrupted');
    const pairs = await readPairs(redis, row);
    compared += pairs.length;
    for (const [what, held, wanted] of pairs)
      if (held !== wanted) found.push({ orgId: row.id, what, held, text: tell(row.name, [what, held, wanted]) });
  }
  // A pause that was cut short, or none left to look at.
  if (signal.aborted) throw new Error('interrupted');
  return { compared, found };
}

/** Evidence is kept for good: a hash of a key's secret is no part of it. */
function tell(org: string, [what, held, wanted]: Pair): string {
  if (what.startsWith('hash ')) return `${what} of ${org}: Redis another than PostgreSQL`;
  return `${what} of ${org}: Redis ${held || 'nothing'}, PostgreSQL ${wanted || 'nothing'}`;
}

/** What it is, what Redis holds, what PostgreSQL has. */
type Pair = readonly [what: string, held: string, wanted: string];

async function readPairs(redis: RedisClient, row: Wanted): Promise<Pair[]> {
  const keys = orgKeys(row.id);
  const members = clusterKeys.orgRegistry(partitionOf(row.id));
  const apiKeys = row.keys ?? [];
  const read = (name: string, key: string, ...args: string[]): RedisCommand => ({
    ...{ name, key, args: [key, ...args] },
    retry: 'free',
  });
  const replies = await redis.batch([
    read('HMGET', keys.config(), 'name', 'state', 'retentionDays', 'eventsPerSecond', 'settingsVersion'),
    read('HGETALL', keys.rules()),
    read('SMEMBERS', members),
    ...apiKeys.map(({ id }) => read('HMGET', clusterKeys.apiKey(id), ...KEY_FIELDS)),
  ]);
  const failed = replies.find((reply) => reply instanceof Error);
  if (failed) throw failed as Error;
  const [config, rules, registry, ...records] = replies as Reply[];
  const [name, state, retention, quota, settings] = (config as (string | null)[]).map((value) => value ?? '');
  const isListed = (registry as string[]).includes(row.id);
  return [
    ['registry', isListed ? 'listed' : '', 'listed'],
    ['name', name ?? '', row.name],
    ['state', state ?? '', row.state],
    ['retention', retention ?? '', String(row.retention)],
    ['quota', quota ?? '', String(row.quota)],
    // An organisation whose settings were never changed has none in Redis.
    ['settings', settings === '' ? '0' : (settings ?? ''), row.settings],
    ['rules', fieldOf(rules as string[], 'version') ?? '0', String(row.rules)],
    ...apiKeys.flatMap((key, at) => pairsOfKey(key, records[at] as (string | null)[])),
  ];
}

/** An ended key that Redis has forgotten is shut there as well. */
function pairsOfKey(key: WantedKey, record: readonly (string | null)[]): Pair[] {
  const [hash] = record;
  if (!hash) return key.isEnded ? [] : [[`key ${key.id}`, '', 'open']];
  return KEY_FIELDS.map((field, at): Pair => {
    const held = record[at] ?? '';
    return [`${field} of key ${key.id}`, isSameTime(held, key[field]) ? key[field] : held, key[field]];
  });
}

/** PostgreSQL counts microseconds, so the same time may be a millisecond less after it was rounded. */
function isSameTime(held: string, wanted: string): boolean {
  return /^\d{13}$/.test(held) && /^\d{13}$/.test(wanted) && Math.abs(Number(held) - Number(wanted)) <= 1;
}

function fieldOf(flat: readonly string[], name: string): string | undefined {
  const at = flat.findIndex((field, index) => index % 2 === 0 && field === name);
  return at < 0 ? undefined : flat[at + 1];
}
