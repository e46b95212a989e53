import { z } from 'zod';
import { downJson, downSchema, warnOfDown } from '../../acl/down-nodes.ts';
import { digestGroups, driftOf, driftSchema, unequalUsers, type Drift } from '../../acl/drift.ts';
import { adminOptions, declarationOptions, nodeOption } from '../../acl/options.ts';
import { onlyNode, surveyUsers } from '../../acl/survey.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { counted } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

const diffSchema = z.object({
  isEqual: z.boolean().describe('every node answered and has exactly the declared users'),
  drift: z.array(driftSchema),
  problems: z.array(z.string()).describe('what cannot be compared'),
  digests: z
    .array(z.object({ digest: z.string().describe('SHA-256 of all users, hex'), nodes: z.array(z.string()) }))
    .describe('one element when all nodes agree'),
  unequalUsers: z.array(z.string()).describe('not the same on all nodes'),
  down: downSchema,
});
type DiffJson = z.infer<typeof diffSchema>;

export const aclDiff = defineCommand({
  path: 'acl diff',
  summary: 'compare the Redis users of every node with what is declared, and nodes with each other',
  details:
    'Changes nothing. Rights are compared command by command, since servers show them in other words than they were given. Ends with 7 when something differs, with 4 when nodes did not answer.',
  options: { node: nodeOption, ...declarationOptions, ...adminOptions },
  examples: ['redoubt acl diff', 'redoubt acl diff --users db-writer,alert-engine --json'],
  result: diffSchema,
  rowsOf: ({ drift }) => drift,
  run: async (context, { node, ...given }) => {
    const survey = await surveyUsers(context, given);
    const facts = onlyNode(survey.facts, node);
    const shown = new Set(facts.up.map((one) => one.node.address));
    const drift = driftOf(survey).filter(({ address }) => shown.has(address));
    const down = downJson(facts);
    warnOfDown(context, down);
    const digests = digestGroups(facts);
    const isEqual = drift.length + down.length + survey.problems.length === 0 && digests.length === 1;
    const unequal = unequalUsers(facts);
    const result = { isEqual, drift, problems: [...survey.problems], digests, unequalUsers: unequal, down };
    return { result, exitCode: exitCodeOf(result) };
  },
  render: renderDiff,
});

function exitCodeOf({ isEqual, drift, problems, digests }: DiffJson): ExitCode {
  if (isEqual) return EXIT.ok;
  return drift.length + problems.length > 0 || digests.length > 1 ? EXIT.conflict : EXIT.incomplete;
}

function renderDiff({ isEqual, drift, problems, digests, unequalUsers: unequal, down }: DiffJson, view: View): string {
  const { style } = view;
  const nodes = digests.reduce((sum, group) => sum + group.nodes.length, 0);
  const first = digests[0]?.digest.slice(0, 12) ?? '';
  if (isEqual) return `${style.good('as declared')}  ${counted(nodes, 'node')} with the same users (digest ${first})`;
  const lines = problems.map((problem) => `${style.bad('problem')}  ${printable(problem)}`);
  if (digests.length > 1) {
    lines.push(style.bad(`nodes have ${digests.length} different sets of users: ${unequal.join(', ')}`));
    for (const { digest, nodes: having } of digests) lines.push(`  ${digest.slice(0, 12)}  ${having.join(', ')}`);
  }
  if (drift.length > 0) lines.push(renderDrift(drift, nodes, view));
  else if (down.length > 0) lines.push(`no difference on the ${counted(nodes, 'node')} that answered`);
  return lines.join('\n');
}

const words: Readonly<Record<Drift['kind'], string>> = {
  missing: 'missing',
  differs: 'differs',
  not_declared: 'not declared',
  default_open: 'should be off',
};

/** The same drift on several nodes is one row. */
function renderDrift(drift: readonly Drift[], nodes: number, view: View): string {
  const groups = Map.groupBy(drift, ({ user, kind, what }) => JSON.stringify([user, kind, what]));
  const rows = [...groups.values()].map((group) => {
    const { user, kind, what } = group[0] as Drift;
    const where = group.length === nodes ? `all ${nodes}` : group.map(({ address }) => address).join(' ');
    return [printable(user), view.style.bad(words[kind]), where, printable(what.join('  ')) || '-'];
  });
  const columns = [{ name: 'user' }, { name: 'is' }, { name: 'on nodes' }, { name: 'what', isFlexible: true }];
  return renderTable(columns, rows, view);
}
