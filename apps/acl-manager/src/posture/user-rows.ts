import { heldGrants, type NodeFacts, type UserState } from '@redoubt/acl';
import type { PostureUser } from '@redoubt/contracts';
import type { PostureEvidence } from './evidence.ts';

/** Users of all nodes with their effective permissions, declared ones first. */
export function userRows({ watch, look, credentials, nowMs }: PostureEvidence): PostureUser[] {
  if (watch === undefined) return [];
  const roles = new Map(watch.declared.users.map(({ role }) => [role.name, role]));
  const held = new Map<string, { state: UserState; facts: NodeFacts }>();
  for (const facts of watch.facts.up) {
    for (const state of facts.users) if (!held.has(state.name)) held.set(state.name, { state, facts });
  }
  const names = [...new Set([...roles.keys(), ...held.keys()])];
  const connections = look?.readings.flatMap(({ clients }) => clients.map(({ user }) => user)) ?? [];
  return names.map((user) => {
    const credential = credentials.find((one) => one.user === user);
    return {
      user,
      ...{ description: roles.get(user)?.description ?? '', isDeclared: roles.has(user) },
      isEnabled: held.get(user)?.state.isOn ?? false,
      credentialAgeMs: credential ? nowMs - credential.createdAtMs : null,
      rotation: rotationOf(credential),
      connections: connections.filter((name) => name === user).length,
      ...permissionsOf(held.get(user)),
      drift: driftOf(user, watch),
    };
  });
}

function rotationOf(credential: PostureEvidence['credentials'][number] | undefined): PostureUser['rotation'] {
  if (credential?.rotation === undefined) return null;
  const { step, startedAtMs, reason, isBack } = credential.rotation;
  return { step, startedAtMs, reason, isBack };
}

type Permissions = Pick<PostureUser, 'commands' | 'keys' | 'channels'>;

function permissionsOf(held: { state: UserState; facts: NodeFacts } | undefined): Permissions {
  if (held === undefined) return { commands: [], keys: [], channels: [] };
  const grants = heldGrants(held.state, held.facts.commands);
  const all = (of: (grant: (typeof grants)[number]) => readonly string[]): string[] =>
    [...new Set(grants.flatMap(of))].sort();
  const commands = all((grant) => grant.commands);
  return {
    commands: commands.includes('all') ? ['all'] : commands,
    keys: all((grant) => grant.keys),
    channels: all((grant) => grant.channels),
  };
}

function driftOf(user: string, { plan }: NonNullable<PostureEvidence['watch']>): string[] {
  return plan.nodes.flatMap(({ address, changes }) =>
    changes
      .filter((change) => change.user === user)
      .map(({ kind, differs }) => `${address}: ${kind === 'update' ? differs.join(', ') : driftWords[kind]}`),
  );
}

const driftWords = { create: 'missing', delete: 'not declared' } as const;
