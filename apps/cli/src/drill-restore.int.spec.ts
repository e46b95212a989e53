import { connectDatabase, testServerUrl, type Database } from '@redoubt/storage';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(120_000);

/** Restores as a tool of the operator would: fills the database that it is given the address of. */
function restoreFrom(backup: string): string {
  const script = `const { Client } = require('pg');
    const url = new URL(process.env.DRILL_DATABASE_URL); const name = url.pathname.slice(1); url.pathname = '/postgres';
    const client = new Client({ connectionString: url.href });
    client.connect().then(() => client.query('DROP DATABASE ' + name))
      .then(() => client.query('CREATE DATABASE ' + name + ' TEMPLATE ${backup}')).then(() => client.end())
      .catch((error) => { console.error(error.message); process.exit(9); });`;
  return `"${process.execPath}" -e "${script.replaceAll('\n', ' ')}"`;
}

describe('redoubt drill restore', () => {
  let stage: CliStage;
  let server: Database;
  let backup: string;
  let org: string;
  beforeAll(async () => {
    stage = await CliStage.open();
    server = await connectDatabase({ url: testServerUrl(), poolMax: 1 });
    const orgId = await stage.createOrg('acme');
    org = orgId;
    await stage.ok('key', 'create', '--org', 'acme', '--name', 'k', '--scope', 'ingest');
    const storer = await stage.startStorer();
    const stored = async (): Promise<number> => {
      const [row] = await stage.database.database.query<{ count: number }>('SELECT count(*)::int AS count FROM events');
      return row?.count ?? 0;
    };
    await stage.append(orgId, [{ externalId: 'a' }, { externalId: 'b' }]);
    await waitFor(async () => (await stored()) === 2, { timeoutMs: 20_000 });
    const live = new URL(stage.database.url).pathname.slice(1);
    backup = `${live}_backup`;
    // A copy of a moment: nobody may be connected while it is made.
    await waitFor(
      async () => {
        await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [live]);
        await server.query(`CREATE DATABASE ${backup} TEMPLATE ${live}`);
        return true;
      },
      { timeoutMs: 20_000 },
    );
    await stage.append(orgId, [{ externalId: 'c' }]);
    await waitFor(async () => (await stored()) === 3, { timeoutMs: 20_000 });
    await storer.close();
  });
  afterAll(async () => {
    await server.query(`DROP DATABASE IF EXISTS ${backup} WITH (FORCE)`);
    await server.close();
    await stage.close();
  });

  const drill = (...more: string[]) => stage.run(['drill', 'restore', ...more, '--json']);
  const inBackup = async (statement: string): Promise<void> => {
    const url = new URL(stage.database.url);
    url.pathname = `/${backup}`;
    const database = await connectDatabase({ url: url.href, poolMax: 1 });
    await database.query(statement);
    await database.close();
  };
  const scratches = () => server.query(`SELECT 1 FROM pg_database WHERE datname LIKE 'redoubt_drill%'`);
  const faultsOf = (run: { json(): Record<string, unknown> }) => (run.json() as { faults: string[] }).faults;

  it('passes for a backup that holds all there was when it was made, and leaves no scratch database', async () => {
    const run = await drill('--run', restoreFrom(backup), '--yes', '--reason', 'of the spec');
    expect([run.code, faultsOf(run)]).toEqual([0, []]);
    const { figures } = run.json() as { figures: Record<string, number> };
    expect(figures).toMatchObject({ organizations: 1, eventsCompared: 2, projectionDifferences: 0 });
    expect(figures.partsCompared).toBeGreaterThan(3);
    expect(await scratches()).toEqual([]);
    expect(await stage.database.database.query('SELECT kind, passed FROM drills')).toEqual([
      { kind: 'restore', passed: true },
    ]);
    for (const sql of ['UPDATE drills SET passed = true', 'DELETE FROM drills', 'TRUNCATE drills']) {
      await expect(stage.database.database.query(sql)).rejects.toThrow('only ever appended');
    }
  });

  it('keeps a drill that breaks off as a failed one', async () => {
    const newest = async (): Promise<unknown> => {
      const rows = await stage.database.database.query('SELECT passed, faults FROM drills ORDER BY finished_at');
      return rows.at(-1);
    };
    const brokenOff = async (faults: RegExp | RegExp[], ...more: string[]): Promise<void> => {
      const run = await drill(...more, '--yes');
      expect([run.code, faultsOf(run)]).toEqual([3, [faults].flat().map((fault) => expect.stringMatching(fault))]);
      expect(await newest()).toEqual({ passed: false, faults: faultsOf(run) });
      expect(await scratches()).toEqual([]);
    };
    await inBackup('ALTER TABLE stream_positions RENAME COLUMN updated_at TO moved_at');
    await brokenOff(/^the comparison with the live database broke off: .*updated_at/, '--run', restoreFrom(backup));
    await inBackup('ALTER TABLE stream_positions RENAME COLUMN moved_at TO updated_at');
    const rules = orgKeys(org as Parameters<typeof orgKeys>[0]).rules();
    await stage.redis.call('SET', rules, ['no hash']);
    await brokenOff(/^the comparison with Redis broke off: WRONGTYPE/, '--run', restoreFrom(backup));
    await stage.redis.call('DEL', rules, []);
    const interrupted = [/^the restore was interrupted$/, /^the comparison with Redis broke off: interrupted$/];
    await brokenOff(interrupted, '--run', 'exec sleep 60', '--timeout', '3s');
  });

  it('keeps a drill whose database cannot be made as a failed one', async () => {
    const url = new URL(stage.database.url);
    const role = `drill_${url.pathname.slice(1)}`;
    const roles = 'pg_read_all_data, pg_write_all_data, redoubt_reader, redoubt_security, redoubt_compliance';
    await server.query(`CREATE ROLE ${role} LOGIN BYPASSRLS PASSWORD 'of-the-spec' IN ROLE ${roles}`);
    Object.assign(url, { username: role, password: 'of-the-spec' });
    const args = ['drill', 'restore', '--run', 'true', '--yes', '--json'];
    const run = await stage.run(args, { env: { DATABASE_URL: url.href } });
    await server.query(`DROP ROLE ${role}`);
    const fault = expect.stringMatching(/^the restore broke off: .*permission denied to create database/);
    expect([run.code, faultsOf(run)]).toEqual([3, [fault]]);
    const { drillId } = run.json() as { drillId: string };
    const kept = await stage.database.database.query('SELECT passed FROM drills WHERE drill_id = $1', [drillId]);
    expect(kept).toEqual([{ passed: false }]);
  });

  it('drops what killed drills have left, unless somebody is connected or it may be under way', async () => {
    const named = (time: string, hex: string): string => `redoubt_drill_${time}_${hex}`;
    const [left, used, young] = [
      named('20010203t040506', 'aaaaaaaa'),
      named('20010203t040507', 'bbbbbbbb'),
      named('99990101t000000', 'cccccccc'),
    ];
    for (const name of [left, used, young]) await server.query(`CREATE DATABASE ${name}`);
    const url = new URL(stage.database.url);
    url.pathname = `/${used}`;
    const user = await connectDatabase({ url: url.href, poolMax: 1 });
    const run = await drill('--run', restoreFrom(backup), '--yes');
    const { notes } = run.json() as { notes: string[] };
    const remaining = await server.query(
      `SELECT datname FROM pg_database WHERE datname LIKE 'redoubt_drill%' ORDER BY 1`,
    );
    await user.close();
    for (const name of [left, used, young]) await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    expect([run.code, notes.slice(0, 3)]).toEqual([
      0,
      [
        `${left}, left by a drill that was killed, was dropped`,
        expect.stringMatching(`^${used}, left by an earlier drill, was not dropped: .*accessed by other users`),
        expect.stringMatching(`^${young} is there too`),
      ],
    ]);
    expect(remaining).toEqual([{ datname: used }, { datname: young }]);
  });

  it('fails for a backup that lacks an event, holds another, or has a forged audit log', async () => {
    await inBackup("UPDATE events SET payload = '{}' WHERE external_id = 'a'");
    expect(faultsOf(await drill('--run', restoreFrom(backup), '--yes'))).toEqual([
      expect.stringMatching(/^events of acme on .*: 2 restored, and not the same$/),
    ]);
    await inBackup("DELETE FROM events WHERE external_id = 'a'");
    const run = await drill('--run', restoreFrom(backup), '--yes');
    expect([run.code, faultsOf(run)]).toEqual([3, [expect.stringMatching(/^events of acme on .*: 1 of 2 restored$/)]]);
    await inBackup(
      "ALTER TABLE audit_log DISABLE TRIGGER ALL; UPDATE audit_log SET hash = decode(repeat('00', 32), 'hex')",
    );
    const forged = faultsOf(await drill('--run', restoreFrom(backup), '--yes'));
    expect(forged.filter((fault) => fault.startsWith('audit chain'))).not.toEqual([]);
  });

  it('fails for a restore that fails, and for a backup that is too old', async () => {
    const failed = await drill('--run', 'echo no such file >&2; exit 4', '--yes');
    expect([failed.code, faultsOf(failed)]).toEqual([3, ['the restore ended with 4: no such file']]);
    expect(await scratches()).toEqual([]);
    const old = faultsOf(await drill('--run', restoreFrom(backup), '--yes', '--most', '1ms'));
    expect(old.filter((fault) => fault.startsWith('the newest thing in the backup'))).toHaveLength(1);
  });

  it('names what Redis holds otherwise than PostgreSQL, and finds it mended by a rebuild', async () => {
    await stage.redis.call('DEL', orgKeys(org as Parameters<typeof orgKeys>[0]).config(), []);
    const run = await drill('--dry-run');
    expect(run.code).toBe(3);
    expect(faultsOf(run)).toContain('name of acme: Redis nothing, PostgreSQL acme');
    await stage.ok('org', 'reconcile');
    expect(faultsOf(await drill('--dry-run'))).toEqual([]);
  });
});
