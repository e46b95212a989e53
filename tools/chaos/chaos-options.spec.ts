import { parseChaosOptions } from './chaos-options.ts';

describe('options of chaos', () => {
  it('name a scenario', () => {
    expect(parseChaosOptions(['rotation', '--json', '--seed', '7'])).toEqual({
      ...{ scenario: 'rotation', isJson: true, isQuick: false, isTls: false, seed: 7 },
    });
    expect(parseChaosOptions(['--help'])).toBe('help');
  });

  it.each([[[]], [['flood']], [['rotation', 'rotation']], [['rotation', '--seed', 'x']], [['rotation', '--fast']]])(
    'are refused: %p',
    (args) => expect(() => parseChaosOptions(args)).toThrow(),
  );
});
