import { open } from 'node:fs/promises';
import { roleRules, withoutCommands, type DeclaredUser } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { z } from 'zod';
import { adminOptions, asUser, declarationOptions } from '../../acl/options.ts';
import { surveyUsers, unknownNode, type Survey } from '../../acl/survey.ts';
import { knownRole } from '../../acl/declaration.ts';
import { CliError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asChoice, asText, argument, flag, option } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';

const exportSchema = z.object({
  form: z.enum(['aclfile', 'commands']),
  from: z.string().describe('`declared`, or the node they were read from'),
  hasHashes: z.boolean().describe('passwords are there by their SHA-256; otherwise the lines hold none'),
  users: z.array(z.string()),
  lines: z.array(z.string()).optional().describe('left out with --out'),
  file: z.string().optional(),
});

export const aclExport = defineCommand({
  path: 'acl export',
  summary: 'write Redis users down as lines of an aclfile or as commands',
  details:
    'As they are declared, or as a node has them. Passwords are in the lines by their hashes only when written to a file (mode 0600) or with --hashes; without them the lines make users that nobody can log in as. Nothing is put into rules that the oldest server among the nodes does not know.',
  args: {
    user: argument('[users...]', 'these only', (text, before: readonly string[] | undefined) => [
      ...(before ?? []),
      asUser(text),
    ]),
  },
  options: {
    form: option(
      '--form <form>',
      'aclfile: lines of an aclfile; commands: ACL SETUSER',
      asChoice(['aclfile', 'commands'] as const),
      {
        defaultValue: 'aclfile' as const,
      },
    ),
    from: option('--from <host:port>', 'as this node has them, instead of as declared', asText),
    hashes: flag('--hashes', 'passwords by their hashes, also on the screen'),
    out: option('--out <file>', 'write to a new file of mode 0600', asText),
    ...declarationOptions,
    ...adminOptions,
  },
  examples: [
    'redoubt acl export --out users.acl',
    'redoubt acl export security_readonly --form commands',
    'redoubt acl export --from 10.0.0.5:6379',
  ],
  result: exportSchema,
  rowsOf: ({ lines }) => (lines ?? []).map((line) => ({ line })),
  run: async (context, { user, form, from, hashes, out, ...given }) => {
    const wanted = user as readonly string[] | undefined;
    const users = wanted !== undefined && wanted.length > 0 && from === undefined ? { users: wanted } : {};
    const survey = await surveyUsers(context, { ...given, ...users });
    const hasHashes = hashes || out !== undefined;
    const all = from === undefined ? declaredLines(survey) : await heldLines(survey, from);
    const chosen = all.filter(({ name }) => wanted === undefined || wanted.length === 0 || wanted.includes(name));
    const lines = chosen.map(({ name, rules }) => lineOf(form, name, hasHashes ? rules : withoutHashes(rules)));
    if (!hasHashes) context.output.note('hashes of passwords are left out; --hashes or --out puts them in');
    const head = { form, from: from ?? 'declared', hasHashes, users: chosen.map(({ name }) => name) };
    if (out === undefined) return { result: { ...head, lines } };
    await writeNew(out, `${lines.join('\n')}\n`);
    return { result: { ...head, file: out } };
  },
  render: ({ lines, file, users }) => lines?.join('\n') ?? `${counted(users.length, 'user')} written to ${file ?? ''}`,
});

interface Line {
  name: string;
  rules: readonly string[];
}

function declaredLines({ declaration, plan, facts }: Survey): Line[] {
  const unknown = new Set(plan.nodes.flatMap(({ leftOut }) => leftOut));
  const line = ({ role, hashes, isOn = true }: DeclaredUser): Line => {
    const rules = roleRules(withoutCommands(role, unknown));
    return { name: role.name, rules: [isOn ? 'on' : 'off', ...hashes.map((hash) => `#${hash}`), ...rules] };
  };
  const declared = declaration.users.users.map(line);
  // Users without a password yet: their rules alone, and nobody gets in.
  const known = new Set(declared.map(({ name }) => name));
  const others = declaration.names
    .filter((name) => !known.has(name))
    .map((name) => line({ role: knownRole(name), hashes: [] }));
  const isOff = declaration.users.defaultUser === 'off';
  const standard = facts.up[0]?.users.find(({ name }) => name === 'default');
  // It keeps its rights: a server that loads its append-only file drops what `default` may not run.
  const rules = isOff
    ? ['off', '~*', '&*', '+@all']
    : ['on', ...(standard?.isNoPass ? ['nopass'] : []), ...hashRules(standard?.hashes), '~*', '&*', '+@all'];
  return [{ name: 'default', rules }, ...declared, ...others];
}

function hashRules(hashes: readonly string[] = []): string[] {
  return hashes.map((hash) => `#${hash}`);
}

async function heldLines({ admin, facts }: Survey, address: string): Promise<Line[]> {
  const addresses = [...facts.up, ...facts.down].map(({ node }) => node.address);
  if (!addresses.includes(address)) throw unknownNode(address, addresses);
  const rows = (await admin.cluster.call(address, 'ACL', 'LIST')) as string[];
  return rows.map((row) => {
    const [, name = '', ...rules] = row.split(' ');
    return { name, rules };
  });
}

function withoutHashes(rules: readonly string[]): string[] {
  return rules.filter((rule) => !/^#[0-9a-f]{64}$/.test(rule));
}

function lineOf(form: 'aclfile' | 'commands', name: string, rules: readonly string[]): string {
  return form === 'aclfile'
    ? `user ${name} ${rules.join(' ')}`
    : `ACL SETUSER ${name} reset ${rules.map(quoted).join(' ')}`;
}

/** As redis-cli reads it: a selector is one argument. */
function quoted(rule: string): string {
  return rule.includes(' ') ? `"${rule}"` : rule;
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CliError(EXIT.conflict, `${path} exists already`);
    throw new CliError(EXIT.usage, `${path} cannot be written: ${toError(message).message}`);
  }
}
