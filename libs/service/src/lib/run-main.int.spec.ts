import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

function exitOf(body: string) {
  const index = join(import.meta.dirname, '../index.ts');
  const contracts = join(import.meta.dirname, '../../../contracts/src/index.ts');
  const script = `import { runMain, Lifecycle, DrainDeadlineError } from '${index}'; import { ConfigError } from '${contracts}'; ${body}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 20_000 });
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
