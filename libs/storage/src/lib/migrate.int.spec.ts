import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { testServerUrl } from '../testing/server-url.ts';
import { migrate } from './migrate.ts';

let server: TestDatabase;
let folder: string;

beforeEach(async () => {
  server = await createTestDatabase(testServerUrl(), { isMigrated: false });
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const put = (name: string, sql: string) => writeFileSync(join(folder, name), sql);

describe('migrate', () => {
  test('the shipped migrations apply once, also when several services start together', async () => {
    cpSync(join(import.meta.dirname, '..', 'migrations'), folder, { recursive: true });
    const applied = await Promise.all([1, 2, 3].map(() => migrate(server.database)));
    expect(applied.flat().length).toBeGreaterThanOrEqual(4);
    expect(new Set(applied.flat()).size).toBe(applied.flat().length);
    expect(await migrate(server.database)).toEqual([]);
  });

  test('a file that changed after it was applied stops the start', async () => {
    put('0001_one.sql', 'CREATE TABLE one (a int)');
    await migrate(server.database, folder);
    put('0001_one.sql', 'CREATE TABLE one (b int)');
    await expect(migrate(server.database, folder)).rejects.toThrow('0001_one.sql was changed');
  });

  test('an older release works on with a newer database, and comes up to date again', async () => {
    put('0001_one.sql', 'CREATE TABLE one (a int)');
    put('0002_two.sql', 'CREATE TABLE two (a int)');
    await migrate(server.database, folder);
    rmSync(join(folder, '0002_two.sql'));
    expect(await migrate(server.database, folder)).toEqual([]);
    put('0002_two.sql', 'CREATE TABLE two (a int)');
    put('0003_three.sql', 'CREATE TABLE three (a int)');
    expect(await migrate(server.database, folder)).toEqual(['0003_three.sql']);
  });

  test.each(['0002_contract_one.sql', '0001_other.sql'])(
    'an older release refuses a database with %s',
    async (name) => {
      put(name, 'CREATE TABLE two (a int)');
      await migrate(server.database, folder);
      rmSync(join(folder, name));
      put(name.startsWith('0001') ? '0002_one.sql' : '0001_one.sql', 'CREATE TABLE one (a int)');
      await expect(migrate(server.database, folder)).rejects.toThrow('newer than this release');
    },
  );

  test('a failing file leaves nothing of itself and names itself; the ones before stay', async () => {
    put('0001_one.sql', 'CREATE TABLE one (a int)');
    put('0002_two.sql', 'CREATE TABLE two (a int); SELECT nonsense;');
    await expect(migrate(server.database, folder)).rejects.toThrow('0002_two.sql');
    const rows = await server.database.query<{ name: string }>('SELECT name FROM schema_migrations');
    expect(rows).toEqual([{ name: '0001_one.sql' }]);
    put('0002_two.sql', 'CREATE TABLE two (a int)');
    expect(await migrate(server.database, folder)).toEqual(['0002_two.sql']);
  });
});
