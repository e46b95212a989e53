import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const LIBS = join(import.meta.dirname, '../../..');

function exitOf(body: string) {
  const index = join(import.meta.dirname, '../index.ts');
  const [contracts, config] = ['contracts', 'config'].map((lib) => join(LIBS, lib, 'src/index.ts'));
  const script = `
    import { runMain, runService, DrainDeadlineError } from '${index}';
    import { ConfigError } from '${contracts}';
    import { lifecycleEnv, logEnv, opsEnv } from '${config}';
    import { z } from '${require.resolve('zod')}';
    ${body}`;
  const env = { ...process.env, OPS_HOST: '127.0.0.1', OPS_PORT: '0' };
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 20_000, env });
}

describe('runMain', () => {
  it.each([
    [0, 'runMain(async () => {})'],
    [1, 'runMain(async () => { throw new Error("boom") })'],
    [78, 'runMain(async () => { throw new ConfigError("REDIS_NODES: is required") })'],
    [75, 'runMain(async () => { throw new DrainDeadlineError("late") })'],
    [1, 'runMain(() => new Promise(() => { setTimeout(() => { throw new Error("later") }, 1) }))'],
    [1, 'runMain(() => new Promise(() => { setTimeout(() => { Promise.reject(new Error("later")) }, 1) }))'],
  ])('exits with %i', (code, body) => {
    expect(exitOf(body).status).toBe(code);
  });

  it('prints what is wrong with the configuration', () => {
    expect(exitOf('runMain(async () => { throw new ConfigError("REDIS_NODES: is required") })').stdout).toContain(
      'REDIS_NODES: is required',
    );
  });
});

describe('runService', () => {
  const run = (build: string, env = '') =>
    exitOf(`runService({
      app: 'test',
      env: z.object({ ...logEnv.shape, ...opsEnv.shape, ...lifecycleEnv.shape, ${env} }),
      configOf: (env) => ({ log: logEnv.pick(env), ops: opsEnv.pick(env), lifecycle: lifecycleEnv.pick(env) }),
      build: async (config, { life, ops, log }) => { ${build} },
    });`);

  it('serves health answers and ends in order at a signal', () => {
    const build = `
      life.own('thing', { close: async () => log.info('thing_closed') });
      ops.readiness('thing', () => ({ ok: true }));
      console.log('ready', (await fetch('http://127.0.0.1:' + ops.port + '/readyz')).status);
      process.kill(process.pid, 'SIGTERM');`;
    const { status, stdout } = run(build);
    expect(stdout).toContain('ready 200');
    expect(stdout).toContain('thing_closed');
    expect(status).toBe(0);
  });

  it('a signal ends it while it is being built', () => {
    const { status, stdout } = run(`process.kill(process.pid, 'SIGTERM'); await new Promise(() => {});`);
    expect(stdout).toContain('stop_finished');
    expect(status).toBe(0);
  });

  it('ends with what it could not be built for', () => {
    const failed = run(`throw new Error('no such cluster')`);
    expect(failed.stdout).toContain('no such cluster');
    expect(failed.status).toBe(1);
    expect(run('', 'NEEDED: z.string()').status).toBe(78);
  });
});
