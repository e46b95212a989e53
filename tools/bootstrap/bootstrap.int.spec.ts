import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';

const ROOT = join(import.meta.dirname, '../..');

/** A PATH with only these commands on it, as shell scripts or links. */
function pathWith(dir: string, commands: Record<string, string>): string {
  mkdirSync(dir, { recursive: true });
  symlinkSync('/bin/sh', join(dir, 'sh'));
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(dir, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(dir, name), 0o755);
  }
  return dir;
}

/** Calls an exported function of a bootstrap module in a process of its own; the modules are plain ESM. */
function callModule(module: string, expression: string, env: Record<string, string>) {
  const script = `import * as m from '${ROOT}/tools/bootstrap/${module}';
    try { console.log(JSON.stringify(await (${expression}) ?? null)); } catch (e) { console.error(e.message); process.exit(1); }`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env });
}

describe('bootstrap', () => {
  const temp = createTempDir('bootstrap-spec');
  afterAll(() => temp.remove());

  it('names the commands it knows', () => {
    const result = spawnSync(process.execPath, [join(ROOT, 'tools/bootstrap/bootstrap.mjs'), 'dance'], {
      encoding: 'utf8',
    });
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^unknown command "dance": one of start, smoke, bench/);
  });

  describe('redis-server', () => {
    const ensure = (env: Record<string, string>, root = temp.path) =>
      callModule('redis.mjs', `m.ensureRedis('${root}')`, env);
    const VERSION = 'echo "Redis server v=7.0.15 sha=0 bits=64"';

    it('is used from PATH', () => {
      const result = ensure({ PATH: pathWith(join(temp.path, 'present'), { 'redis-server': VERSION }) });
      expect(result).toMatchObject({ status: 0, stdout: '{}\n' });
    });

    it('is installed with apt where we may', () => {
      const dir = join(temp.path, 'apt');
      const install = `case "$*" in *install*) printf '#!/bin/sh\\n${VERSION.replaceAll('"', '\\"')}\\n' > ${dir}/redis-server; /bin/chmod 755 ${dir}/redis-server;; esac`;
      const result = ensure({
        PATH: pathWith(dir, { 'apt-get': install, sudo: 'shift; [ "$1" = true ] || exec "$@"', true: 'exit 0' }),
      });
      expect(result).toMatchObject({ status: 0, stdout: '{}\n' });
      expect(result.stderr).toContain('installing redis-server with apt');
    });

    it('has to be built with TLS', () => {
      const plain = `case "$1" in --version) ${VERSION};; *) echo ">>> 'tls-port \\"0\\"'"; exit 1;; esac`;
      const result = ensure({ PATH: pathWith(join(temp.path, 'plain'), { 'redis-server': plain }) });
      expect(result.status).toBe(1);
      expect(result.stderr).toContain('redis-server is built without TLS');
    });

    it('comes from a container where an engine answers', () => {
      const fake = 'case "$1" in info|image) exit 0;; run) echo "$@";; esac';
      const PATH = pathWith(join(temp.path, 'container'), { docker: fake, id: 'echo 7' });
      const result = ensure({ PATH, REDIS_IMAGE: 'my/redis:1' });
      const { REDOUBT_REDIS_SERVER } = JSON.parse(result.stdout) as { REDOUBT_REDIS_SERVER: string };
      const run = spawnSync(REDOUBT_REDIS_SERVER, ['--port', '7000'], {
        encoding: 'utf8',
        env: { PATH },
        cwd: temp.path,
      });
      expect(run.stdout).toContain('--entrypoint redis-server my/redis:1 --port 7000');
    });

    it('is asked for in one line where nothing helps, also when it is too old', () => {
      const PATH = pathWith(join(temp.path, 'old'), { 'redis-server': 'echo "Redis server v=6.0.16 sha=0"' });
      const result = ensure({ PATH });
      expect(result.status).toBe(1);
      const [tooOld, advice, ...rest] = result.stderr.trimEnd().split('\n');
      expect(tooOld).toContain('too old');
      expect(advice).toMatch(/Debian.*Fedora.*macOS/);
      expect(rest).toEqual([]);
    });
  });

  describe('test counts', () => {
    const test = (status: string, fullName: string) => ({ status, fullName });
    const good = {
      name: '/a/good.spec.ts',
      status: 'passed',
      assertionResults: [test('passed', 'x'), test('passed', 'y'), test('pending', 'z')],
    };
    const bad = {
      name: '/a/bad.spec.ts',
      status: 'failed',
      assertionResults: [test('failed', 'u'), test('passed', 'v')],
    };
    const broken = { name: '/a/broken.spec.ts', status: 'failed', assertionResults: [] };
    const count = (testResults: unknown, code: number, env = '{}') => {
      const file = join(temp.path, 'report.json');
      writeFileSync(file, JSON.stringify({ testResults }));
      const counts = `(await import('${ROOT}/tools/bootstrap/jest-counts.mjs')).countJest('${file}')`;
      return JSON.parse(callModule('jest-run.mjs', `m.sumUp(${counts}, ${code}, ${env})`, {}).stdout) as unknown;
    };

    it('count failed tests and files that could not run, and name skipped tests', () => {
      expect(count([good, bad, broken], 1)).toMatchObject({
        ...{ passed: 3, failed: 2, skipped: ['z (good.spec.ts)'] },
        files: [{ failed: 0 }, { failures: ['u (bad.spec.ts)'] }, { failures: ['broken.spec.ts could not run'] }],
      });
    });

    it('count skipped tests as failures where the test data is promised', () => {
      expect(count([good], 0)).toMatchObject({ failed: 0 });
      expect(count([good], 0, '{REDOUBT_REQUIRE_CORPUS: "1"}')).toMatchObject({ failed: 1 });
    });

    it('count a run that failed without a failed test, or left no report', () => {
      expect(count([good], 1)).toMatchObject({ failed: 1 });
      const none = callModule('jest-counts.mjs', `m.countJest('${temp.path}/absent')`, {});
      expect(JSON.parse(none.stdout)).toBeNull();
    });
  });

  it.each([
    ['did not exit', 'done', 60_000],
    ['took longer', 'never done', 300],
  ])('ends a run that %s', (reason, state, timeoutMs) => {
    const options = `{ isDone: () => ${state === 'done'}, graceMs: 10, timeoutMs: ${timeoutMs}, stdio: 'ignore' }`;
    const result = callModule('run.mjs', `m.runBounded('/bin/sleep', ['60'], ${options})`, {});
    expect(JSON.parse(result.stdout)).toEqual({ code: 1, killReason: expect.stringContaining(reason) as string });
  });

  it('installs packages only where npm has not put the locked ones', () => {
    const checkout = join(temp.path, 'checkout');
    mkdirSync(join(checkout, 'node_modules'), { recursive: true });
    cpSync(join(ROOT, 'package-lock.json'), join(checkout, 'package-lock.json'));
    const record = join(checkout, 'node_modules/.package-lock.json');
    cpSync(join(ROOT, 'node_modules/.package-lock.json'), record);
    const ensure = () =>
      callModule('packages.mjs', `m.ensurePackages('${checkout}')`, { PATH: join(temp.path, 'nothing') });
    expect(ensure().status).toBe(0);
    writeFileSync(record, readFileSync(record, 'utf8').replace(/"version": "6\.0\.0"/, '"version": "5.0.0"'));
    expect(ensure().status).toBe(1);
  });
});
