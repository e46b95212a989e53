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
  FROM organizations o WHERE o.state = 'active' ORDER BY o.id`;

/**
 * Where Redis holds other organisations, settings, rules or keys than PostgreSQL would give it: what a rebuild of Redis
 * would change.
 *
 * @returns how many values were compared, and each difference by name
 */
export async function compareProjection({
  database,
  redis,
}: {
  database: Database;
  redis: RedisClient;
}): Promise<{ compared: number; differences: string[] }> {
  const rows = await database.transaction((session) => session.query<Wanted>(WANTED), { isReadOnly: true });
  const differences: string[] = [];
  let compared = 0;
  for (const row of rows) {
    const pairs = await readPairs(redis, row);
    compared += pairs.length;
    for (const [what, held, wanted] of pairs)
      if (held !== wanted)
        differences.push(`${what} of ${row.name}: Redis ${held || 'nothing'}, PostgreSQL ${wanted || 'nothing'}`);
  }
  return { compared, differences };
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
