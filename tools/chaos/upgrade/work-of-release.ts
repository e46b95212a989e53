import { waitFor } from '@redoubt/test-kit';
import { readAlerts } from '../../dev/alerts.ts';
import { connectControl, type Control } from '../../dev/demo-org.ts';
import { ATTACK_RULE } from '../faults/attacks.ts';
import type { Sent } from '../faults/faults-scenario.ts';
import { countForwardable } from '../faults/judge-run.ts';
import { LOAD_ORGS, pause, type World } from '../faults/world.ts';
import { judgeWork, type Work, type WorkSeen } from './judge-work.ts';

/** How long all services are of the new release before its work is asked for, and how long that may take, ms. */
const ALONE_MS = 5_000;
const CATCH_UP_MS = 60_000;

/** Waits, while all services are of one release, until they did what was sent to them, or did not for long enough. */
export async function watchWork(world: World, sent: Sent): Promise<WorkSeen> {
  return withControl(world, async (control) => {
    const first = await readWork(control, world);
    await pause(ALONE_MS);
    const atOnce = { stored: sent.accepted(), alerts: sent.attacks() };
    const forwarded = await countForwardable(control, world.platform.orgs);
    const wanted = { ...first, ...atOnce, forwarded };
    let last = first;
    const isDone = async (): Promise<boolean> => {
      last = await readWork(control, world);
      return judgeWork({ first, wanted, last }).length === 0;
    };
    await waitFor(isDone, { timeoutMs: CATCH_UP_MS, intervalMs: 500 }).catch(() => undefined);
    return { first, wanted, last };
  });
}

/** How many changes were made to the schema up to now. */
export function countMigrations(world: World): Promise<number> {
  return withControl(world, migrationsOf);
}

async function withControl<T>({ platform }: World, work: (control: Control) => Promise<T>): Promise<T> {
  const control = await connectControl(platform.stack, platform.stack.adminLogin(), { migrates: false });
  try {
    return await work(control);
  } finally {
    await control.close();
  }
}

async function readWork(control: Control, { platform, sink }: World): Promise<Work> {
  const [row] = await control.database.query<{ n: string }>('SELECT count(*) AS n FROM events WHERE org_id = ANY($1)', [
    platform.orgs.slice(0, LOAD_ORGS).map(({ organization }) => organization.id),
  ]);
  const attacked = platform.orgs.slice(LOAD_ORGS).map(({ organization }) => readAlerts(control, organization.id));
  const alerts = (await Promise.all(attacked)).flat().filter(({ ruleId }) => ruleId === ATTACK_RULE);
  const migrations = await migrationsOf(control);
  return { stored: Number(row?.n), alerts: alerts.length, forwarded: sink.taken.size, migrations };
}

async function migrationsOf({ database }: Control): Promise<number> {
  const [row] = await database.query<{ n: string }>('SELECT count(*) AS n FROM schema_migrations');
  return Number(row?.n);
}
