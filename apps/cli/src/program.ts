import { Argument, Command as Commander, InvalidArgumentError, Option } from 'commander';
import { EXIT_MEANINGS, type ExitCode } from './command/exit-code.ts';
import type { Command } from './command/definition.ts';
import { asChoice, asDuration, BadValue, type ArgumentSpec, type OptionSpec } from './command/inputs.ts';
import { FORMATS, type Format } from './output/output.ts';

/** What the options that every command has were given as. */
export interface GlobalOptions {
  output: Format;
  /** Ms; undefined without --timeout. */
  timeout: number | undefined;
  color: boolean;
  quiet: boolean;
  debug: boolean;
  settings: string | undefined;
}

/** What was typed. */
export interface Invocation {
  command: Command;
  input: Readonly<Record<string, unknown>>;
  global: GlobalOptions;
}

/** Words before the last one of a command's path, and what stands under them. */
export const GROUPS: Readonly<Record<string, string>> = {
  org: 'organisations',
  key: 'API keys',
  user: 'people who sign in',
  member: 'who has which role in an organisation',
  audit: 'audit log: who changed what, in a hash chain',
  stream: 'event streams and the groups that read them',
  dlq: 'dead letters: events a group gave up',
  events: 'stored events',
  alerts: 'alerts: what the rules found, and what people do about it',
  suppression: 'suppressions: alerts nobody wants to hear of for a time',
  incident: 'incidents: alerts that belong together',
  channel: 'notification channels: who is told of alerts',
  sink: 'sinks: where events are forwarded to',
  rules: 'detection rules: check, test, import, switch on and off',
  acl: 'Redis users of every node: what each may do, and their passwords',
  cert: 'certificates',
  encryption: 'keys that stored secrets are sealed with',
  canary: 'a synthetic event that has to become an alert',
  retention: 'how long things are kept, and legal holds',
  archive: 'days that were archived before they were dropped',
  drill: 'trying what is to be done after a failure, as evidence',
  config: 'settings of this command',
};

/** What people type for a group by mistake. */
const GROUP_ALIASES: Readonly<Record<string, string>> = {
  user: 'users',
  member: 'members',
  alerts: 'alert',
  suppression: 'suppressions',
  incident: 'incidents',
  channel: 'channels',
  sink: 'sinks',
};

export const GLOBAL_OPTIONS: readonly (readonly [string, OptionSpec<unknown>])[] = [
  ['json', { flags: '--json', description: 'the same as --output json' }],
  [
    'output',
    { flags: '--output <format>', description: `${FORMATS.join(', ')} (default: table)`, parse: asChoice(FORMATS) },
  ],
  [
    'timeout',
    { flags: '--timeout <duration>', description: 'give up after this long (default: 30s)', parse: asDuration },
  ],
  ['quiet', { flags: '-q, --quiet', description: 'no messages beside warnings and errors' }],
  ['color', { flags: '--no-color', description: 'no colours; also where NO_COLOR is set or output is no terminal' }],
  // Not --env-file: Node takes that for its own, wherever it stands.
  [
    'settings',
    { flags: '--settings <file>', description: 'KEY=VALUE lines to use instead of the environment', parse: String },
  ],
  ['debug', { flags: '--debug', description: 'where an error happened, and what the libraries log' }],
];

/** First word of the command that is typed, a group's other name turned into its own; undefined where there is none. */
export function familyOf(args: readonly string[]): string | undefined {
  const withValue = GLOBAL_OPTIONS.flatMap(([, { flags }]) => (flags.includes('<') ? [flags.split(' ')[0]] : []));
  const word = args.find((arg, at) => !arg.startsWith('-') && !withValue.includes(args[at - 1]));
  return Object.entries(GROUP_ALIASES).find(([, alias]) => alias === word)?.[0] ?? word;
}

/** Builds the command tree; `onCommand` is called once by `parseAsync` when the arguments are in order. */
export function buildProgram(
  commands: readonly Command[],
  version: string,
  onCommand: (invocation: Invocation) => Promise<void>,
): Commander {
  const program = new Commander('redoubt')
    .description(
      'Operates a Redoubt installation: organisations, keys, streams, dead letters, ledger, stored events, alerts.',
    )
    .version(version, '-V', 'the version; as the first word also --version')
    .helpOption('-h, --help', 'what can be typed')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const [, spec] of GLOBAL_OPTIONS) program.addOption(optionOf(spec));
  program.addHelpText('after', `\nExit codes:\n${exitCodeLines()}`);
  const groups = new Map<string, Commander>();
  for (const command of commands) addCommand(parentOf(command, program, groups), command, onCommand);
  return program;
}

function exitCodeLines(): string {
  return Object.entries(EXIT_MEANINGS)
    .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
    .join('\n');
}

function parentOf(command: Command, program: Commander, groups: Map<string, Commander>): Commander {
  const words = command.path.split(' ');
  const name = words.length > 1 ? (words[0] as string) : undefined;
  if (name === undefined) return program;
  let group = groups.get(name);
  if (!group) {
    group = program.command(name).description(GROUPS[name] ?? '');
    const alias = GROUP_ALIASES[name];
    if (alias !== undefined) group.alias(alias);
    groups.set(name, group);
  }
  return group;
}

function addCommand(parent: Commander, command: Command, onCommand: (invocation: Invocation) => Promise<void>): void {
  const name = command.path.split(' ').at(-1) as string;
  const added = parent.command(name).summary(command.summary).description(describe(command));
  added.aliases([...command.aliases]);
  for (const [, spec] of command.args) added.addArgument(argumentOf(spec));
  for (const [, spec] of command.options) added.addOption(optionOf(spec));
  added.addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  $ ${example}`).join('\n')}`);
  added.action(async (...given: unknown[]) => {
    const options = added.optsWithGlobals<Record<string, unknown>>();
    const args = Object.fromEntries(command.args.map(([key], i) => [key, given[i]]));
    await onCommand({ command, input: { ...options, ...args }, global: globalOptions(options) });
  });
}

function describe({ summary, details }: Command): string {
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  return details === undefined ? sentence : `${sentence}\n\n${details}`;
}

function globalOptions(options: Record<string, unknown>): GlobalOptions {
  const format = (options.output as Format | undefined) ?? (options.json === true ? 'json' : 'table');
  return {
    output: format,
    timeout: options.timeout as number | undefined,
    color: options.color !== false,
    quiet: options.quiet === true,
    debug: options.debug === true,
    settings: options.settings as string | undefined,
  };
}

function optionOf(spec: OptionSpec<unknown>): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.isRequired) option.makeOptionMandatory();
  if (spec.defaultValue !== undefined) option.default(spec.defaultValue, spec.defaultText);
  const { parse } = spec;
  if (parse) option.argParser((text: string, before: unknown) => parsed(() => parse(text, givenBefore(before, spec))));
  return option;
}

/** A repeatable option begins anew when it is given; its default is not a value to add to. */
function givenBefore(before: unknown, spec: OptionSpec<unknown>): unknown {
  return before === spec.defaultValue ? undefined : before;
}

function argumentOf(spec: ArgumentSpec<unknown>): Argument {
  const { parse } = spec;
  return new Argument(spec.name, spec.description).argParser((text: string, before: unknown) =>
    parsed(() => parse(text, before)),
  );
}

function parsed(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    if (error instanceof BadValue) throw new InvalidArgumentError(`It ${error.message}.`);
    throw error;
  }
}

export type { ExitCode };
