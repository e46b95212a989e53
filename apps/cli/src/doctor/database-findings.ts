import { statfs } from 'node:fs/promises';
import { systemClock, toError } from '@redoubt/contracts';
import {
  dayOf,
  EventPartitions,
  readSchemaState,
  readServerFacts,
  type Database,
  type ServerFacts,
} from '@redoubt/storage';
import type { Context } from '../command/context.ts';
import { formatBytes } from '../output/number.ts';
import { clockFinding, readClock } from './clock-findings.ts';
import { finding, type Finding, type FindingHead } from './finding.ts';

const heads = {
  reach: {
    ...{ checkId: 'postgresql.reachable', title: 'PostgreSQL answers' },
    fix: 'redoubt config view shows which one is meant; name, port, password and pg_hba.conf must let this machine in',
  },
  schema: {
    ...{ checkId: 'postgresql.migrations', title: 'The schema is the one of this release' },
    fix: 'run the migrations of the release that is installed: docs/how-to/upgrade.md',
  },
  roles: {
    ...{ checkId: 'postgresql.roles', title: 'Roles that row security rests on are there' },
    fix: 'run the migrations as an owner with CREATEROLE, or GRANT the roles named to the user of the services',
  },
  owner: {
    ...{ checkId: 'postgresql.user', title: 'PostgreSQL is not used as its superuser' },
    fix: 'give the services a user of their own that owns the database: docs/how-to/deploy-to-production.md',
  },
  disk: {
    ...{ checkId: 'postgresql.commits', title: 'What is committed is on disk' },
    fix: 'fsync, full_page_writes and synchronous_commit must be on: an event is acknowledged once it is committed',
  },
  days: {
    ...{ checkId: 'postgresql.partitions', title: 'Tables for today and tomorrow are there' },
    fix: 'db-writer makes them: is it up, and does its log say maintenance_failed?',
  },
  connections: {
    ...{ checkId: 'postgresql.connections', title: 'Connections are left' },
    fix: 'raise max_connections, or lower DATABASE_POOL_MAX of the services',
  },
  space: {
    ...{ checkId: 'postgresql.space', title: 'Space is left on the data volume' },
    fix: 'enlarge the volume, or keep less: redoubt org set <org> --retention-days, docs/how-to/backup-and-restore.md',
  },
} as const;

const oldestMajor = 14;

/** What is set up wrong in PostgreSQL. Never throws. */
export async function databaseFindings(context: Context): Promise<Finding[]> {
  try {
    const startedMs = context.clock.monotonicMs();
    const database = await context.database();
    let facts: ServerFacts | undefined;
    const clock = await readClock(
      'PostgreSQL',
      () => context.clock.now(),
      async () => (facts = await readServerFacts(database)).nowMs,
    );
    const seen = facts as unknown as ServerFacts;
    const tookMs = Math.round(context.clock.monotonicMs() - startedMs);
    return [
      reachFinding(seen, tookMs),
      await schemaFinding(database),
      of('roles', seen.missingRoles.length === 0 ? 'ok' : 'fail', seen.missingRoles.join(', ') || 'all four'),
      of('owner', seen.isSuperuser ? 'warn' : 'ok', `comes as ${seen.user}`),
      commitFinding(seen),
      await daysFinding(database),
      connectionsFinding(seen),
      await spaceFinding(seen),
      clockFinding('postgresql', [clock]),
    ];
  } catch (error) {
    return [of('reach', 'fail', toError(error).message)];
  }
}

function of(name: keyof typeof heads, status: Finding['status'], evidence: string): Finding {
  const head: FindingHead = { area: 'postgresql', ...heads[name] };
  return finding(head, status, evidence);
}

function reachFinding({ version }: ServerFacts, tookMs: number): Finding {
  const isOld = Number.parseInt(version, 10) < oldestMajor;
  const text = `PostgreSQL ${version} in ${tookMs}ms`;
  return of('reach', isOld ? 'fail' : 'ok', isOld ? `${text}: ${oldestMajor} or later is needed` : text);
}

async function schemaFinding(database: Database): Promise<Finding> {
  const { missing, unknown, changed } = await readSchemaState(database);
  const wrong = [
    ...(missing.length > 0 ? [`not applied: ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`of a newer release: ${unknown.join(', ')}`] : []),
    ...(changed.length > 0 ? [`changed after they were applied: ${changed.join(', ')}`] : []),
  ];
  return of('schema', wrong.length === 0 ? 'ok' : 'fail', wrong.join('; ') || 'every migration is applied');
}

function commitFinding({ settings }: ServerFacts): Finding {
  // `remote_apply` and its like promise more than `on`.
  const off = Object.entries(settings).filter(([, value]) => value === 'off');
  return of('disk', off.length === 0 ? 'ok' : 'fail', off.map(([name]) => `${name} is off`).join(', ') || 'on');
}

async function daysFinding(database: Database): Promise<Finding> {
  const today = dayOf(systemClock.now());
  const days = new Set(await new EventPartitions(database).list());
  const missing = [today, today + 1].filter((day) => !days.has(day));
  return of(
    'days',
    missing.length === 0 ? 'ok' : 'fail',
    `${days.size} days${missing.length > 0 ? ', not those' : ''}`,
  );
}

function connectionsFinding({ connections, maxConnections }: ServerFacts): Finding {
  const share = connections / maxConnections;
  return of('connections', share > 0.95 ? 'fail' : share > 0.8 ? 'warn' : 'ok', `${connections} of ${maxConnections}`);
}

/** Free space is known only on the machine of the server itself. */
async function spaceFinding({ sizeBytes, dataDirectory }: ServerFacts): Promise<Finding> {
  const size = `the database has ${formatBytes(sizeBytes)}`;
  try {
    if (dataDirectory === undefined) throw new Error('not known');
    const { bavail, blocks, bsize } = await statfs(dataDirectory);
    const share = bavail / blocks;
    const text = `${size}; ${formatBytes(bavail * bsize)} free (${Math.round(share * 100)} %)`;
    return of('space', share < 0.05 ? 'fail' : share < 0.2 ? 'warn' : 'ok', text);
  } catch {
    return of('space', 'ok', `${size}; PostgreSQL cannot say from afar what is free: watch its volume`);
  }
}
