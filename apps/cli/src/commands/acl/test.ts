import {
  DANGEROUS_COMMANDS,
  appTrace,
  hasTrace,
  isAppName,
  roleNamed,
  commandsOf,
  traceSamples,
  type AclCluster,
  type Sample,
} from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { RedisReplyError } from '@redoubt/redis';
import { z } from 'zod';
import { openAdmin } from '../../acl/admin.ts';
import { downJson, downSchema, warnOfDown } from '../../acl/down-nodes.ts';
import { adminOptions, asUser, nodeOption } from '../../acl/options.ts';
import { refuseUnknownUser } from '../../acl/known-users.ts';
import { onlyNode } from '../../acl/survey.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { argument, asTexts } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

const testSchema = z.object({
  user: z.string(),
  isAsExpected: z
    .boolean()
    .describe('allowed everywhere; of the whole role: nothing was answered otherwise than it should'),
  asked: z.number().int().describe('commands that each node was asked about'),
  answers: z
    .array(
      z.object({
        address: z.string(),
        command: z.string(),
        isAllowed: z.boolean(),
        shouldBeAllowed: z.boolean(),
        answer: z.string().describe('`OK`, or why not'),
      }),
    )
    .describe('of one command: every node; of the whole role: what is not as it should be'),
  down: downSchema,
});
type TestJson = z.infer<typeof testSchema>;
type Answer = TestJson['answers'][number];

interface Question {
  command: Sample;
  shouldBeAllowed: boolean;
}

export const aclTest = defineCommand({
  path: 'acl test',
  summary: 'ask every node whether a user may run a command; nothing is run',
  details:
    'By ACL DRYRUN. Ends with 3 when a node refuses. Without a command it asks about the whole role: everything the service was seen to do must be allowed, and dangerous commands refused. Put -- in front of a command whose arguments begin with a dash.',
  args: {
    user: argument('<user>', 'as whom', asUser),
    command: argument('[command...]', 'the command with its arguments', asTexts),
  },
  options: { node: nodeOption, ...adminOptions },
  examples: [
    'redoubt acl test db-writer FLUSHALL',
    'redoubt acl test cli GET some:key',
    'redoubt acl test alert-engine',
  ],
  result: testSchema,
  rowsOf: ({ answers }) => answers,
  run: async (context, { user, command, node, ...given }) => {
    const { cluster } = await openAdmin(context, given);
    const facts = onlyNode(await cluster.facts(), node);
    refuseUnknownUser(facts.up, user);
    const words = command as readonly string[] | undefined;
    const isWhole = words === undefined || words.length === 0;
    const ask = async (address: string, commands: ReadonlySet<string>): Promise<[number, Answer[]]> => {
      const questions = isWhole ? await roleQuestions(cluster, address, user, commands) : [one(words)];
      const answers = await answersOf(cluster, { address, user, questions });
      return [questions.length, isWhole ? answers.filter((a) => a.isAllowed !== a.shouldBeAllowed) : answers];
    };
    const all = await Promise.all(facts.up.map((one) => ask(one.node.address, one.commands.all)));
    const answers = all.flatMap(([, list]) => list);
    const down = downJson(facts);
    warnOfDown(context, down);
    const isAsExpected = answers.every((answer) => answer.isAllowed === answer.shouldBeAllowed);
    const asked = Math.max(0, ...all.map(([count]) => count));
    return { result: { user, isAsExpected, asked, answers, down }, exitCode: exitCodeOf(isAsExpected, down.length) };
  },
  render: renderAnswers,
});

function one(command: readonly string[]): Question {
  return { command, shouldBeAllowed: true };
}

function exitCodeOf(isAsExpected: boolean, downNodes: number): ExitCode {
  if (!isAsExpected) return EXIT.checksFailed;
  return downNodes > 0 ? EXIT.incomplete : EXIT.ok;
}

/** What the role must allow and what it must not, as far as this server knows the commands. */
async function roleQuestions(
  cluster: AclCluster,
  address: string,
  user: string,
  known: ReadonlySet<string>,
): Promise<Question[]> {
  const role = roleNamed(user);
  if (role === undefined) throw usageError(`no role is known for ${user}: name a command to ask about`);
  const names = commandsOf(role).filter((name) => known.has(name));
  const infos = (await cluster.call(address, 'COMMAND', 'INFO', ...names)) as ([string, number] | null)[];
  const arities = new Map(names.map((name, index) => [name, infos[index]?.[1] ?? -1]));
  const own = isAppName(user) && hasTrace(user) ? traceSamples(appTrace(user), (name) => arities.get(name) ?? -1) : [];
  // A server may know a container without all its subcommands: CLIENT SETINFO came with 7.2.
  const containers = new Set([...known].flatMap((name) => (name.includes('|') ? (name.split('|')[0] ?? []) : [])));
  const allowed = own.filter(([name = '', sub = '']) =>
    containers.has(name) ? known.has(`${name}|${sub}`) : known.has(name),
  );
  const dangerous = DANGEROUS_COMMANDS.filter(([name = '', sub = '']) => {
    const [word, full] = [name.toLowerCase(), `${name}|${sub}`.toLowerCase()];
    return !names.includes(word) && !names.includes(full) && (known.has(word) || known.has(full));
  });
  return [
    ...allowed.map((command) => ({ command, shouldBeAllowed: true })),
    ...dangerous.map((command) => ({ command, shouldBeAllowed: false })),
  ];
}

async function answersOf(
  cluster: AclCluster,
  { address, user, questions }: { address: string; user: string; questions: readonly Question[] },
): Promise<Answer[]> {
  return Promise.all(
    questions.map(async ({ command, shouldBeAllowed }) => {
      const answer = await dryRun(cluster, address, user, command);
      return { address, command: command.join(' '), isAllowed: answer === 'OK', shouldBeAllowed, answer };
    }),
  );
}

async function dryRun(cluster: AclCluster, address: string, user: string, command: Sample): Promise<string> {
  try {
    return String(await cluster.call(address, 'ACL', 'DRYRUN', user, ...command));
  } catch (error) {
    // A command it does not know, or with too few words, can be run by nobody.
    if (error instanceof RedisReplyError && error.kind === 'other') return toError(error).message;
    throw error;
  }
}

function renderAnswers({ user, isAsExpected, asked, answers, down }: TestJson, view: View): string {
  const { style } = view;
  const groups = Map.groupBy(answers, ({ command, isAllowed, answer }) => JSON.stringify([command, isAllowed, answer]));
  const nodes = new Set(answers.map(({ address }) => address)).size + down.length;
  const rows = [...groups.values()].map((group) => {
    const { command, isAllowed, answer } = group[0] as Answer;
    const where = group.length > 1 && group.length === nodes ? `all ${nodes}` : group.map((a) => a.address).join(' ');
    const said = isAllowed ? style.good('allowed') : style.bad('refused');
    return [printable(command), said, where, isAllowed ? '-' : printable(answer)];
  });
  const isWhole = asked > 1;
  const head = isWhole ? `${counted(asked, 'command')} asked of every node as ${user}` : `as ${user}`;
  if (rows.length === 0) return isAsExpected ? `${style.good('as it should be')}  ${head}` : head;
  const table = renderTable(
    [{ name: 'command' }, { name: 'is' }, { name: 'on nodes' }, { name: 'answer', isFlexible: true }],
    rows,
    view,
  );
  return `${isWhole ? `${style.bad('not as it should be')}  ` : ''}${head}\n${table}`;
}
