import { effectiveFeatures, RetryableError, suppressionSchema, type OrgId, type Suppression } from '@redoubt/contracts';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';
import { unpack } from '../rules/packs.ts';
import { DEFAULT_RULES, type OrgRuleSettings } from '../rules/org-rules.ts';
import { alertSettingsSchema, type AlertSettingsRecord } from './alert-settings.ts';

/** Settings of an organisation as Redis holds them; what Redis does not hold has its default. */
export interface OrgSettings {
  /** Grows with every change of anything here; 0 when nothing was ever changed. */
  version: number;
  rules: OrgRuleSettings;
  alertSettings: AlertSettingsRecord;
  suppressions: Suppression[];
  /** Flags that are set, either way. */
  features: Record<string, boolean>;
  /** Incidents are opened by rule, not only by hand. */
  isAutoIncidentCreation: boolean;
}

/** Reads all that alert-engine wants to know in one round trip. @throws what the client ends with */
export async function readOrgSettings(redis: RedisClient, orgId: OrgId): Promise<OrgSettings> {
  const keys = orgKeys(orgId);
  const fields = ['settingsVersion', 'alertSettings'];
  const [config, rules, suppressions, features] = (await readAll(redis, [
    { name: 'HMGET', key: keys.config(), args: [keys.config(), ...fields], retry: 'free' },
    hashOf(keys.rules()),
    hashOf(keys.suppressions()),
    hashOf(keys.features()),
  ])) as [(string | null)[], string[], string[], string[]];
  const flags = Object.fromEntries([...pairsOf(features)].map(([name, value]) => [name, isOn(value)]));
  return {
    version: Number(config[0] ?? 0),
    rules: rulesOf(pairsOf(rules)),
    alertSettings: alertSettingsSchema.parse(JSON.parse(config[1] ?? '{}')),
    suppressions: suppressionsOf(pairsOf(suppressions)),
    features: flags,
    isAutoIncidentCreation: effectiveFeatures(flags).auto_incident_creation,
  };
}

/** Which rules the organisation runs. */
export async function readOrgRules(redis: RedisClient, orgId: OrgId): Promise<OrgRuleSettings> {
  const [rules] = (await readAll(redis, [hashOf(orgKeys(orgId).rules())])) as [string[]];
  return rulesOf(pairsOf(rules));
}

/** Suppressions in force, to come, and those that ended within a day. */
export async function readSuppressions(redis: RedisClient, orgId: OrgId): Promise<Suppression[]> {
  const [suppressions] = (await readAll(redis, [hashOf(orgKeys(orgId).suppressions())])) as [string[]];
  return suppressionsOf(pairsOf(suppressions));
}

/** The settings version alone, for polling; 0 when nothing was ever changed. */
export async function readSettingsVersion(redis: RedisClient, orgId: OrgId): Promise<number> {
  const key = orgKeys(orgId).config();
  return Number((await redis.call('HGET', key, ['settingsVersion'], { retry: 'free' })) ?? 0);
}

/**
 * JSON of a stored pack.
 *
 * @throws RetryableError when Redis does not hold it: it was lost and waits for `reconcileRulebook`
 */
export async function readPack(redis: RedisClient, packId: string, version: string): Promise<Buffer> {
  const key = clusterKeys.rulePack(packId, version);
  const bytes = await redis.call('GET', key, [], { retry: 'free', buffers: true, timeoutMs: 10_000 });
  if (!Buffer.isBuffer(bytes)) throw new RetryableError(`Redis does not hold pack ${packId} ${version}`);
  return unpack(bytes);
}

function rulesOf(fields: Map<string, string>): OrgRuleSettings {
  if (!fields.has('version')) return DEFAULT_RULES;
  return {
    version: Number(fields.get('version')),
    packs: JSON.parse(fields.get('packs') ?? '[]') as OrgRuleSettings['packs'],
    disabled: JSON.parse(fields.get('disabled') ?? '[]') as string[],
    overrides: JSON.parse(fields.get('overrides') ?? '{}') as OrgRuleSettings['overrides'],
  };
}

/** What does not parse was written by another release and is left out: better told of an alert than not. */
function suppressionsOf(fields: Map<string, string>): Suppression[] {
  return [...fields.values()].flatMap((json) => {
    const parsed = suppressionSchema.safeParse(JSON.parse(json));
    return parsed.success ? [parsed.data] : [];
  });
}

function isOn(value: string): boolean {
  return value === '1' || value === 'true';
}

function hashOf(key: string): RedisCommand {
  return { name: 'HGETALL', key, args: [key], retry: 'free' };
}

async function readAll(redis: RedisClient, commands: RedisCommand[]): Promise<unknown[]> {
  const replies = await redis.batch(commands);
  const failed = replies.find((reply) => reply instanceof Error);
  if (failed) throw failed as Error;
  return replies;
}

function pairsOf(flat: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] as string, flat[at + 1] as string);
  return fields;
}
