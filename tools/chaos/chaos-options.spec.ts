import { ChaosUsageError, parseChaosOptions } from './chaos-options.ts';

describe('options of chaos', () => {
  it('name a scenario', () => {
    expect(parseChaosOptions(['rotation', '--json', '--seed', '7'])).toEqual({
      ...{ scenario: 'rotation', isJson: true, isQuick: false, isTls: false, seed: 7 },
      ...{ seeds: undefined, resumeFile: undefined, withAncestors: false, from: 'HEAD^' },
    });
    expect(parseChaosOptions(['all', '--seeds', '50', '--resume', 'done.ndjson', '--with-ancestors'])).toMatchObject({
      ...{ seeds: 50, resumeFile: 'done.ndjson', withAncestors: true },
    });
    expect(parseChaosOptions(['--help'])).toBe('help');
  });

  it.each([
    [[]],
    [['flood']],
    [['rotation', 'rotation']],
    [['rotation', '--seed', 'x']],
    [['rotation', '--fast']],
    [['sinks', '--seeds', '3']],
    [['all', '--seeds', '3', '--with-ancestors']],
    [['sinks', '--from', 'HEAD']],
  ])('are refused: %p', (args) => expect(() => parseChaosOptions(args)).toThrow(ChaosUsageError));
});
