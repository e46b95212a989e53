import { newOrgId } from '@redoubt/contracts';
import { aclPattern, clusterKeys, orgKeys, shapeOfKey } from '@redoubt/key-schema';
import type { CommandTrace } from './command-trace.ts';
import { generateRole } from './generate-role.ts';
import { commandsOf, roleRules, withoutCommands } from './role.ts';

const keys = orgKeys(newOrgId());
const shape = (key: string): string => shapeOfKey(key)?.shape ?? '';
const [events, letters, config] = [keys.eventsStream(), keys.deadLetters('db_writer'), keys.config()].map(shape) as [
  string,
  string,
  string,
];
const bell = shape(clusterKeys.bell(1));
const glob = aclPattern;

const trace: CommandTrace = {
  app: 'reader',
  commands: ['info', `hgetall R ${config}`, `ssubscribe & ${bell}`, 'client|setinfo'],
  scripts: {
    'dead-letter': {
      keys: [events, letters],
      commands: [`xack W ${events}`, `xadd W ${letters}`, `xlen R ${letters}`, 'time'],
      unseen: ['hset', 'xdel'],
    },
  },
};

describe('a generated role', () => {
  const role = generateRole(trace, 'reads');

  it('holds keys of scripts in its root, with nothing but what runs scripts and commands without keys', () => {
    expect(role.root).toEqual({
      commands: ['client|setinfo', 'eval', 'evalsha', 'hset', 'info', 'time'],
      keys: [glob(letters), glob(events)].map((pattern) => ({ pattern, access: 'RW' })),
      channels: [],
    });
  });

  it('gives each command the keys it was used on and no others', () => {
    const of = (command: string) => role.selectors.find(({ commands }) => commands.includes(command));
    expect(of('xadd')).toEqual({ commands: ['xadd'], keys: [{ pattern: glob(letters), access: 'W' }], channels: [] });
    expect(of('xack')?.keys).toEqual([{ pattern: glob(events), access: 'W' }]);
    expect(of('hgetall')?.keys).toEqual([{ pattern: glob(config), access: 'R' }]);
    expect(of('ssubscribe')).toEqual({ commands: ['ssubscribe'], keys: [], channels: [aclPattern(bell)] });
  });

  it('gives what only the text of a script names the keys of the type it works on', () => {
    expect(role.selectors.find(({ commands }) => commands.includes('xdel'))?.keys).toHaveLength(2);
  });

  it('begins with nothing in each selector', () => {
    const rules = roleRules(role);
    expect(rules.slice(0, 3)).toEqual(['resetkeys', 'resetchannels', '-@all']);
    for (const selector of rules.filter((rule) => rule.startsWith('(')))
      expect(selector).toMatch(/^\(resetchannels -@all \+/);
    expect(rules.join(' ')).not.toContain('+@');
  });

  it('can do without what a server does not know', () => {
    expect(commandsOf(withoutCommands(role, new Set(['client|setinfo', 'xdel'])))).not.toContain('xdel');
  });
});
