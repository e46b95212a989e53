import { toError, type SecurityPosture } from '@redoubt/contracts';
import { z } from 'zod';
import { findAdmin, mayRun, type Admin, type AdminGiven } from '../acl/admin.ts';
import type { DeclarationGiven } from '../acl/declaration.ts';
import { readPosture } from '../acl/posture.ts';
import { surveyUsers, unknownNode, type Survey } from '../acl/survey.ts';
import { certificateOfServer } from '../cert/certificate.ts';
import type { Context } from '../command/context.ts';
import { isoTime } from '../output/time.ts';
import { checkSchema, publishedCheck, verdict, type CheckHead, type HealthCheck } from './check.ts';
import { DEFAULT_FLOW_LIMITS, readFlow } from './flow-checks.ts';
import { DEFAULT_LIMITS, lagBytes, nodeChecks } from './node-checks.ts';
import { numberOf, pingNodes, readNodes, type MayRun, type NodeReading } from './read-nodes.ts';
import { transportChecks, userChecks } from './security-checks.ts';
import { databaseChecks, managerCheck, readServices } from './service-checks.ts';

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

export interface HealthGiven extends AdminGiven, DeclarationGiven {
  node?: string | undefined;
  services: ReadonlyMap<string, string>;
}

/**
 * Looks at everything once: first how fast nodes answer, then the rest at the same time.
 *
 * @throws RedisUnavailableError when no node answers; CliError for a node that is none
 */
export async function takeHealth(context: Context, given: HealthGiven): Promise<HealthJson> {
  const startedMs = context.clock.monotonicMs();
  const admin = await findAdmin(context, given);
  const pool = admin?.pool ?? context.nodes();
  const may = mayAsk(admin, pool.credentials?.username ?? 'default');
  const pings = await pingNodes(context, pool, may);
  const [all, survey, flow, database, posture] = await Promise.all([
    readNodes(pool, pings, may),
    admin === undefined ? undefined : surveyOrNone(context, admin, given),
    readFlow(context, DEFAULT_FLOW_LIMITS),
    databaseChecks(context),
    postureOrNull(context),
  ]);
  const nodes = chosen(all, given.node);
  const services = await readServices(all, given.services);
  const ageMs = posture === null ? null : Math.max(0, context.clock.now() - posture.atMs);
  const measured = [
    ...userChecks(survey),
    ...transportChecks(nodes),
    ...(await certificateChecks(context, nodes)),
    managerCheck(ageMs, posture?.incidents24h ?? 0),
    ...nodeChecks(nodes, DEFAULT_LIMITS),
    ...flow.checks,
    services.check,
    ...database,
  ];
  const checks = withPublished(measured, posture, given.node);
  return {
    at: isoTime(context.clock.now()),
    tookMs: Math.round(context.clock.monotonicMs() - startedMs),
    status: statusOf(checks),
    checks,
    nodes: nodes.map((node) => nodeJson(node, all)),
    groups: flow.groups.map(({ group, lagEntries, unknownLags, pendingEntries, oldestPendingMs }) => ({
      ...{ group, lagEntries, unknownLags, pendingEntries, oldestPendingMs },
    })),
    deadLetters: flow.deadLetters,
    services: services.services,
    security: posture === null || ageMs === null ? null : securityJson(posture, ageMs),
  };
}

/** What anybody may ask who operates the platform; the rest is an administrator's. */
const openQuestions = ['ping', 'info', 'cluster|nodes', 'cluster|info'];

function mayAsk(admin: Admin | undefined, login: string): MayRun {
  return (command) => mayRun(login, command) && (admin !== undefined || openQuestions.includes(command));
}

function chosen(nodes: readonly NodeReading[], address: string | undefined): readonly NodeReading[] {
  if (address === undefined) return nodes;
  const found = nodes.filter((node) => node.address === address);
  if (found.length > 0) return found;
  throw unknownNode(
    address,
    nodes.map((node) => node.address),
  );
}

/** Users cannot be compared when, say, the settings name one that nobody knows: the rest can be measured. */
async function surveyOrNone(context: Context, admin: Admin, given: HealthGiven): Promise<Survey | undefined> {
  try {
    return await surveyUsers(context, given, admin);
  } catch (error) {
    context.output.warn(`users were not compared: ${toError(error).message}`);
    return undefined;
  }
}

async function postureOrNull(context: Context): Promise<SecurityPosture | null> {
  try {
    return await readPosture(await context.redis());
  } catch (error) {
    context.log.debug({ err: error }, 'posture_unread');
    return null;
  }
}

const certificates: CheckHead = {
  ...{ checkId: 'tls.certificates', area: 'encryption', title: 'Certificates are good for three weeks more' },
  fix: 'redoubt cert check; issue new ones: nodes take them without a restart',
};
const leastDays = 21;
const dayMs = 86_400_000;

async function certificateChecks(context: Context, nodes: readonly NodeReading[]): Promise<HealthCheck[]> {
  const { tls } = context.settings.redis();
  if (tls === undefined) return [verdict(certificates, 'not_applicable', 'no TLS')];
  const looks = await Promise.all(nodes.map(({ address }) => certificateOfServer(address, { tls, timeoutMs: 3_000 })));
  const nowMs = context.clock.now();
  const bad = looks.flatMap((look) => {
    if ('reason' in look) return [];
    const days = Math.floor((look.notAfterMs - nowMs) / dayMs);
    const faults = [...look.faults, ...(days < leastDays ? [`${days} days left`] : [])];
    return faults.length === 0 ? [] : [{ address: look.target, text: faults.join(', ') }];
  });
  const text = bad.map((one) => `${one.address}: ${one.text}`).join('; ');
  if (bad.length > 0)
    return [
      verdict(
        certificates,
        'fail',
        text,
        bad.map(({ address }) => address),
      ),
    ];
  const unseen = looks.flatMap((look) => ('reason' in look ? [look.target] : []));
  if (unseen.length > 0) return [verdict(certificates, 'not_measured', `none came from ${unseen.join(' ')}`, unseen)];
  const days = looks.map((look) => ('reason' in look ? 0 : Math.floor((look.notAfterMs - nowMs) / dayMs)));
  return [verdict(certificates, 'pass', `${looks.length} nodes, at least ${Math.min(...days)} days left`)];
}

/** What was looked at now stands before what acl-manager said; of one node alone only that. */
function withPublished(
  measured: readonly HealthCheck[],
  posture: SecurityPosture | null,
  node: string | undefined,
): HealthCheck[] {
  if (posture === null || node !== undefined) return [...measured];
  const isMeasured = new Set(measured.flatMap(({ checkId, status }) => (status === 'not_measured' ? [] : [checkId])));
  const published = posture.checks.filter(({ checkId }) => !isMeasured.has(checkId)).map(publishedCheck);
  const told = new Set(published.map(({ checkId }) => checkId));
  return [...measured.filter(({ checkId }) => !told.has(checkId)), ...published];
}

function statusOf(checks: readonly HealthCheck[]): HealthJson['status'] {
  if (checks.some(({ status }) => status === 'fail')) return 'at_risk';
  return checks.some(({ status }) => status === 'not_measured') ? 'not_fully_measured' : 'secure';
}

function nodeJson(node: NodeReading, all: readonly NodeReading[]): HealthJson['nodes'][number] {
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

function securityJson(posture: SecurityPosture, ageMs: number): NonNullable<HealthJson['security']> {
  return {
    score: posture.score.value,
    ageSeconds: Math.round(ageMs / 1_000),
    incidents24h: posture.incidents24h,
    failures24h: posture.authentication.failures24h,
    denied24h: posture.denied.total24h,
  };
}
