import { parseClientList, roleNamed, type ClientConnection, type ClusterFacts } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { z } from 'zod';
import { openAdmin, type Admin } from '../../acl/admin.ts';
import { declareUsers } from '../../acl/declaration.ts';
import { downJson, downSchema, warnOfDown } from '../../acl/down-nodes.ts';
import { adminOptions, asUser, declarationOptions, nodeOption } from '../../acl/options.ts';
import { refuseUnknownUser } from '../../acl/known-users.ts';
import { onlyNode } from '../../acl/survey.ts';
import { shownPattern, wrapWords } from '../../acl/shown-pattern.ts';
import { userRows, userSchema, type UserExtras, type UserRow } from '../../acl/user-row.ts';
import { CliError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument } from '../../command/inputs.ts';
import { formatDuration } from '../../output/duration.ts';
import { counted, formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

const listSchema = z.object({
  login: z.string().describe('user the command came as'),
  users: z.array(userSchema),
  down: downSchema,
});

export const aclList = defineCommand({
  path: 'acl list',
  summary: 'list the Redis users of every node with what they may do',
  details:
    'Asks each node by itself, since Redis does not copy users. With a name: that user with each command, key and channel. Ends with 4 when a node did not answer.',
  args: { user: argument('[user]', 'this one, in full', asUser) },
  options: { node: nodeOption, ...adminOptions, users: declarationOptions.users },
  examples: ['redoubt acl list', 'redoubt acl list db-writer', 'redoubt acl list --node 10.0.0.5:6379 --json'],
  result: listSchema,
  rowsOf: ({ users }) => users,
  run: async (context, { user, node, ...given }) => {
    const admin = await openAdmin(context, given);
    const facts = onlyNode(await admin.cluster.facts(), node);
    const declaration = await declareUsers(context, admin, facts, given);
    const rows = userRows(facts, declaration, await extrasOf(context, admin, facts));
    const down = downJson(facts);
    warnOfDown(context, down);
    const users = user === undefined ? rows : rows.filter((row) => row.user === user);
    if (user !== undefined && users.length === 0) refuseUnknownUser(facts.up, user);
    return {
      result: { login: admin.login, users, down },
      exitCode: down.length > 0 ? EXIT.incomplete : EXIT.ok,
    };
  },
  render: ({ users: [first, ...others] }, view) =>
    first !== undefined && others.length === 0 ? renderUser(first, view) : renderUsers([first, ...others], view),
});

async function extrasOf(context: Context, { cluster, store }: Admin, facts: ClusterFacts): Promise<UserExtras> {
  const nowMs = context.clock.now();
  const credentials = await (store?.list() ?? Promise.resolve([])).catch((error: unknown) => {
    throw new CliError(EXIT.notPermitted, `the folder of passwords cannot be read: ${toError(error).message}`);
  });
  const names = facts.up.flatMap(({ users }) => users.map(({ name }) => name));
  const described = [...new Set(names)].flatMap((name) => {
    const role = roleNamed(name);
    return role === undefined ? [] : [[name, role.description] as const];
  });
  return {
    ageSeconds: new Map(
      credentials.map(({ user, createdAtMs }) => [user, Math.max(0, Math.round((nowMs - createdAtMs) / 1_000))]),
    ),
    rotations: new Map(credentials.flatMap(({ user, rotation }) => (rotation ? [[user, rotation.step] as const] : []))),
    descriptions: new Map(described),
    connections: await connectionsOn(cluster, facts),
  };
}

async function connectionsOn(cluster: Admin['cluster'], { up }: ClusterFacts): Promise<ClientConnection[] | null> {
  try {
    const lists = await Promise.all(
      up.map(async ({ node: { address } }) =>
        parseClientList(address, String(await cluster.call(address, 'CLIENT', 'LIST'))),
      ),
    );
    return lists.flat();
  } catch {
    return null;
  }
}

function renderUsers(users: readonly (UserRow | undefined)[], view: View): string {
  return renderTable(
    [
      ...[{ name: 'user' }, { name: 'state' }, { name: 'password' }, { name: 'conns', align: 'right' as const }],
      ...[{ name: 'commands', align: 'right' as const }, { name: 'keys', isFlexible: true }, { name: 'nodes' }],
      { name: 'declared' },
    ],
    users.flatMap((row) => (row === undefined ? [] : [userCells(row, view)])),
    view,
  );
}

function userCells(row: UserRow, view: View): string[] {
  const keys = [...new Set(row.grants.flatMap((grant) => grant.keys))];
  const commands = new Set(row.grants.flatMap((grant) => grant.commands));
  const all = commands.has('all');
  return [
    printable(row.user),
    stateText(row, view),
    passwordText(row, view),
    row.connections === null ? '?' : formatCount(row.connections),
    all ? view.style.warn('all') : formatCount(commands.size),
    keys.length > 2 ? counted(keys.length, 'pattern') : keys.map(shownPattern).join(' ') || '-',
    nodesText(row, view),
    row.isDeclared ? 'yes' : row.user === 'default' ? '-' : view.style.warn('no'),
  ];
}

function stateText({ nodes, isOn, isRevoked }: UserRow, { style }: View): string {
  if (nodes.length === 0) return style.bad('missing');
  if (isRevoked && !isOn) return style.warn('shut out');
  return isOn ? 'on' : style.dim('off');
}

function passwordText({ isNoPass, passwords, credentialAgeSeconds, rotation }: UserRow, { style }: View): string {
  if (isNoPass) return style.bad('none needed');
  if (passwords === 0) return '-';
  const age = credentialAgeSeconds === null ? '' : `, ${formatDuration(credentialAgeSeconds * 1_000)} old`;
  const step = rotation === null ? '' : `, rotation: ${rotation}`;
  return `${passwords}${age}${step}`;
}

function nodesText({ nodes, missingOn, differsOn }: UserRow, { style }: View): string {
  if (nodes.length === 0) return '-';
  if (missingOn.length > 0) return style.bad(`missing on ${missingOn.length} of ${nodes.length + missingOn.length}`);
  return differsOn.length > 0 ? style.bad(`differs on ${differsOn.length} of ${nodes.length}`) : `${nodes.length}`;
}

function renderUser(row: UserRow, view: View): string {
  const { style } = view;
  const lines = [
    `${style.head(row.user)}  ${stateText(row, view)}, password: ${passwordText(row, view)}, ${row.isDeclared ? 'declared' : style.warn('not declared')}`,
    ...(row.description === undefined ? [] : [style.dim(row.description)]),
    `on ${counted(row.nodes.length, 'node')}, ${row.connections === null ? 'connections not known' : counted(row.connections, 'connection')}`,
    ...(row.clients ?? []).map(
      ({ name, host, connections }) => `  ${printable(name || 'unnamed')} from ${host}: ${connections}`,
    ),
    ...row.missingOn.map((address) => style.bad(`missing on ${address}`)),
    ...row.differsOn.map((address) => style.bad(`differs on ${address}`)),
    '',
  ];
  return `${lines.join('\n')}\n${row.grants.map((grant) => renderGrant(grant, view)).join('\n')}`;
}

/** One selector: what may be run, and under it where. */
function renderGrant({ commands, keys, channels }: UserRow['grants'][number], { style, width = 120 }: View): string {
  const places = [...keys, ...channels].map(shownPattern);
  const wrapped = (words: readonly string[]): string => wrapWords(words, width - 4).join('\n    ');
  return [style.head(wrapped(commands)), ...(places.length > 0 ? [`    ${wrapped(places)}`] : [])].join('\n');
}
