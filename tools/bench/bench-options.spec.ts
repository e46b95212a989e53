import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BenchUsageError, parseBenchOptions, SUITES } from './bench-options.ts';

describe('bench options', () => {
  it('name a suite, or all', () => {
    expect(parseBenchOptions(['ingest', '--json'], '/')).toMatchObject({ suites: ['ingest'], isJson: true });
    expect(parseBenchOptions(['all'], '/')).toMatchObject({ suites: SUITES });
    expect(() => parseBenchOptions([], '/')).toThrow('name one suite');
    expect(() => parseBenchOptions(['speed'], '/')).toThrow('suite is one of');
  });

  it('carry numbers, a kill and a folder', () => {
    const args = ['pipeline', '--seconds', '5', '--kill', 'master', '--profile', 'out', '--seed', '7'];
    expect(parseBenchOptions(args, '/tmp')).toMatchObject({
      seconds: 5,
      kill: 'master',
      profileDir: '/tmp/out',
      seed: 7,
    });
  });

  it.each([['--seconds', '0'], ['--seconds', '1.5'], ['--rows', '10'], ['--kill', 'postgres'], ['--nonsense']])(
    'refuse %s %s',
    (...args) => {
      expect(() => parseBenchOptions(['pipeline', ...args], '/')).toThrow(BenchUsageError);
    },
  );

  it('are told of in words where they cannot be, without a stack', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'bench.ts'), 'cost', '--foo'],
      { encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^bench: Unknown option '--foo'.*\nnpm run bench -- --help names suites and options\n$/);
  });
});
