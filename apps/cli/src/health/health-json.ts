import type { SecurityPosture } from '@redoubt/contracts';
import { z } from 'zod';
import { checkSchema, type HealthCheck } from './check.ts';
import { lagBytes } from './node-checks.ts';
import { numberOf, type NodeReading } from './read-nodes.ts';

const nodeSchema = z.object({
  address: z.string(),
  role: z.enum(['master', 'replica', 'unknown']),
  isMeasured: z.boolean(),
  failure: z.string().optional(),
  version: z.string().optional(),
  latencyMs: z.number().optional().describe('one PING from here'),
  usedMemoryBytes: z.number().optional(),
  maxMemoryBytes: z.number().optional().describe('0 for no limit'),
  opsPerSecond: z.number().optional(),
  connectedClients: z.number().optional(),
  replicationLagBytes: z.number().optional(),
  isLinked: z.boolean().optional().describe('of replicas: the link to its master is up'),
  failedLogins: z.number().optional().describe('wrong passwords since the node started'),
  deniedCommands: z.number().optional().describe('commands, keys and channels refused since the node started'),
});

export const healthSchema = z.object({
  at: z.string().describe('RFC 3339'),
  tookMs: z.number().int(),
  status: z
    .enum(['secure', 'at_risk', 'not_fully_measured'])
    .describe('at_risk: a check fails; not_fully_measured: none fails, and some could not be measured'),
  checks: z.array(checkSchema),
  nodes: z.array(nodeSchema),
  groups: z.array(
    z.object({
      group: z.string(),
      lagEntries: z.number().int(),
      unknownLags: z.number().int(),
      pendingEntries: z.number().int(),
      oldestPendingMs: z.number().int().nullable(),
    }),
  ),
  deadLetters: z.number().int().nullable().describe('null when not everything could be counted'),
  services: z.array(
    z.object({
      service: z.string(),
      connections: z.number().int().nullable().describe('null where it cannot be told'),
      isReady: z.boolean().nullable().describe('what /readyz answered; null without an address'),
      detail: z.string(),
    }),
  ),
  security: z
    .object({
      score: z.number().nullable(),
      ageSeconds: z.number().int(),
      incidents24h: z.number().int(),
      failures24h: z.number().int(),
      denied24h: z.number().int(),
    })
    .nullable()
    .describe('as acl-manager last said; null when it does not run'),
});
export type HealthJson = z.infer<typeof healthSchema>;

/** What it all comes to. */
export function statusOf(checks: readonly HealthCheck[]): HealthJson['status'] {
  if (checks.some(({ status }) => status === 'fail')) return 'at_risk';
  return checks.some(({ status }) => status === 'not_measured') ? 'not_fully_measured' : 'secure';
}

export function nodeJson(node: NodeReading, all: readonly NodeReading[]): HealthJson['nodes'][number] {
  const { address, role, failure, latencyMs, info } = node;
  const optional = {
    failure,
    latencyMs,
    version: info?.get('valkey_version') ?? info?.get('redis_version'),
    usedMemoryBytes: numberOf(info, 'used_memory'),
    maxMemoryBytes: numberOf(info, 'maxmemory'),
    opsPerSecond: numberOf(info, 'instantaneous_ops_per_sec'),
    connectedClients: numberOf(info, 'connected_clients'),
    replicationLagBytes: role === 'replica' ? lagBytes(node, all) : undefined,
    isLinked: role === 'replica' && info !== undefined ? info.get('master_link_status') === 'up' : undefined,
    failedLogins: info === undefined ? undefined : errorCount(info, 'WRONGPASS'),
    deniedCommands: info === undefined ? undefined : errorCount(info, 'NOPERM'),
  };
  const told = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { address, role, isMeasured: failure === undefined, ...told };
}

function errorCount(info: ReadonlyMap<string, string>, kind: string): number {
  return Number(/count=(\d+)/.exec(info.get(`errorstat_${kind}`) ?? '')?.[1] ?? 0);
}

export function securityJson(posture: SecurityPosture, ageMs: number): NonNullable<HealthJson['security']> {
  return {
    score: posture.score.value,
    ageSeconds: Math.round(ageMs / 1_000),
    incidents24h: posture.incidents24h,
    failures24h: posture.authentication.failures24h,
    denied24h: posture.denied.total24h,
  };
}
