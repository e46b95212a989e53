import type { Command } from '../command/definition.ts';
import { EXIT_MEANINGS } from '../command/exit-code.ts';
import type { OptionSpec } from '../command/inputs.ts';
import { allCommands } from '../commands/index.ts';
import { SCHEMA_VERSION } from '../output/output.ts';
import { GLOBAL_OPTIONS } from '../program.ts';
import { resultFields } from './result-fields.ts';

/** Renders `docs/reference/cli.md` from the command tree. */
export async function renderCliReference(): Promise<string> {
  const commands = await allCommands();
  return `${[intro, overview(commands), ...globalSections(), ...commands.map(commandSection)].join('\n\n')}\n`;
}

const intro = `# The redoubt command

Generated from \`apps/cli\` by \`npm run docs\`; do not edit. \`npx redoubt\` runs it in a checkout; \`redoubt <command> --help\` says the same.`;

function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ path, summary }) => [
    `[\`redoubt ${path}\`](#redoubt-${path.replaceAll(' ', '-')})`,
    summary,
  ]);
  return table(['command', 'does'], rows);
}

function globalSections(): string[] {
  const exitRows = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => [code, meaning]);
  return [
    `## Options of every command\n\n${optionTable(GLOBAL_OPTIONS)}`,
    `## Exit codes\n\n${table(['code', 'meaning'], exitRows)}`,
    `## Output

Standard output holds data, standard error what is said about it. \`--json\` prints one object; \`--output ndjson\` prints the object's list with one element per line; commands that go on until they are stopped print one object per line with either. Every object has \`schemaVersion\`, now ${SCHEMA_VERSION}, which grows when a field is renamed, removed or changes its meaning; new fields may come at any time. Tables are for people and change freely. Text that came from senders is shown with its control characters escaped.`,
    settings,
  ];
}

const settings = `## Settings

| setting | names |
| --- | --- |
| \`REDIS_NODES\`, \`REDIS_USERNAME\`, \`REDIS_PASSWORD\`, \`REDIS_TLS\`, \`REDIS_TLS_*\` | the Redis Cluster; [TLS](../how-to/tls.md) |
| \`DATABASE_URL\` | PostgreSQL |
| \`REDOUBT_URL\` | base address of the gateway, for \`send\` |
| \`REDOUBT_API_KEY\` | the key to send with |
| \`REDOUBT_SECRET_KEY\`, \`REDOUBT_SECRET_KEY_FILE\` | keys that secrets of notification channels are kept with, the same as alert-engine's: \`[<id>:]<32 bytes as base64>\`, the active one first, separated by commas, or in a file of mode 0600 one per line ([encryption](../explanation/encryption.md)) |
| \`CREDENTIALS_DIR\` | folder of the passwords of Redis users, for \`acl\` and \`health\`; the same as acl-manager's |
| \`ACL_USERS\`, \`ACL_DEFAULT_USER\`, \`ACL_IGNORED_USERS\`, \`MANAGE_REPLICATION\` | which Redis users should exist, as acl-manager has them |
| \`REDOUBT_CHANNEL_SECRET\` | the secret of the channel that \`channel add\` makes; environment only |

Each but the last may be given as \`<NAME>_FILE\`, the path of a file with the value. They come from the environment or, while \`npm start\` runs in the checkout, from \`.redoubt/dev.env\`. The environment wins; when it names Redis or PostgreSQL, the file is left aside for both, so that one installation's database is never used with another's Redis. \`--settings FILE\` takes a file of \`KEY=VALUE\` lines instead of the environment. \`redoubt config view\` shows what is used and where it comes from.`;

function commandSection(command: Command): string {
  const { path, aliases, summary, details, args, options, examples, result } = command;
  const usage = ['redoubt', path, ...args.map(([, spec]) => spec.name), ...requiredFlags(options)].join(' ');
  const argumentRows = args.map(([, { name, description }]) => [`\`${name}\``, description]);
  return [
    `## redoubt ${path}`,
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.${details === undefined ? '' : ` ${details}`}${aliasText(aliases)}`,
    `\`\`\`sh\n${usage}\n\`\`\``,
    ...(args.length > 0 ? [table(['argument', 'is'], argumentRows)] : []),
    ...(options.length > 0 ? [optionTable(options)] : []),
    `Examples:\n\n\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
    `JSON:\n\n${table(['field', 'type', 'is'], resultRows(result))}`,
  ].join('\n\n');
}

function aliasText(aliases: readonly string[]): string {
  return aliases.length === 0 ? '' : ` Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`;
}

function requiredFlags(options: Command['options']): string[] {
  return options.flatMap(([, spec]) => (spec.isRequired ? [spec.flags] : []));
}

function optionTable(options: readonly (readonly [string, OptionSpec<unknown>])[]): string {
  const rows = options.map(([, spec]) => [`\`${spec.flags}\``, spec.description, defaultOf(spec)]);
  return table(['option', 'is', 'default'], rows);
}

function defaultOf({ defaultValue, defaultText, isRequired }: OptionSpec<unknown>): string {
  if (isRequired) return 'required';
  if (defaultValue === undefined || defaultValue === false) return '';
  return `\`${defaultText ?? String(defaultValue)}\``;
}

function resultRows(result: Command['result']): string[][] {
  return resultFields(result).map(({ path, type, isOptional, meaning }) => [
    `\`${path}\``,
    isOptional ? `${type}, optional` : type,
    meaning,
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
