import { SYSTEM_ROLES } from '../presets.ts';
import { isUserName, roleRules, type Role } from '../role.ts';
import { aclDigest, declaredState, isSameState, parseAclLine, type UserState } from './acl-list.ts';
import type { CommandTable } from './command-table.ts';
import type { AclCluster, ClusterFacts, NodeFacts } from './acl-cluster.ts';
import { roleOnServer } from './role-on-server.ts';

/** A user as it should be on every node. */
export interface DeclaredUser {
  role: Role;
  /** SHA-256 of its passwords, hex: one, or two while they are exchanged. */
  hashes: readonly string[];
  /** @default true */
  isOn?: boolean;
}

/** What the users of a cluster should be. */
export interface DeclaredUsers {
  users: readonly DeclaredUser[];
  /** `off`: nobody connects without a user of its own. `keep`: as it is, while services still come as `default`. */
  defaultUser: 'off' | 'keep';
  /** Names that are left alone although they are not declared (an administrator's, a provider's). */
  ignored?: readonly string[];
}

export interface UserChange {
  user: string;
  kind: 'create' | 'update' | 'delete';
  /** What differs: `state`, `passwords`, `rights`. */
  differs: readonly string[];
  /** Arguments of ACL SETUSER after the name; of a deletion none. */
  rules: readonly string[];
  /** The user is not declared: `keepsOrphans` leaves it as it is. */
  isOrphan: boolean;
}

export interface NodePlan {
  address: string;
  role: 'master' | 'replica';
  version: string;
  changes: readonly UserChange[];
  /** Commands that this server does not know and that roles therefore lack on it. */
  leftOut: readonly string[];
  /** Digest of its users once the plan is carried out. */
  digestAfter: string;
}

/** What would be done, and what stands against doing anything. */
export interface AclPlan {
  nodes: readonly NodePlan[];
  /** Nodes that do not answer. */
  down: readonly { address: string; reason: string }[];
  /** Reasons why this must not be carried out. */
  problems: readonly string[];
  /** What stays other than declared although the plan is carried out. */
  warnings: readonly string[];
  isEmpty: boolean;
}

/** Commands that only newer servers have and nobody misses on older ones. */
const optionalCommands = new Set(['client|setinfo']);

/** Compares what is declared with what every node has. Changes nothing. Throws RedisUnavailableError when none answers. */
export async function planUsers(cluster: AclCluster, declared: DeclaredUsers): Promise<AclPlan> {
  return planFrom(await cluster.facts(), declared);
}

/** The same by what nodes said before. */
export function planFrom(facts: ClusterFacts, declared: DeclaredUsers): AclPlan {
  const roles = declared.users.map(({ role }) => role);
  const problems = [...nameProblems(declared)];
  const nodes: NodePlan[] = [];
  const down = facts.down.map(({ node, reason }) => ({ address: node.address, reason }));
  // What cannot be written at all is not compared either.
  if (problems.length > 0) return { nodes, down, problems, warnings: [], isEmpty: false };
  const followed = undeclaredMasterUsers(facts, declared);
  for (const one of facts.up) {
    problems.push(...commandProblems(one, roles), ...nodeProblems(one, declared));
    nodes.push(planNode(one, declared, followed));
  }
  return {
    nodes,
    down,
    problems,
    warnings: [...followed].map(followedText),
    isEmpty: nodes.every((node) => node.changes.length === 0),
  };
}

function* nameProblems({ users }: DeclaredUsers): Iterable<string> {
  const seen = new Set<string>();
  for (const { role, hashes } of users) {
    if (!isUserName(role.name) || role.name === 'default') yield `"${role.name}" cannot be the name of a user`;
    if (seen.has(role.name)) yield `user ${role.name} is declared twice`;
    seen.add(role.name);
    if (hashes.length === 0 || hashes.length > 2)
      yield `user ${role.name} has ${hashes.length} passwords, not one or two`;
    if (!hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))) yield `user ${role.name}: not the hash of a password`;
  }
}

function* commandProblems({ node, version, commands }: NodeFacts, roles: readonly Role[]): Iterable<string> {
  for (const role of roles) {
    const needed = roleOnServer(role, commands).unknown.filter((command) => !optionalCommands.has(command));
    if (needed.length > 0)
      yield `${node.address} (${version}) does not know what ${role.name} needs: ${needed.join(', ')}`;
  }
}

function* nodeProblems(
  { node, aclFile, masterUser }: NodeFacts,
  { defaultUser, users, ignored = [] }: DeclaredUsers,
): Iterable<string> {
  if (aclFile === '') yield `${node.address} has no aclfile: its users would be lost at a restart`;
  if (defaultUser === 'keep') return;
  const names = [...users.map(({ role }) => role.name), ...ignored];
  if (!names.includes(masterUser)) {
    yield `${node.address} follows its master as ${masterUser || 'default'}: give replication a declared user first`;
  }
}

/** Users by whom nodes follow their masters and of whom nothing is declared. */
function undeclaredMasterUsers({ up }: ClusterFacts, { users, ignored = [] }: DeclaredUsers): Set<string> {
  const known = new Set(['', 'default', ...ignored, ...users.map(({ role }) => role.name)]);
  return new Set(up.map(({ masterUser }) => masterUser).filter((name) => !known.has(name)));
}

function followedText(name: string): string {
  return `replication runs as ${name}, which is not declared: where others are deleted, it keeps what replication takes`;
}

/** Without them replication would end and could not come back: they keep what it takes, and nothing else. */
function reducedTo(followed: ReadonlySet<string>, held: readonly UserState[]): DeclaredUser[] {
  return held
    .filter(({ name }) => followed.has(name))
    .map(({ name, hashes, isOn }) => ({ role: { ...SYSTEM_ROLES.replication, name }, hashes, isOn }));
}

/**
 * `default` without a password or a way in: one flag alone must not open it again. It keeps its rights: a server that
 * loads its append-only file runs transactions, and with them all that scripts wrote, as `default`, and drops what that
 * user may not do (Redis 7.0.15).
 */
const shutOutRules = ['off', 'resetpass', 'allkeys', 'allchannels', '+@all'];

function planNode(
  { node, version, users, commands }: NodeFacts,
  declared: DeclaredUsers,
  followed: ReadonlySet<string>,
): NodePlan {
  const onServer = (user: DeclaredUser): DeclaredUser => ({ ...user, role: roleOnServer(user.role, commands).role });
  const reduced = reducedTo(followed, users).map(onServer);
  const wanted = [...declared.users.map(onServer), ...reduced];
  const held = new Map(users.map((user) => [user.name, user]));
  const ignored = new Set(['default', ...(declared.ignored ?? [])]);
  const changes = wanted.flatMap((user) =>
    changeOf(user, { held: held.get(user.role.name), isOrphan: reduced.includes(user) }, commands),
  );
  const names = new Set(wanted.map(({ role }) => role.name));
  for (const name of held.keys()) {
    if (names.has(name) || ignored.has(name)) continue;
    changes.push({ user: name, kind: 'delete', differs: [], rules: [], isOrphan: true });
  }
  const standard = held.get('default');
  const isShutOut = declared.defaultUser === 'off';
  const shutOut = parseAclLine(`user default ${shutOutRules.join(' ')}`, commands);
  // Last of all: whoever still comes as `default` is refused from here on.
  if (isShutOut && standard && !isSameState(standard, shutOut)) {
    const differs = differences(standard, shutOut);
    changes.push({ user: 'default', kind: 'update', differs, rules: ['reset', ...shutOutRules], isOrphan: false });
  }
  const kept = users
    .filter(({ name }) => ignored.has(name) && !names.has(name))
    .map((user) => (user.name === 'default' && isShutOut ? shutOut : user));
  const after = [...wanted.map((user) => declaredState(user.role, user, commands)), ...kept];
  const leftOut = [...new Set(declared.users.flatMap(({ role }) => roleOnServer(role, commands).unknown))].sort();
  return { address: node.address, role: node.role, version, changes, leftOut, digestAfter: aclDigest(after) };
}

function changeOf(
  { role, hashes, isOn = true }: DeclaredUser,
  { held, isOrphan }: { held: UserState | undefined; isOrphan: boolean },
  commands: CommandTable,
): UserChange[] {
  const wanted = declaredState(role, { hashes, isOn }, commands);
  if (held && isSameState(held, wanted)) return [];
  const differs = held === undefined ? [] : differences(held, wanted);
  // One call with `reset` in front: Redis takes all of it or nothing, and open connections stay.
  const rules = ['reset', isOn ? 'on' : 'off', ...hashes.map((hash) => `#${hash}`), ...roleRules(role)];
  return [{ user: role.name, kind: held === undefined ? 'create' : 'update', differs, rules, isOrphan }];
}

function differences(held: UserState, wanted: UserState): string[] {
  const differs: string[] = [];
  if (held.isOn !== wanted.isOn) differs.push('state');
  if (held.isNoPass || held.hashes.join() !== wanted.hashes.join()) differs.push('passwords');
  if (held.grants.join('\n') !== wanted.grants.join('\n')) differs.push('rights');
  return differs;
}
