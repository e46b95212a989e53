import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult, Releases } from '../chaos-report.ts';
import { DeathWatch } from '../faults/death-watch.ts';
import { runFaults, type Sent } from '../faults/faults-scenario.ts';
import type { FaultDone, FaultsDone } from '../faults/run-plan.ts';
import { changedProduct, currentCommit, runSources } from '../faults/run-sources.ts';
import type { World } from '../faults/world.ts';
import { checkOut } from './check-out.ts';
import { judgeWork } from './judge-work.ts';
import { replaceServices, type Release } from './replace-services.ts';
import { countMigrations, watchWork } from './work-of-release.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MIGRATE_TIMEOUT_MS = 60_000;

/**
 * Services of an earlier commit, on its schema, take load; one by one they are replaced by those of today, which have
 * to do all the work for a while, and then by the earlier ones again.
 *
 * @throws Error  services of both are the same, or there is no such commit here
 */
export async function runUpgrade(
  options: ChaosOptions,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const before = join(logDir, 'before');
  const releases = releasesOf(checkOut(ROOT, options.from, before));
  onStep(`from ${releases.from} to ${releases.to}: ${releases.changedFiles} files of services differ`);
  const counts: Record<string, number> = {};
  const doing = async (world: World, sent: Sent): Promise<FaultsDone> => {
    const { held } = world;
    const { apps } = world.platform.stack;
    const [earlier, later] = [
      { name: releases.from, root: before },
      { name: 'the new release', root: ROOT },
    ];
    const startedMs = performance.now();
    const watch = new DeathWatch(apps, held);
    const migrations = await countMigrations(world);
    const undone: string[] = [];
    const faults: FaultDone[] = [];
    const replaceAll = async (kind: 'upgrade' | 'rollback', from: Release, to: Release): Promise<void> => {
      const done = await replaceServices(apps, { kind, from, to, held, onStep, startedMs });
      faults.push(...done.faults);
      undone.push(...done.undone);
    };
    watch.start();
    try {
      await replaceAll('upgrade', earlier, later);
      onStep('all services are new');
      const work = await watchWork(world, sent);
      undone.push(...judgeWork(work));
      counts.new_stored = work.last.stored - work.first.stored;
      counts.new_alerts = work.last.alerts - work.first.alerts;
      counts.new_forwarded = work.last.forwarded - work.first.forwarded;
      counts.migrations = work.last.migrations - migrations;
      await replaceAll('rollback', later, earlier);
    } finally {
      await watch.stop();
    }
    return { faults, endedUnasked: watch.ended, notes: [], undone };
  };
  const makeSchema = (databaseUrl: string): Promise<void> => migrateFrom(before, databaseUrl);
  const result = await runFaults(options, { logDir, onStep, root: before, doing, withOnlookers: true, makeSchema });
  return { ...result, figures: { ...result.figures, ...counts }, releases };
}

function releasesOf(from: string): Releases {
  const changedFiles = changedProduct(from)?.length ?? 0;
  if (changedFiles === 0) throw new Error(`nothing to upgrade: services of ${from} are those of this checkout`);
  return { from, to: currentCommit(), isToDirty: runSources()?.isDirty ?? true, changedFiles };
}

async function migrateFrom(root: string, databaseUrl: string): Promise<void> {
  const script = join(root, 'apps/db-writer/src/migrate.ts');
  await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    ...{ cwd: root, timeout: MIGRATE_TIMEOUT_MS },
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl },
  });
}
