import { AclCluster } from '@redoubt/acl';
import { toError, type SecurityPosture } from '@redoubt/contracts';
import { findAdmin, mayRun, type Admin, type AdminGiven } from '../acl/admin.ts';
import type { DeclarationGiven } from '../acl/declaration.ts';
import { readPosture } from '../acl/posture.ts';
import { surveyUsers, unknownNode, type Survey } from '../acl/survey.ts';
import type { Context } from '../command/context.ts';
import { isoTime } from '../output/time.ts';
import { certificateCheck } from './certificate-check.ts';
import { publishedCheck, type HealthCheck } from './check.ts';
import { DEFAULT_FLOW_LIMITS, readFlow } from './flow-checks.ts';
import { nodeJson, securityJson, statusOf, type HealthJson } from './health-json.ts';
import { DEFAULT_LIMITS, nodeChecks } from './node-checks.ts';
import { pingNodes, readNodes, type MayRun, type NodeReading } from './read-nodes.ts';
import { transportChecks, userChecks } from './security-checks.ts';
import { databaseChecks, managerCheck, readServices } from './service-checks.ts';

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
  const cluster = admin?.cluster ?? new AclCluster(pool);
  const pings = await pingNodes(context, { cluster, configured: pool.configured() }, may);
  const [all, survey, flow, database, posture] = await Promise.all([
    readNodes(cluster, pings, may),
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
    await certificateCheck(
      context,
      nodes.map(({ address }) => address),
    ),
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

/** What may be asked of nodes: no more than the role of the user that comes. */
export function mayAsk(admin: Admin | undefined, login: string): MayRun {
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
