import { commandsOfScript } from './script-commands.ts';

describe('commands of a script', () => {
  it('are those it calls, with subcommands, each once', () => {
    const source = `
      local groups = redis.pcall('XINFO', 'GROUPS', KEYS[1])
      redis.call("set", KEYS[1], 'GET')
      redis.call('SET', KEYS[2], 1)
      local rcall = redis.call
      rcall("LPUSH", KEYS[1], 1)
      redis.call(ARGV[1], KEYS[1])`;
    expect(commandsOfScript(source)).toEqual(['lpush', 'set', 'xinfo|groups']);
  });

  it('of a text without any are none', () => {
    expect(commandsOfScript("-- redis.log('x')\nreturn 1")).toEqual([]);
  });
});
