import type { NodePlan, UserChange } from '@redoubt/acl';
import { z } from 'zod';
import { counted } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { passwordProblem } from './declaration.ts';
import { downSchema } from './down-nodes.ts';
import type { Survey } from './survey.ts';

const changeSchema = z.object({
  user: z.string(),
  kind: z.enum(['create', 'update', 'delete', 'keep']).describe('`keep`: not declared, and left alone without --prune'),
  differs: z.array(z.string()).describe('`state`, `passwords`, `rights`'),
});
type ChangeJson = z.infer<typeof changeSchema>;

export const planSchema = z.object({
  canApply: z.boolean(),
  isEmpty: z.boolean().describe('every node that answered is as declared'),
  login: z.string().describe('user the command came as'),
  declared: z.array(z.string()).describe('users that should exist'),
  defaultUser: z.enum(['keep', 'off']),
  newPasswords: z.array(z.string()).describe('users for whom a password would be made and kept in the folder'),
  problems: z.array(z.string()).describe('why it must not be carried out'),
  down: downSchema,
  nodes: z.array(
    z.object({
      address: z.string(),
      role: z.enum(['master', 'replica']),
      version: z.string(),
      changes: z.array(changeSchema),
      leftOut: z.array(z.string()).describe('commands that this server does not know and its users do without'),
    }),
  ),
});
export type PlanJson = z.infer<typeof planSchema>;

/** What would be done to each node, with what stands against it. */
export function planJson(survey: Survey, { prune }: { prune: boolean }): PlanJson {
  const { admin, declaration, plan, problems } = survey;
  const { withoutPassword } = declaration;
  const unknown = withoutPassword.length > 0 ? [passwordProblem(withoutPassword)] : [];
  const all = [...problems, ...unknown, ...lockOuts(survey, prune)];
  return {
    canApply: all.length === 0,
    isEmpty: plan.nodes.every(({ changes }) => changes.every(({ isOrphan }) => isOrphan && !prune)),
    login: admin.login,
    declared: [...declaration.names],
    defaultUser: declaration.users.defaultUser,
    newPasswords: declaration.made.map(({ user }) => user),
    problems: all,
    down: [...plan.down],
    nodes: plan.nodes.map((node) => nodeJson(node, prune)),
  };
}

function nodeJson({ address, role, version, changes, leftOut }: NodePlan, prune: boolean): PlanJson['nodes'][number] {
  return { address, role, version, changes: changes.map((change) => changeJson(change, prune)), leftOut: [...leftOut] };
}

function changeJson({ user, kind, differs, isOrphan }: UserChange, prune: boolean): ChangeJson {
  return { user, kind: isOrphan && !prune ? 'keep' : kind, differs: [...differs] };
}

/** Whoever carries this out would shut itself out, and nobody else could come. */
function lockOuts({ admin, declaration, plan }: Survey, prune: boolean): string[] {
  const { login } = admin;
  const mine = plan.nodes.flatMap(({ changes }) => changes.filter(({ user }) => user === login));
  if (prune && mine.some(({ isOrphan }) => isOrphan)) {
    return [`this command comes as ${login}, which is not declared: come as another with --as, or --ignore it`];
  }
  const isHeirThere = declaration.users.users.some(({ role }) => role.name === 'acl-manager');
  if (login === 'default' && mine.length > 0 && !isHeirThere) {
    return ['this command comes as default, which would be shut out: let acl-manager be among --users'];
  }
  return [];
}

/** The plan for people: users in rows, so that six equal nodes are one line. */
export function renderPlan(plan: PlanJson, view: View): string {
  const { style } = view;
  const lines = plan.problems.map((problem) => `${style.bad('problem')}  ${printable(problem)}`);
  if (plan.problems.length > 0) lines.push('nothing would be done anywhere');
  for (const { address, reason } of plan.down) lines.push(`${style.bad('down')}     ${address}: ${reason}`);
  for (const user of plan.newPasswords) lines.push(`${style.warn('new')}      a password is made for ${user} and kept`);
  const missing = new Set(plan.nodes.flatMap(({ leftOut }) => leftOut));
  if (missing.size > 0) lines.push(style.dim(`left out where the server does not know it: ${[...missing].join(', ')}`));
  const rows = changeRows(plan, view);
  if (rows.length > 0) {
    lines.push(renderTable([{ name: 'change' }, { name: 'user' }, { name: 'on nodes' }, { name: 'why' }], rows, view));
  }
  if (plan.isEmpty && plan.problems.length === 0) {
    lines.push(`${style.good('as declared')}  ${counted(plan.nodes.length, 'node')}: nothing to change`);
  }
  return lines.join('\n');
}

/** Only of the user that replication runs as is there anything that differs. */
function keptText(differs: readonly string[]): string {
  return `not declared; --prune ${differs.length === 0 ? 'deletes it' : 'leaves it replication alone'}`;
}

function changeRows({ nodes }: PlanJson, view: View): string[][] {
  const flat = nodes.flatMap(({ address, changes }) => changes.map((change) => ({ address, change })));
  const groups = Map.groupBy(flat, ({ change }) => JSON.stringify(change));
  return [...groups.values()].map((group) => {
    const { user, kind, differs } = (group[0] as (typeof flat)[number]).change;
    const where = group.length === nodes.length ? `all ${nodes.length}` : group.map(({ address }) => address).join(' ');
    const why = kind === 'keep' ? keptText(differs) : differs.join(', ') || '-';
    const shown = kind === 'delete' ? view.style.bad(kind) : kind === 'keep' ? view.style.dim(kind) : kind;
    return [shown, printable(user), where, why];
  });
}
