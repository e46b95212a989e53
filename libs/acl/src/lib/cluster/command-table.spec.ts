import { commandTable, expandCommands } from './command-table.ts';

const table = commandTable(
  new Map([
    ['hash', ['hget', 'hset', 'hvals']],
    ['stream', ['xadd', 'xinfo', 'xinfo|groups', 'xinfo|stream']],
    ['slow', ['hvals', 'xinfo', 'xinfo|groups', 'xinfo|stream', 'flushall']],
  ]),
);
const expand = (rules: string): string => expandCommands(rules.split(' '), table).join(' ');

describe('rules for commands', () => {
  it.each([
    ['-@all +hget +hset', 'hget hset'],
    ['-@all +@hash -hvals', 'hget hset'],
    ['+hget -@all', ''],
    ['-@all +xinfo', 'xinfo xinfo|groups xinfo|stream'],
    ['-@all +xinfo|groups', 'xinfo|groups'],
    ['+@all -@slow', 'hget hset xadd'],
    ['-@all +select|0', 'select|0'],
    ['-@all +@unheardof', '@unheardof'],
  ])('%s', (rules, expected) => {
    expect(expand(rules)).toBe(expected);
  });
});
