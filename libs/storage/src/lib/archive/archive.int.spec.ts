import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { newOrgId, type OrgId } from '@redoubt/contracts';
import { createTempDir, eventAt, type TempDir } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { countRows } from '../count-rows.ts';
import { connectDatabase } from '../database.ts';
import { DAY_MS, dayOf, partitionName } from '../event-days.ts';
import { EventPartitions } from '../event-partitions.ts';
import { EventStore } from '../event-store.ts';
import { placeHold, releaseHold } from '../legal-holds.ts';
import { maintainEvents, type RetentionReport } from '../retention.ts';
import { claimPositions } from '../stream-positions.ts';
import { archiveAndDrop } from './archive-and-drop.ts';
import { listArchives } from './archive-manifest.ts';
import { restoreArchives } from './restore-archive.ts';
import { verifyArchive } from './verify-archive.ts';
import { archiveDay } from './write-archive.ts';

const consumer = 'db_writer';
const nowMs = Date.now();
const today = dayOf(nowMs);
const by = { kind: 'operator', name: 'olga', reason: 'case 17' } as const;
let server: TestDatabase;
let temp: TempDir;
let partitions: EventPartitions;
let acme: OrgId;
let other: OrgId;

beforeEach(async () => {
  server = await createTestDatabase();
  temp = createTempDir('archive');
  partitions = new EventPartitions(server.database);
  [acme, other] = [await org('acme'), await org('other')];
});
afterEach(async () => {
  await server.close();
  temp.remove();
});

async function org(name: string): Promise<OrgId> {
  const orgId = newOrgId();
  await server.database.query(
    `INSERT INTO organizations (id, name, display_name, retention_days, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, $2, $2, 10, 1, 1, '{}')`,
    [orgId, name],
  );
  await claimPositions(server.database, { orgId, consumer, epoch: 1 });
  return orgId;
}

let entry = 0;
async function store(orgId: OrgId, ageDays: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => {
    const fields = { user: `ann "${index}" \u2028 ü`, sourceIp: '203.0.113.9', payload: { index } };
    return eventAt(`${++entry}-0`, fields, { index: 0, acceptedAtMs: nowMs - ageDays * DAY_MS });
  });
  await new EventStore({ database: server.database, partitions, consumer }).store([
    { orgId, epoch: 1, events, lane: 's' },
  ]);
}

const run = async (atMs = nowMs): Promise<RetentionReport | undefined> =>
  maintainEvents({ database: server.database, partitions, nowMs: atMs, archiveFolder: temp.path });
const rowsOf = (day: number) =>
  server.database.query(`SELECT * FROM ${partitionName(day)} ORDER BY org_id, event_time, event_id`);
const counts = async (): Promise<[number, number]> => {
  const rows = await server.database.query<{ org_id: string }>('SELECT org_id FROM events');
  const of = (orgId: OrgId): number => rows.filter((row) => row.org_id === orgId).length;
  return [of(acme), of(other)];
};

describe('the archive', () => {
  test('has a day before it is dropped, and gives it back as it was', async () => {
    await store(acme, 20, 3);
    await store(other, 20, 2);
    await store(acme, 1, 1);
    const before = await rowsOf(today - 20);
    expect(await run()).toMatchObject({ droppedDays: [today - 20], archivedDays: [today - 20], failedDays: [] });
    expect(await counts()).toEqual([1, 0]);
    const [manifest] = await listArchives(temp.path);
    expect(manifest).toMatchObject({ part: 1, rows: 5, organizations: { [acme]: 3, [other]: 2 } });

    const given = { database: server.database, folder: temp.path, keepUntilMs: nowMs + DAY_MS, by: 'olga' };
    expect(await restoreArchives({ ...given, orgId: other }, await listArchives(temp.path))).toBe(2);
    expect(await restoreArchives(given, await listArchives(temp.path))).toBe(3);
    expect(await restoreArchives(given, await listArchives(temp.path))).toBe(0);
    expect(await rowsOf(today - 20)).toEqual(before);
    // Retention leaves it alone for as long as it is wanted, and needs no second archive then.
    expect(await run()).toMatchObject({ droppedDays: [] });
    expect(await run(nowMs + 2 * DAY_MS)).toMatchObject({ droppedDays: [today - 20], archivedDays: [] });
    expect(await listArchives(temp.path)).toHaveLength(1);
  });

  test('finds every change of a file', async () => {
    await store(acme, 20, 50);
    await run();
    const [manifest] = await listArchives(temp.path);
    if (!manifest) throw new Error('no archive');
    const file = join(temp.path, manifest.file);
    const whole = readFileSync(file);
    await verifyArchive(temp.path, manifest);
    truncateSync(file, whole.length - 3);
    await expect(verifyArchive(temp.path, manifest)).rejects.toThrow(/cannot be unpacked|not as it was written/);
    writeFileSync(file, Buffer.concat([whole, Buffer.from('x')]));
    await expect(verifyArchive(temp.path, manifest)).rejects.toThrow(/cannot be unpacked|not as it was written/);
    rmSync(file);
    await expect(verifyArchive(temp.path, manifest)).rejects.toThrow('cannot be unpacked');
    writeFileSync(file, whole);
    await expect(verifyArchive(temp.path, { ...manifest, rows: 49 })).rejects.toThrow('50 rows instead of 49');
  });

  test('that cannot be written keeps the day, and stops no other', async () => {
    await store(acme, 20, 1);
    writeFileSync(join(temp.path, 'file'), '');
    const folder = join(temp.path, 'file', 'archive');
    const report = await maintainEvents({ database: server.database, partitions, nowMs, archiveFolder: folder });
    expect(report).toMatchObject({ droppedDays: [], failedDays: [{ day: today - 20 }] });
    expect(await counts()).toEqual([1, 0]);
  });

  test('takes late events of a dropped day as a part of its own', async () => {
    await store(acme, 20, 2);
    await run();
    await store(acme, 20, 1);
    await run();
    expect((await listArchives(temp.path)).map(({ part, rows }) => [part, rows])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    const given = { database: server.database, folder: temp.path, keepUntilMs: nowMs + DAY_MS, by: 'olga' };
    expect(await restoreArchives(given, await listArchives(temp.path))).toBe(3);
  });

  test('has the rows that came while it was written', async () => {
    class Late extends EventPartitions {
      override async takeOff(day: number): Promise<string> {
        await store(acme, 20, 1);
        return super.takeOff(day);
      }
    }
    await store(acme, 20, 2);
    const late = new Late(server.database);
    const report = await maintainEvents({
      database: server.database,
      partitions: late,
      nowMs,
      archiveFolder: temp.path,
    });
    expect(report).toMatchObject({ droppedDays: [today - 20], archivedDays: [today - 20], failedDays: [] });
    expect((await listArchives(temp.path)).map(({ rows }) => rows)).toEqual([3]);
    expect(await counts()).toEqual([0, 0]);
  });

  test('is finished by the next run when the one before ended between taking a day off and dropping it', async () => {
    await store(acme, 20, 2);
    await partitions.takeOff(today - 20);
    await store(acme, 20, 1);
    expect(await run()).toMatchObject({ droppedDays: [today - 20, today - 20], failedDays: [] });
    expect((await listArchives(temp.path)).map(({ rows }) => rows)).toEqual([2, 1]);
    expect([await partitions.list(), await partitions.listTakenOff()]).toEqual([
      [-1, 0, 1, 2, 3].map((at) => today + at),
      [],
    ]);
  });

  test('counts rows for as long as it takes', async () => {
    await server.database.query('CREATE VIEW slow AS SELECT FROM pg_sleep(0.5)');
    const hasty = await connectDatabase({ url: server.url, statementTimeoutMs: 200 });
    await expect(hasty.query('SELECT count(*) FROM slow')).rejects.toThrow('statement timeout');
    expect(await countRows(hasty, 'slow')).toBe(1);
    await hasty.close();
  });

  test('is written by two at once without harm', async () => {
    await store(acme, 20, 300);
    const given = { database: server.database, folder: temp.path, nowMs };
    const both = await Promise.all([1, 2].map(() => archiveDay(given, today - 20)));
    for (const manifest of both) await verifyArchive(temp.path, manifest);
  });

  test('takes no file that another writer has begun', async () => {
    await store(acme, 20, 2);
    const date = new Date((today - 20) * DAY_MS).toISOString().slice(0, 10);
    const begun = join(temp.path, `events-${date}.001.ndjson.zst`);
    writeFileSync(begun, 'of another');
    const manifest = await archiveDay({ database: server.database, folder: temp.path, nowMs }, today - 20);
    expect(manifest).toMatchObject({ part: 2, file: `events-${date}.002.ndjson.zst`, rows: 2 });
    expect(readFileSync(begun, 'utf8')).toBe('of another');
  });

  test('that is no longer whole is written anew as long as the day is there', async () => {
    await store(acme, 20, 300);
    const { file } = await archiveDay({ database: server.database, folder: temp.path, nowMs }, today - 20);
    truncateSync(join(temp.path, file), 10);
    expect(await run()).toMatchObject({ archivedDays: [today - 20], failedDays: [] });
    const [manifest, ...more] = await listArchives(temp.path);
    expect([manifest?.part, manifest?.rows, more]).toEqual([2, 300, []]);
  });

  test('ends before its next step when the lock is lost, and tells what it did', async () => {
    class Cut extends EventPartitions {
      override async takeOff(day: number): Promise<string> {
        await server.database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 3 AND granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        );
        return super.takeOff(day);
      }
    }
    await store(acme, 30, 1);
    await store(acme, 20, 1);
    const given = { database: server.database, partitions: new Cut(server.database), nowMs, archiveFolder: temp.path };
    expect(await maintainEvents(given)).toMatchObject({ droppedDays: [], failedDays: [{ day: today - 30 }] });
    const both = [today - 30, today - 20];
    expect(await run()).toMatchObject({ droppedDays: both, archivedDays: both, failedDays: [] });
  });

  test('leaves a day where it is when the lock is lost while it is written', async () => {
    await store(acme, 20, 1);
    const mayGoOn = (): Promise<boolean> => Promise.resolve(false);
    const given = { database: server.database, partitions, folder: temp.path, nowMs, mayGoOn };
    await expect(archiveAndDrop(given, today - 20, undefined)).rejects.toThrow('lock of retention was lost');
    expect([await counts(), await partitions.listTakenOff()]).toEqual([[1, 0], []]);
  });

  test('of large rows is written and brought back in little memory', async () => {
    await store(acme, 20, 1);
    const table = partitionName(today - 20);
    await server.database.query(
      `INSERT INTO ${table} SELECT many.* FROM ${table} one, generate_series(1, 700) n,
         json_populate_record(one, json_build_object('event_id', 's-9-' || n, 'payload', repeat('x', 250000))) many`,
    );
    const script = `
      const { createDatabase, EventPartitions, listArchives, maintainEvents, restoreArchives } = await import('@redoubt/storage');
      const database = createDatabase({ url: process.env.URL_OF_SPEC });
      const folder = process.env.FOLDER_OF_SPEC;
      await maintainEvents({ database, partitions: new EventPartitions(database), nowMs: ${nowMs}, archiveFolder: folder });
      const given = { database, folder, keepUntilMs: ${nowMs + DAY_MS}, by: 'olga' };
      console.log(await restoreArchives(given, await listArchives(folder)));
      await database.close();
    `;
    const child = spawn(process.execPath, ['--max-old-space-size=150', '--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      env: { PATH: process.env.PATH, URL_OF_SPEC: server.url, FOLDER_OF_SPEC: temp.path },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stdout)]);
    expect([code, said]).toEqual([0, '701\n']);
  }, 120_000);

  test('of a run that was killed in the middle is done anew, and nothing is dropped before', async () => {
    await store(acme, 20, 6_000);
    const script = `
      const { createDatabase, EventPartitions, maintainEvents } = await import('@redoubt/storage');
      const database = createDatabase({ url: process.env.URL_OF_SPEC });
      const { writeSync } = await import('node:fs');
      const { Readable } = await import('node:stream');
      const from = Readable.from;
      Readable.from = (source) => from((async function* () {
        let blocks = 0;
        for await (const block of source) {
          yield block;
          if (++blocks === 2) process.kill(process.pid, 'SIGKILL');
        }
      })());
      await maintainEvents({ database, partitions: new EventPartitions(database), nowMs: ${nowMs}, archiveFolder: process.env.FOLDER_OF_SPEC });
      writeSync(1, 'not killed');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      env: { PATH: process.env.PATH, URL_OF_SPEC: server.url, FOLDER_OF_SPEC: temp.path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code, signal]).toEqual([null, 'SIGKILL']);
    expect(readdirSync(temp.path).filter((name) => !name.endsWith('.partial'))).toEqual([]);
    expect(await counts()).toEqual([6_000, 0]);
    for (const name of readdirSync(temp.path)) utimesSync(join(temp.path, name), 0, 0);
    expect(await run()).toMatchObject({ droppedDays: [today - 20], archivedDays: [today - 20] });
    expect((await listArchives(temp.path)).map(({ rows }) => rows)).toEqual([6_000]);
    expect(readdirSync(temp.path)).toHaveLength(2);
  }, 60_000);
});

describe('a legal hold', () => {
  test('keeps what an organisation has, and only that, until it is released; both are in the audit log', async () => {
    await store(acme, 20, 3);
    await store(other, 20, 2);
    await store(other, 30, 1);
    await placeHold(server.database, acme, by);
    await expect(placeHold(server.database, acme, by)).rejects.toThrow('in force already');
    expect(await run()).toMatchObject({ droppedDays: [today - 30], heldDays: [today - 20], deletedRows: 2 });
    expect(await counts()).toEqual([3, 0]);
    await releaseHold(server.database, acme, { ...by, reason: 'closed' });
    expect(await run()).toMatchObject({ droppedDays: [today - 20], archivedDays: [today - 20], heldDays: [] });
    const log = await server.database.query<{ action: string; reason: string }>(
      'SELECT action, reason FROM audit_log WHERE org_id = $1 ORDER BY seq',
      [acme],
    );
    expect(log).toEqual([
      { action: 'retention.held', reason: 'case 17' },
      { action: 'retention.released', reason: 'closed' },
    ]);
  });

  test('binds a run that is under way', async () => {
    class Late extends EventPartitions {
      override async list(): Promise<number[]> {
        const days = await super.list();
        await placeHold(server.database, acme, by);
        return days;
      }
    }
    await store(acme, 20, 3);
    await store(acme, 30, 1);
    await server.database.query(`INSERT INTO ledger_minutes SELECT $1, now() - interval '30 days', 1`, [acme]);
    for (const archiveFolder of [undefined, temp.path]) {
      const partitionsOfRun = archiveFolder === undefined ? new Late(server.database) : partitions;
      const given = { database: server.database, partitions: partitionsOfRun, nowMs };
      const report = await maintainEvents(archiveFolder === undefined ? given : { ...given, archiveFolder });
      expect(report).toMatchObject({ droppedDays: [], deletedRows: 0 });
    }
    expect(await counts()).toEqual([4, 0]);
    expect(await server.database.query('SELECT 1 FROM ledger_minutes WHERE org_id = $1', [acme])).not.toEqual([]);
  });

  test('placed between taking a day off and dropping it brings the day back, with what came late', async () => {
    class Late extends EventPartitions {
      override async takeOff(day: number): Promise<string> {
        const table = await super.takeOff(day);
        await placeHold(server.database, acme, by);
        await store(acme, 20, 1);
        return table;
      }
    }
    await store(acme, 20, 3);
    await store(other, 20, 2);
    const late = new Late(server.database);
    const given = { database: server.database, partitions: late, nowMs, archiveFolder: temp.path };
    expect(await maintainEvents(given)).toMatchObject({ droppedDays: [], failedDays: [{ day: today - 20 }] });
    const held = { droppedDays: [], heldDays: [today - 20], failedDays: [] };
    expect(await run()).toMatchObject({ ...held, deletedRows: 2 });
    expect(await counts()).toEqual([4, 0]);
    expect(await partitions.listTakenOff()).toEqual([]);
    await store(acme, 20, 1);
    expect(await run()).toMatchObject({ ...held, deletedRows: 0 });
    await releaseHold(server.database, acme, by);
    expect(await run()).toMatchObject({ droppedDays: [today - 20], archivedDays: [today - 20], failedDays: [] });
    expect((await listArchives(temp.path)).map(({ rows }) => rows)).toEqual([5]);
  });

  test('leaves out what a day that is put back has already', async () => {
    await store(acme, 20, 3);
    await archiveDay({ database: server.database, folder: temp.path, nowMs }, today - 20);
    await partitions.takeOff(today - 20);
    await store(acme, 20, 1);
    const given = { database: server.database, folder: temp.path, keepUntilMs: nowMs - 1, by: 'olga' };
    expect(await restoreArchives(given, await listArchives(temp.path))).toBe(3);
    await placeHold(server.database, acme, by);
    expect(await run()).toMatchObject({ heldDays: [today - 20], failedDays: [] });
    expect(await counts()).toEqual([4, 0]);
  });

  test('also keeps rows of an organisation with a shorter retention than others', async () => {
    await server.database.query('UPDATE organizations SET retention_days = 40 WHERE id = $1', [other]);
    await store(acme, 20, 3);
    await placeHold(server.database, acme, by);
    expect(await run()).toMatchObject({ deletedRows: 0 });
    await releaseHold(server.database, acme, by);
    expect(await run()).toMatchObject({ deletedRows: 3 });
  });
});
