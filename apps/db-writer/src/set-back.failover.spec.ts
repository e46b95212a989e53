import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { orgKeys } from '@redoubt/key-schema';
import { connectDatabase } from '@redoubt/storage';
import { createTempDir, ProcessSet, waitFor, type ManagedProcess } from '@redoubt/test-kit';
import { WriterStage } from './testing/stage.ts';

const main = join(import.meta.dirname, 'main.ts');
const allStored = { lost: [], duplicates: 0, phantoms: 0 };
const ORGS = 5;
let stage: WriterStage;
let processes: ProcessSet;
const temp = createTempDir('set-back');
const backup = join(temp.path, 'backup');

beforeEach(async () => {
  stage = await WriterStage.open(ORGS);
  processes = new ProcessSet('db-writer');
});
afterEach(async () => {
  await processes.close();
  await stage.close();
  rmSync(backup, { recursive: true, force: true });
});
afterAll(() => temp.remove());

function startProcess(workerId: string): Promise<ManagedProcess> {
  const more = { STREAM_KEEP_MS: '600000', TRIM_INTERVAL_MS: '100' };
  return processes.start(workerId, [main], { ...stage.env(workerId, more), LOG_LEVEL: 'info' });
}

/** A base backup while the server works, as PostgreSQL's low-level API has it: files first, the log of the time last. */
async function takeBackup(): Promise<void> {
  const data = join(stage.postgres.dir, 'data');
  const log = join(data, 'pg_wal');
  const database = await connectDatabase({ url: stage.postgres.url, appName: 'backup', poolMax: 1 });
  await database.session(async (session) => {
    await session.query(`SELECT pg_backup_start('spec', true)`);
    cpSync(data, backup, {
      recursive: true,
      filter: (path) => !path.startsWith(log) && !path.endsWith('postmaster.pid'),
    });
    const [label] = await session.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    cpSync(log, join(backup, 'pg_wal'), { recursive: true });
    writeFileSync(join(backup, 'backup_label'), label?.labelfile ?? '');
  });
  await database.close();
}

/** The server is lost, and comes back with what the backup holds. */
async function restoreBackup(): Promise<void> {
  await stage.forgetDatabase();
  if (stage.postgres.isRunning) await stage.postgres.kill9();
  stage.postgres.replaceData(backup);
  await stage.postgres.start();
}

async function untilAllStored(): Promise<void> {
  expect(await stage.verdict(40_000)).toEqual(allStored);
}

describe('PostgreSQL restored from a backup, the streams still held', () => {
  test('a writer that runs on stores what lies between again, once', async () => {
    await startProcess('w1');
    for (let round = 0; round < 10; round++) await stage.produce(20);
    await stage.publishAlerts(5);
    await untilAllStored();
    await takeBackup();
    for (let round = 0; round < 10; round++) await stage.produce(20);
    await stage.publishAlerts(5);
    await untilAllStored();
    expect(await stage.alertVerdict()).toEqual({ rows: stage.published, wrong: [] });
    await restoreBackup();
    expect((await stage.storedIds()).length).toBe(stage.accepted.length / 2);
    // What comes after the restore must not hide what lies before it.
    await stage.produce(20);
    await stage.publishAlerts(5);
    await untilAllStored();
    expect(await stage.alertVerdict()).toEqual({ rows: stage.published, wrong: [] });
  }, 150_000);

  test('a writer that is started afterwards finds it, also for entries that another had in hand', async () => {
    const before = await startProcess('w1');
    for (let round = 0; round < 5; round++) await stage.produce(20);
    await untilAllStored();
    await takeBackup();
    for (let round = 0; round < 5; round++) await stage.produce(20);
    await untilAllStored();
    // Read by the one before, and neither stored nor acknowledged when it ends.
    await stage.forgetDatabase();
    await stage.postgres.kill9();
    await stage.produce(20);
    const stream = orgKeys(stage.orgs[0] as (typeof stage.orgs)[0]).eventsStream();
    await waitFor(async () => {
      const [count] = (await stage.redis.call('XPENDING', stream, ['db_writer'])) as [number];
      return count > 0;
    });
    process.kill(before.pid, 'SIGKILL');
    await before.exited;
    await restoreBackup();
    await startProcess('w2');
    await untilAllStored();
  }, 150_000);
});
