import { AclCluster } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { findAdmin, type Admin, type AdminGiven } from '../acl/admin.ts';
import type { Context } from '../command/context.ts';
import { certificateCheck } from '../health/certificate-check.ts';
import { DEFAULT_LIMITS, nodeChecks } from '../health/node-checks.ts';
import { pingNodes, readNodes, type NodeReading } from '../health/read-nodes.ts';
import { mayAsk } from '../health/take-health.ts';
import { canaryFinding } from './canary-finding.ts';
import { clockFinding, readClock, type ClockReading } from './clock-findings.ts';
import { databaseFindings } from './database-findings.ts';
import { fileFindings } from './file-findings.ts';
import { finding, findingOf, type Finding, type FindingHead } from './finding.ts';
import { loginFindings, redisFindings } from './redis-findings.ts';
import { serviceFindings } from './service-findings.ts';
import { streamFindings } from './stream-findings.ts';

export interface DoctorGiven extends AdminGiven {
  /** Addresses besides those of the settings. */
  services: ReadonlyMap<string, string>;
}

/** Looks at everything that is set up wrong most often. What cannot be reached is a finding, never an error. */
export async function takeDoctor(context: Context, given: DoctorGiven): Promise<Finding[]> {
  const [redis, database, files] = await Promise.all([
    lookAtRedis(context, given),
    settled('database', () => databaseFindings(context)),
    fileFindings(context.settings.list(), context.settings.settingsFile()),
  ]);
  const services = await settled('services', async () => {
    const addresses = new Map([...context.settings.services(), ...given.services]);
    const reporter = addresses.get('compliance-reporter');
    const canary = reporter === undefined ? [] : [await canaryFinding(reporter, context.clock.now())];
    return [...(await serviceFindings(redis.nodes, addresses)), ...canary];
  });
  const streams = redis.nodes.length === 0 ? [] : await streamFindings(context);
  return [...redis.findings, ...database, ...streams, ...services, ...files];
}

const settingsFix = 'redoubt config view shows what is set';

async function settled(checkId: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const head = { checkId: `settings.${checkId}`, area: 'settings', title: 'The settings can be used' } as const;
    return [finding({ ...head, fix: settingsFix }, 'fail', toError(error).message)];
  }
}

interface RedisLook {
  findings: Finding[];
  nodes: readonly NodeReading[];
}

const reachHead: FindingHead = {
  ...{ checkId: 'redis.reachable', area: 'redis', title: 'The Redis cluster answers' },
  fix: 'do its nodes run, does REDIS_NODES name them, and may this machine reach them: redoubt config view',
};

async function lookAtRedis(context: Context, given: DoctorGiven): Promise<RedisLook> {
  try {
    const settings = context.settings.redis();
    const admin = await findAdmin(context, given);
    const pool = admin?.pool ?? context.nodes();
    const login = settings.credentials?.username ?? 'default';
    const cluster = admin?.cluster ?? new AclCluster(pool);
    const may = mayAsk(admin, pool.credentials?.username ?? 'default');
    const nodes = await readNodes(
      cluster,
      await pingNodes(context, { cluster, configured: pool.configured() }, may),
      may,
    );
    const findings = [
      ...healthFindings(nodes),
      ...redisFindings(nodes),
      clockFinding('redis', await clocksOf(context, cluster, nodes)),
      ...loginFindings(login, settings.tls !== undefined),
      ...findingOf(
        await certificateCheck(
          context,
          nodes.map(({ address }) => address),
        ),
        'redis',
      ),
      ...usersFinding(admin),
    ];
    return { findings, nodes };
  } catch (error) {
    return { findings: [finding(reachHead, 'fail', toError(error).message)], nodes: [] };
  }
}

/** The parts of the morning's look that are about how the cluster was set up. */
function healthFindings(nodes: readonly NodeReading[]): Finding[] {
  const gravity: Readonly<Record<string, 'warn' | 'fail'>> = {
    ...{ 'avail.nodes': 'fail', 'avail.cluster': 'fail', 'avail.replicas': 'warn' },
    ...{ 'avail.replication': 'fail', 'avail.persistence': 'fail', 'perf.memory': 'warn', 'perf.latency': 'warn' },
  };
  // Without replicas there is nothing that could follow.
  const isAlone = nodes.every(({ role }) => role !== 'replica');
  return nodeChecks(nodes, DEFAULT_LIMITS).flatMap((check) => {
    const own = isAlone && check.checkId === 'avail.replication' ? undefined : gravity[check.checkId];
    return own === undefined ? [] : findingOf(check, 'redis', own);
  });
}

async function clocksOf(context: Context, cluster: AclCluster, nodes: readonly NodeReading[]): Promise<ClockReading[]> {
  const clocks: ClockReading[] = [];
  for (const { address, failure } of nodes) {
    if (failure !== undefined) continue;
    // Not TIME, which the operators' role does not have.
    const ask = async (): Promise<number> => {
      const text = String(await cluster.call(address, 'INFO', 'server'));
      return Number(/^server_time_usec:(\d+)/m.exec(text)?.[1]) / 1_000;
    };
    const reading = await readClock(address, () => context.clock.now(), ask).catch(() => undefined);
    if (reading !== undefined && Number.isFinite(reading.skewMs)) clocks.push(reading);
  }
  return clocks;
}

function usersFinding(admin: Admin | undefined): Finding[] {
  const head: FindingHead = {
    ...{ checkId: 'redis.admin', area: 'redis', title: 'Redis users can be looked after from here' },
    fix: 'name the folder of passwords with CREDENTIALS_DIR or --credentials, so that redoubt acl and health see all',
  };
  return [
    finding(
      head,
      admin === undefined ? 'warn' : 'ok',
      admin === undefined ? 'no user at hand may' : `as ${admin.login}`,
    ),
  ];
}
