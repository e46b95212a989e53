import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { CliStage } from './testing/cli-stage.ts';
import { startFakeGateway, type FakeGateway } from './testing/fake-gateway.ts';

jest.setTimeout(60_000);
let stage: CliStage;
let service: FakeGateway;
let folder: string;
let env: Record<string, string>;

/** Each in a place of its own; all of them in the log and in what the service says. */
const secrets = {
  database: 'pg-Wörd/with@signs',
  key: `rk_0123456789abcdef_${'K'.repeat(43)}`,
  channel: randomBytes(32).toString('base64'),
  manager: randomBytes(32).toString('base64url'),
  session: `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sub":"ann"}').toString('base64url')}.c2lnbmF0dXJl`,
  password: 'a-password-nobody-told-us-of',
};

beforeAll(async () => {
  stage = await CliStage.open();
  folder = stage.temp.path;
  const credentials = join(folder, 'credentials');
  mkdirSync(credentials, { mode: 0o700 });
  writeFileSync(join(credentials, 'db-writer.json'), JSON.stringify({ password: secrets.manager }), { mode: 0o600 });
  writeFileSync(join(folder, 'secret-key'), `${secrets.channel}\n`, { mode: 0o600 });
  mkdirSync(join(folder, 'logs'));
  const told = [
    ...Object.values(secrets).slice(0, 5),
    ...Object.values(secrets)
      .map((text) => Buffer.from(text).toString('base64'))
      .slice(0, 4),
    `connect postgres://redoubt:${encodeURIComponent(secrets.database)}@db.prod.example/redoubt failed`,
    JSON.stringify({ level: 'error', msg: 'login_failed', password: secrets.password, user: 'ann' }),
    `REDIS_PASSWORD=${secrets.password}`,
    `authorization: Bearer ${secrets.key}`,
    'plain line from 203.0.113.9',
  ].join('\n');
  writeFileSync(join(folder, 'logs/db-writer.log'), `${'old\n'.repeat(50)}${told}\n`);
  service = await startFakeGateway(() => ({ status: 200, body: { detail: told } }));
  const url = new URL(stage.database.url);
  const password = encodeURIComponent(secrets.database);
  env = {
    DATABASE_URL: `postgres://redoubt:${password}@${url.host}${url.pathname}`,
    REDOUBT_API_KEY: secrets.key,
    REDOUBT_URL: service.url,
    REDOUBT_SECRET_KEY_FILE: join(folder, 'secret-key'),
    CREDENTIALS_DIR: credentials,
    REDOUBT_SERVICES: `db-writer=${service.url}`,
  };
});
afterAll(async () => {
  await service.close();
  await stage.close();
});

async function unpack(file: string): Promise<{ texts: Map<string, string>; manifest: Record<string, unknown> }> {
  const into = `${file}.d`;
  mkdirSync(into);
  await extract({ file, cwd: into });
  const manifest = JSON.parse(readFileSync(join(into, 'manifest.json'), 'utf8')) as Record<string, unknown>;
  const files = manifest.files as { path: string; sha256: string }[];
  const texts = new Map(files.map(({ path }) => [path, readFileSync(join(into, path), 'utf8')]));
  for (const { path, sha256 } of files) {
    expect(
      createHash('sha256')
        .update(texts.get(path) ?? '')
        .digest('hex'),
    ).toBe(sha256);
  }
  return { texts, manifest };
}

describe('redoubt support-bundle', () => {
  it('lists what would be in it, and writes nothing', async () => {
    const run = await stage.run(['support-bundle', '--dry-run', '--json', '--logs', join(folder, 'logs')], { env });
    expect(run.code).toBe(0);
    const { files, file } = run.json() as { files: { path: string }[]; file: null };
    expect(file).toBeNull();
    expect(files.map(({ path }) => path)).toEqual([
      ...['versions.json', 'settings.json', 'doctor.json', 'streams.json', 'postgresql.json', 'redis/cluster.json'],
      ...['redis/info.json', 'redis/clients.json', 'redis/slowlog.json', 'services/db-writer/readyz.json'],
      ...['services/db-writer/metrics.txt', 'logs/db-writer.log'],
    ]);
  });

  it('holds none of the secrets that were planted everywhere', async () => {
    const out = join(folder, 'bundle.tar.gz');
    const args = [
      'support-bundle',
      '--redact',
      '--out',
      out,
      '--logs',
      join(folder, 'logs'),
      '--log-lines',
      '30',
      '--json',
    ];
    const run = await stage.run(args, { env });
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const { texts, manifest } = await unpack(out);
    const all = [...texts.values(), JSON.stringify(manifest), run.stdout].join('\n');
    for (const [name, secret] of Object.entries(secrets)) {
      for (const text of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        expect({ name, isFound: all.includes(text) }).toEqual({ name, isFound: false });
      }
    }
    expect(texts.get('logs/db-writer.log')).toContain('plain line from <ip-');
    expect(texts.get('logs/db-writer.log')).toContain('"user":"ann"');
    expect(texts.get('services/db-writer/metrics.txt')).toContain('********');
    expect(texts.get('redis/info.json')).toContain('redis_version');
    expect(texts.get('redis/cluster.json')).toContain('cluster_state:ok');
    expect(texts.get('doctor.json')).toContain('redis.aof');
    expect(manifest.hiddenSecrets).toBeGreaterThan(10);
  });

  it('says what could not be had, and never overwrites', async () => {
    const out = join(folder, 'poor.tar.gz');
    const poor = { ...env, REDIS_NODES: '127.0.0.1:1', DATABASE_URL: 'postgres://x:yyyyyyyy@127.0.0.1:1/none' };
    const run = await stage.run(['support-bundle', '--out', out, '--json'], { env: poor });
    expect(run.code).toBe(0);
    const { missing } = run.json() as { missing: { path: string }[] };
    expect(missing.map(({ path }) => path)).toContain('redis/info.json');
    const { texts } = await unpack(out);
    expect(texts.get('settings.json')).not.toContain('yyyyyyyy');
    const again = await stage.run(['support-bundle', '--out', out], { env });
    expect(again).toMatchObject({ code: 7, stderr: expect.stringContaining('exists already') as string });
    expect(existsSync(out)).toBe(true);
  });
});
