import { parseStartOptions } from './start-options.ts';

describe('parseStartOptions', () => {
  it('has defaults', () => {
    expect(parseStartOptions([], '/home')).toEqual({
      isShiftedToNow: false,
      isClean: false,
      isTls: false,
      isHelp: false,
      ratePerSecond: 50,
      gatewayPort: 8080,
      dashboardPort: 8081,
    });
  });

  it('finds the log from where the user stands', () => {
    const options = parseStartOptions(['--replay', '../log', '--speed', '60', '--shift-to-now'], '/home/me');
    expect(options).toMatchObject({ replayFile: '/home/log', speed: 60, isShiftedToNow: true });
  });

  it.each([
    [['--speed', '2']],
    [['--replay', 'x', '--speed', '0']],
    [['--rate', 'many']],
    [['--wat']],
    [['--rate', '']],
  ])('refuses %p', (args) => {
    expect(() => parseStartOptions(args, '/')).toThrow();
  });
});
