import { allCommands, commandsOf } from '../commands/index.ts';
import { familyOf } from '../program.ts';
import type { Command } from '../command/definition.ts';
import { EXIT_MEANINGS } from '../command/exit-code.ts';
import { renderCliReference } from './render-reference.ts';
import { resultFields } from './result-fields.ts';

let commands: readonly Command[];
beforeAll(async () => {
  commands = await allCommands();
});

describe('the command tree', () => {
  it('is loaded by families, each of which has all commands that begin with its word', async () => {
    for (const word of new Set(commands.map(({ path }) => path.split(' ')[0]))) {
      const expected = commands.filter(({ path }) => path === word || path.startsWith(`${word} `));
      expect(await commandsOf(word)).toEqual(expected);
    }
    expect(await commandsOf('nonsense')).toEqual(commands);
  });

  it.each([
    [['--output', 'json', 'lag'], 'lag'],
    [['--json', 'users', 'list'], 'user'],
    [['alert', 'list'], 'alerts'],
    [['--help'], undefined],
  ])('finds the family of %j', (args, family) => {
    expect(familyOf(args)).toBe(family);
  });

  it('names each option so that its value is found again', () => {
    for (const command of commands) {
      for (const [key, { flags }] of command.options) {
        const long = /--(?:no-)?([a-z-]+)/.exec(flags)?.[1] ?? '';
        expect(`${command.path}: ${long.replace(/-([a-z])/g, (_, c: string) => c.toUpperCase())}`).toBe(
          `${command.path}: ${key}`,
        );
      }
    }
  });

  it('shows in every example a command that exists', () => {
    for (const { path, examples } of commands) {
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(example).toContain(`redoubt ${path}`);
    }
  });

  it('takes no secret as an argument', () => {
    const flags = commands.flatMap((command) => command.options.map(([, spec]) => spec.flags));
    const secrets = flags.filter((text) => /(key|password|secret|token)\b.* <(?!(name=)?file>)/.test(text));
    expect(secrets).toEqual([]);
  });
});

describe('the reference page', () => {
  let page = '';
  beforeAll(async () => {
    page = await renderCliReference();
  });

  it('holds every command, option, field and exit code', () => {
    for (const command of commands) {
      expect(page).toContain(`## redoubt ${command.path}\n`);
      for (const [, spec] of command.options) expect(page).toContain(spec.flags);
      for (const { path } of resultFields(command.result)) expect(page).toContain(`\`${path}\``);
    }
    for (const code of Object.keys(EXIT_MEANINGS)) expect(page).toContain(`| ${code} |`);
  });

  it('gives nested fields by their paths', () => {
    const lag = commands.find((command) => command.path === 'lag');
    if (lag === undefined) throw new Error('there is no lag command');
    expect(resultFields(lag.result).map((field) => field.path)).toContain('groups[].lagEntries');
  });
});
