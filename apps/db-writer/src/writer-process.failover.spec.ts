import { join } from 'node:path';
import { ProcessSet, waitFor, type ManagedProcess } from '@redoubt/test-kit';
import { WriterStage } from './testing/stage.ts';

const main = join(import.meta.dirname, 'main.ts');
const allStored = { lost: [], duplicates: 0, phantoms: 0 };
let stage: WriterStage;
let processes: ProcessSet;

beforeEach(async () => {
  stage = await WriterStage.open(20);
  processes = new ProcessSet('db-writer');
});
afterEach(async () => {
  await processes.close();
  await stage.close();
});

function startProcess(workerId: string): Promise<ManagedProcess> {
  return processes.start(workerId, [main], { ...stage.env(workerId), LOG_LEVEL: 'info' });
}

async function storedCount(): Promise<number> {
  return (await stage.storedIds()).length;
}

/** Runs `act` while events keep coming, and until `more` further ones have been stored. */
async function whileProducing(act: () => Promise<void>, more: number): Promise<void> {
  let isDone = false;
  const producing = stage.produceUntil(() => isDone);
  try {
    await waitFor(async () => (await storedCount()) > 1_000, { timeoutMs: 20_000 });
    await act();
    const before = await storedCount();
    await waitFor(async () => (await storedCount()) > before + more, { timeoutMs: 30_000 });
  } finally {
    isDone = true;
    await producing;
  }
}

describe('db-writer processes', () => {
  test('one that is killed loses nothing and leaves nothing to be stored twice', async () => {
    const doomed = await startProcess('w1');
    await startProcess('w2');
    await whileProducing(async () => {
      process.kill(doomed.pid, 'SIGKILL');
      await doomed.exited;
    }, 1_000);
    expect(await stage.verdict(40_000)).toEqual(allStored);
  }, 90_000);

  test('one that is killed leaves no alert out and no history twice', async () => {
    const doomed = await startProcess('w1');
    await startProcess('w2');
    let isDone = false;
    const publishing = (async () => {
      while (!isDone) await stage.publishAlerts(20);
    })();
    const database = await stage.database();
    const rows = async (): Promise<number> => {
      const [row] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM alert_history');
      return row?.count ?? 0;
    };
    await waitFor(async () => (await rows()) > 1_000, { timeoutMs: 20_000 });
    process.kill(doomed.pid, 'SIGKILL');
    await doomed.exited;
    const target = stage.published + 2_000;
    await waitFor(() => stage.published > target, { timeoutMs: 30_000 });
    isDone = true;
    await publishing;
    expect(await stage.alertVerdict(40_000)).toEqual({ rows: stage.published, wrong: [] });
  }, 90_000);

  test('one that stands still beyond its lease and goes on stores nothing more under it', async () => {
    const sleeper = await startProcess('w1');
    const second = await startProcess('w2');
    await whileProducing(async () => {
      process.kill(sleeper.pid, 'SIGSTOP');
      // Only a takeover lets the second one store all that the sleeper had owned.
      const target = stage.accepted.length;
      await waitFor(async () => (await storedCount()) >= target, { timeoutMs: 30_000, intervalMs: 200 });
      process.kill(sleeper.pid, 'SIGCONT');
    }, 500);
    expect(await stage.verdict(40_000)).toEqual(allStored);
    process.kill(second.pid, 'SIGTERM');
    process.kill(sleeper.pid, 'SIGTERM');
    expect(await second.exited).toMatchObject({ code: 0 });
    expect(await sleeper.exited).toMatchObject({ code: 0 });
  }, 120_000);

  test('SIGTERM with work in flight drains and exits 0', async () => {
    const only = await startProcess('w1');
    await whileProducing(async () => undefined, 100);
    process.kill(only.pid, 'SIGTERM');
    expect(await only.exited).toMatchObject({ code: 0 });
    await startProcess('w2');
    expect(await stage.verdict(40_000)).toEqual(allStored);
  }, 90_000);
});
