import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorJson } from './commands/doctor.ts';
import { startFakeGateway } from './testing/fake-gateway.ts';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(60_000);
let stage: CliStage;

beforeAll(async () => {
  stage = await CliStage.open();
});
afterAll(() => stage.close());

async function look(env: Record<string, string> = {}, ...args: string[]) {
  const run = await stage.run(['doctor', '--json', ...args], { env });
  const { findings } = run.json() as unknown as DoctorJson;
  const seen = Object.fromEntries(findings.map(({ checkId, status, evidence }) => [checkId, `${status}: ${evidence}`]));
  return { ...run, seen };
}

const containing = (text: string): string => expect.stringContaining(text) as string;

describe('redoubt doctor', () => {
  it('says what is wrong with a cluster that was started as it came', async () => {
    await stage.createOrg('acme');
    const { seen, code } = await look();
    expect(code).toBe(3);
    expect(seen).toMatchObject({
      'avail.nodes': 'ok: 3 nodes',
      'avail.cluster': 'ok: ok, 16384 slots',
      'avail.replicas': containing('warn: no replica'),
      'redis.aof': containing('fail: no append-only file'),
      'redis.maxmemory-policy': 'ok: 3 nodes',
      'redis.clock': containing('ok: '),
      'redis.user': 'ok: comes as cli',
      'redis.tls': containing('warn: '),
      'postgresql.reachable': containing('ok: PostgreSQL '),
      'postgresql.migrations': 'ok: every migration is applied',
      'postgresql.roles': 'ok: all four',
      'postgresql.commits': containing('fail: fsync is off'),
      'postgresql.clock': containing('ok: '),
      'postgresql.partitions': containing('fail: '),
      'streams.db_writer': containing('0 entries behind'),
      'flow.dead-letters': 'ok: none',
    });
  });

  it('tells a person what to do, the worst in plain sight', async () => {
    const { stdout } = await stage.run(['doctor']);
    expect(stdout).toMatch(
      /\[FAIL\] Accepted events survive a restart of Redis: no append-only file .*\n +→ appendonly yes/,
    );
    expect(stdout).toMatch(/to be put right; \d+ fine, \d+ warnings?, \d+ not looked at\n$/);
    expect(stdout).not.toContain('[ok]');
    expect((await stage.run(['doctor', '--all'])).stdout).toContain('[ok]   Every node answers: 3 nodes');
  });

  it('goes on where nothing can be reached', async () => {
    const { seen, code } = await look({
      REDIS_NODES: '127.0.0.1:1',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    });
    expect(code).toBe(3);
    expect(seen).toMatchObject({
      'redis.reachable': containing('fail: '),
      'postgresql.reachable': containing('ECONNREFUSED'),
      'files.secrets': containing('ok: '),
    });
  });

  it('asks services that are named, and repeats why one is not ready', async () => {
    const checks = { redis: { ok: true }, database: { ok: false, detail: 'no connection' } };
    const service = await startFakeGateway(() => ({ status: 503, body: { status: 'failed', checks } }));
    try {
      const { seen } = await look({ REDOUBT_SERVICES: `db-writer=${service.url}` });
      expect(seen['services.db-writer']).toBe('fail: /readyz answers 503; database: no connection');
      expect(seen['services.all']).toContain('unknown: ');
    } finally {
      await service.close();
    }
  });

  it('finds secrets that others may read', async () => {
    const folder = join(stage.temp.path, 'passwords');
    mkdirSync(folder, { mode: 0o700 });
    const [open, shut] = [join(folder, 'open.json'), join(folder, 'shut.json')];
    for (const file of [open, shut]) writeFileSync(file, '{}', { mode: 0o600 });
    chmodSync(open, 0o644);
    const { seen } = await look({ REDOUBT_SECRET_KEY_FILE: join(folder, 'absent'), CREDENTIALS_DIR: folder });
    expect(seen['files.secrets']).toContain(`REDOUBT_SECRET_KEY_FILE ${folder}/absent: it does not exist`);
    expect(seen['files.secrets']).toContain(`CREDENTIALS_DIR ${open}: mode 644`);
    expect(seen['files.secrets']).not.toContain('shut.json');
  });

  it('names migrations that are missing or of another release', async () => {
    await stage.database.database.query(
      "INSERT INTO schema_migrations (version, name, checksum) VALUES (9999, '9999_later.sql', 'x')",
    );
    const { seen } = await look();
    expect(seen['postgresql.migrations']).toBe('fail: of a newer release: 9999_later.sql');
    await stage.database.database.query('DELETE FROM schema_migrations WHERE version = 9999');
  });
});
