import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, EventPartitions, maintainEvents } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(60_000);
let stage: CliStage;
let folder: string;

beforeAll(async () => {
  stage = await CliStage.open();
  folder = join(stage.temp.path, 'archive');
  mkdirSync(folder);
});
afterAll(() => stage.close());

async function maintain(atMs: number): Promise<void> {
  const { database } = stage.database;
  await maintainEvents({ database, partitions: new EventPartitions(database), nowMs: atMs, archiveFolder: folder });
}

async function found(): Promise<number> {
  return ((await stage.ok('events', 'search', '--org', 'acme', '--json')).json().events as unknown[]).length;
}

describe('redoubt retention and archive', () => {
  const later = Date.now() + 60 * DAY_MS;
  const day = new Date().toISOString().slice(0, 10);

  it('hold what an organisation has, and say who wanted it', async () => {
    const orgId = await stage.createOrg('acme');
    await stage.append(orgId, [{ eventType: 'failed_login', severity: 'low' }]);
    const storer = await stage.startStorer();
    await waitFor(async () => (await found()) === 1, { timeoutMs: 30_000 });
    await storer.close();
    const hold = await stage.ok(
      'retention',
      'hold',
      '--org',
      'acme',
      '--reason',
      'case 17',
      '--actor',
      'olga',
      '--json',
    );
    expect(hold.json()).toMatchObject({ hold: { organization: 'acme', isInForce: true, placedBy: 'olga' } });
    expect(await stage.run(['retention', 'hold', '--org', 'acme', '--reason', 'again'])).toMatchObject({ code: 7 });
    await maintain(later);
    expect(await found()).toBe(1);
    expect((await stage.ok('retention', 'show')).stdout).toMatch(/acme +30 +case 17 \(olga, /);
    await stage.ok('retention', 'release', '--org', 'acme', '--reason', 'closed', '--actor', 'olga');
    const log = (await stage.ok('audit', 'tail', '--org', 'acme', '--action', 'retention', '--json')).json();
    expect(log.entries).toHaveLength(2);
  });

  it('list, verify and bring back what was archived', async () => {
    await maintain(later);
    expect(await found()).toBe(0);
    const { archives } = (await stage.ok('archive', 'list', '--folder', folder, '--json')).json() as {
      archives: object[];
    };
    expect(archives).toEqual(expect.arrayContaining([expect.objectContaining({ day, rows: 1, organizations: 1 })]));
    expect((await stage.ok('archive', 'verify', '--folder', folder)).stdout).toMatch(
      /\d+ archives?, 0 not as written\n/,
    );
    const dry = await stage.ok('archive', 'restore', '--folder', folder, '--day', day, '--dry-run');
    expect(dry.stdout).toBe(`1 event of ${day} would come back\n`);
    const done = await stage.ok(
      'archive',
      'restore',
      '--folder',
      folder,
      '--day',
      day,
      '--org',
      'acme',
      '--yes',
      '--json',
    );
    expect(done.json()).toMatchObject({ rows: 1, isDryRun: false });
    expect(await found()).toBe(1);
    expect(await stage.run(['archive', 'restore', '--folder', folder, '--day', '2001-01-01', '--yes'])).toMatchObject({
      code: 2,
    });
  });
});
