import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type RedisCommand } from '@redoubt/redis';
import type { Organization, OrgQuota } from './organization.ts';

const projectApiKeyScript = defineScript(join(import.meta.dirname, '..', 'scripts', 'project-api-key-1.lua'));

/** An API key as Redis holds it for the gateways. */
export interface ProjectedApiKey {
  id: string;
  orgId: OrgId;
  secretHash: Buffer;
  scopes: readonly string[];
  quota: OrgQuota;
  expiresAtMs?: number;
  revokedAtMs?: number;
  /** What webhooks under the key's id are signed with, sealed. */
  webhookSecret?: Buffer;
}

/** A revoked or expired key is kept this long, so that its holder is told so rather than that it never was. */
const KEEP_ENDED_MS = 30 * 86_400_000;
const BATCH = 500;

/** Writes the settings and feature flags of an organisation to its slot. */
export async function projectOrganization(redis: RedisClient, organization: Organization): Promise<void> {
  const keys = orgKeys(organization.id);
  const commands: RedisCommand[] = [hashCommand(keys.config(), configFields(organization))];
  const flags = Object.entries(organization.features).map(([name, isOn]) => [name, isOn ? '1' : '0'] as const);
  if (flags.length > 0) commands.push(hashCommand(keys.features(), flags));
  throwFirst(await redis.batch(commands));
}

function configFields(organization: Organization): (readonly [string, string | number])[] {
  return [
    ['name', organization.name],
    ['displayName', organization.displayName],
    ['state', organization.state],
    ['retentionDays', organization.retentionDays],
    ['eventsPerSecond', organization.quota.eventsPerSecond],
    ['bytesPerSecond', organization.quota.bytesPerSecond],
    ['burstSeconds', organization.quota.burstSeconds],
    ['expectedGroups', organization.expectedGroups.join(',')],
  ];
}

function hashCommand(key: string, fields: readonly (readonly [string, string | number])[]): RedisCommand {
  return { name: 'HSET', key, args: [key, ...fields.flat()], retry: 'free' };
}

/** Writes keys; a key that Redis already holds as revoked stays revoked, whatever is written after it. */
export async function projectApiKeys(redis: RedisClient, apiKeys: readonly ProjectedApiKey[]): Promise<void> {
  const script = redis.script(projectApiKeyScript);
  const commands = apiKeys.map((key) =>
    script.command(
      [clusterKeys.apiKey(key.id)],
      [
        key.secretHash.toString('hex'),
        key.orgId,
        key.scopes.join(','),
        key.expiresAtMs ?? '',
        key.revokedAtMs ?? '',
        key.quota.eventsPerSecond,
        key.quota.bytesPerSecond,
        key.quota.burstSeconds,
        endedAtMs(key) === undefined ? '' : (endedAtMs(key) as number) + KEEP_ENDED_MS,
        key.webhookSecret?.toString('base64') ?? '',
      ],
      { retry: 'free' },
    ),
  );
  for (let at = 0; at < commands.length; at += BATCH) throwFirst(await redis.batch(commands.slice(at, at + BATCH)));
}

function endedAtMs(key: ProjectedApiKey): number | undefined {
  return key.revokedAtMs ?? key.expiresAtMs;
}

/** @returns undefined when Redis knows no such key */
export async function readProjectedApiKey(redis: RedisClient, id: string): Promise<ProjectedApiKey | undefined> {
  const reply = await redis.call('HGETALL', clusterKeys.apiKey(id), [], { retry: 'free' });
  const fields = fieldsOf(reply);
  const orgId = fields.get('orgId');
  if (orgId === undefined) return undefined;
  const webhookSecret = fields.get('webhookSecret');
  return {
    id,
    orgId: orgId as OrgId,
    secretHash: Buffer.from(fields.get('hash') ?? '', 'hex'),
    scopes: (fields.get('scopes') ?? '').split(',').filter((scope) => scope !== ''),
    quota: {
      eventsPerSecond: Number(fields.get('eventsPerSecond')),
      bytesPerSecond: Number(fields.get('bytesPerSecond')),
      burstSeconds: Number(fields.get('burstSeconds')),
    },
    ...optionalTime('expiresAtMs', fields.get('expiresAtMs')),
    ...optionalTime('revokedAtMs', fields.get('revokedAtMs')),
    ...(webhookSecret ? { webhookSecret: Buffer.from(webhookSecret, 'base64') } : {}),
  };
}

function optionalTime<N extends string>(name: N, text: string | undefined): { [K in N]?: number } {
  return (text ? { [name]: Number(text) } : {}) as { [K in N]?: number };
}

function fieldsOf(reply: unknown): Map<string, string> {
  const flat = Array.isArray(reply) ? (reply as unknown[]).map(String) : [];
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] as string, flat[i + 1] as string);
  return fields;
}

function throwFirst(replies: readonly unknown[]): void {
  const failed = replies.find((reply) => reply instanceof Error);
  if (failed) throw failed as Error;
}
