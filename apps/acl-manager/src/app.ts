import { SYSTEM_ROLES, type AuditLog, type Rotation } from '@redoubt/acl';
import type { SecurityPosture } from '@redoubt/contracts';
import type { ServiceParts } from '@redoubt/service';
import { AuditArchive } from './archive/audit-archive.ts';
import { Collector } from './collect/collector.ts';
import { HourCounters } from './collect/hour-counters.ts';
import type { AclManagerConfig } from './config.ts';
import { connectAll, type Connections } from './connections.ts';
import { Duties, type Duty } from './duties.ts';
import { IncidentDesk } from './incidents/incident-desk.ts';
import { InstanceLease } from './lease/instance-lease.ts';
import { PostureDesk, type PostureDeskOptions } from './posture/posture-desk.ts';
import { Prober } from './posture/prober.ts';
import { RequestDesk } from './requests/request-desk.ts';
import { RequestWork } from './requests/request-work.ts';
import { createUsers, type Users } from './users.ts';
import type { Rotations } from './watch/rotations.ts';
import { isAsDeclared } from './watch/user-watch.ts';

/** What runs; for specs. */
export interface AclManager {
  rotation: Rotation;
  rotations: Rotations;
  audit: AuditLog;
  posture: () => SecurityPosture;
}

const LEASE_MS = 15_000;
const PROBE_INTERVAL_MS = 60_000;
const REQUEST_INTERVAL_MS = 250;
const REPORT_INTERVAL_MS = 1_000;
const ARCHIVE_INTERVAL_MS = 5_000;
/** Records that a new instance reads to know what was refused before. */
const RESTORED_RECORDS = 2_000;

/** Wires and starts acl-manager: it works, or stands by for another instance, until `life` closes it. */
export async function buildApp(config: AclManagerConfig, parts: ServiceParts): Promise<AclManager> {
  const connections = await connectAll(config, parts);
  const { audit, redis, log, clock, metrics, record, store, database } = connections;
  const lease = parts.life.own('lease', new InstanceLease({ redis, log, clock }, { lifeMs: LEASE_MS }));
  const hours = new HourCounters({ redis, clock });
  const { events } = connections;
  const send = events && ((given: Parameters<typeof events.send>[0]) => events.send(given));
  const incidents = new IncidentDesk({ ...{ send, record, hours, metrics, log, clock } }, config.incidents);
  const users = createUsers(config, connections, { lease, onDrift: (drift) => incidents.drifted(drift) });
  const collector = new Collector({ ...connections, hours }, config.collect);
  const prober = new Prober(
    { ...connections, tryWithoutUser: (work) => collector.tryWithoutUser(work) },
    { withoutUser: connections.withoutUser, isolation: config.isolation },
  );
  const archive = database && new AuditArchive({ audit, database, metrics, log });
  const desk = new PostureDesk(
    {
      redis,
      store,
      watch: users.watch,
      collector,
      hours,
      metrics,
      clock,
      probes: () => ({ ...prober.found, archive: archive?.state }),
    },
    postureOptions(config),
  );
  const work = new RequestWork({ ...connections, ...users });
  const requests = parts.life.own('requests', new RequestDesk({ redis, work, record, metrics, log, clock }));
  answerFor(parts, { connections, users, desk, isEnforced: config.isEnforced, lease });
  const takeOver = async (): Promise<void> => {
    users.revoked.forget();
    await hours.load();
    collector.restore(await audit.newest(RESTORED_RECORDS));
    await record({ kind: 'instance_took_over', detail: { instance: lease.instance } });
  };
  const observe = async (): Promise<void> => {
    await incidents.observe(await collector.look());
    await desk.publish();
    await hours.flush();
  };
  const probe = async (): Promise<void> => {
    const nodes = await connections.cluster.nodes();
    await prober.probe(nodes, config.collect.level === 'high' ? servicesOf(users) : []);
  };
  const { watch, collect, rotations } = config;
  const duties: Duty[] = [
    { name: 'watch', intervalMs: watch.intervalMs, work: () => users.watch.look(), isHarmlessTwice: true },
    { name: 'collect', intervalMs: collect.intervalMs, work: observe },
    { name: 'probe', intervalMs: PROBE_INTERVAL_MS, work: probe, isLong: true },
    { name: 'report', intervalMs: REPORT_INTERVAL_MS, work: () => incidents.flush(), isLong: true },
    { name: 'rotations', intervalMs: rotations.intervalMs, work: () => users.rotations.look(), isLong: true },
    { name: 'requests', intervalMs: REQUEST_INTERVAL_MS, work: () => requests.look() },
  ];
  if (archive)
    duties.push({ name: 'archive', intervalMs: ARCHIVE_INTERVAL_MS, work: () => archive.copy(), isLong: true });
  await new Duties({ ...parts, log, clock, metrics, lease, takeOver }).start(duties);
  // Stopped first: loops and requests wait for it.
  parts.life.own('rotation-under-way', users.rotations);
  return { ...users, audit, posture: () => desk.posture() };
}

/** Users that are no part of the platform's own administration. */
function servicesOf({ source }: Users): string[] {
  return source.names.filter((name) => !Object.hasOwn(SYSTEM_ROLES, name));
}

function postureOptions(config: AclManagerConfig): PostureDeskOptions {
  const { isEnforced, collect, watch, policy } = config;
  return {
    mode: isEnforced ? 'enforce' : 'report',
    ...{ level: collect.level, intervalMs: collect.intervalMs, policy },
    staleAfterMs: Math.max(watch.intervalMs, collect.intervalMs) * 5 + 10_000,
  };
}

/** What health checks and people at /healthz/security are told. */
function answerFor(
  { ops }: ServiceParts,
  {
    connections: { redis },
    users,
    desk,
    isEnforced,
    lease,
  }: { connections: Connections; users: Users; desk: PostureDesk; isEnforced: boolean; lease: InstanceLease },
): void {
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('users', () => {
    if (lease.isOthers()) return { ok: true, detail: 'another instance works' };
    return isEnforced ? isAsDeclared(users.watch.state) : { ok: true };
  });
  ops.report('/healthz/security', () => {
    return lease.isOthers() ? { ok: true, body: { ok: true, isStandby: true } } : desk.report();
  });
}
