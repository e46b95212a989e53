import { parseChaosOptions } from './chaos-options.ts';

describe('options of chaos', () => {
  it('name a scenario', () => {
    expect(parseChaosOptions(['rotation', '--json', '--seed', '7'])).toEqual({
      ...{ scenario: 'rotation', isJson: true, isQuick: false, isTls: false, seed: 7 },
      ...{ seeds: undefined, resumeFile: undefined },
    });
    expect(parseChaosOptions(['all', '--seeds', '50', '--resume', 'done.ndjson'])).toMatchObject({
      ...{ seeds: 50, resumeFile: 'done.ndjson' },
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
  ])('are refused: %p', (args) => expect(() => parseChaosOptions(args)).toThrow());
});
