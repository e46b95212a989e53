import {
  heldGrants,
  isSameState,
  type ClientConnection,
  type ClusterFacts,
  type NodeFacts,
  type UserState,
} from '@redoubt/acl';
import { z } from 'zod';
import type { Declaration } from './declaration.ts';

const grantSchema = z.object({
  commands: z.array(z.string()).describe('`all` alone stands for every command'),
  keys: z.array(z.string()).describe('`~` read and write, `%R~` read, `%W~` write'),
  channels: z.array(z.string()),
});

export const userSchema = z.object({
  user: z.string(),
  description: z.string().optional().describe('what it is for; of known roles'),
  isDeclared: z.boolean(),
  isOn: z.boolean(),
  isRevoked: z.boolean().describe('shut out by hand, until it is let in again'),
  isNoPass: z.boolean().describe('needs no password'),
  passwords: z.number().int(),
  credentialAgeSeconds: z.number().int().nullable().describe('null when no folder of passwords says'),
  rotation: z.string().nullable().describe('step of a rotation that is under way'),
  connections: z.number().int().nullable().describe('open ones on the nodes asked; null when a node did not say'),
  clients: z
    .array(z.object({ name: z.string(), host: z.string(), connections: z.number().int() }))
    .nullable()
    .describe('who comes as this user, by the name that connections have and where from; null when a node did not say'),
  grants: z.array(grantSchema).describe('each stands alone: a command passes where one lets it through'),
  nodes: z.array(z.string()).describe('that have it'),
  missingOn: z.array(z.string()).describe('nodes that lack it'),
  differsOn: z.array(z.string()).describe('nodes where it is another one than on the first'),
});
export type UserRow = z.infer<typeof userSchema>;

export interface UserExtras {
  ageSeconds: ReadonlyMap<string, number>;
  rotations: ReadonlyMap<string, string>;
  descriptions: ReadonlyMap<string, string>;
  connections: readonly ClientConnection[] | null;
}

/** Every user that any node has or that should exist, by name. */
export function userRows({ up }: ClusterFacts, declaration: Declaration, extras: UserExtras): UserRow[] {
  const held = new Set(up.flatMap(({ users }) => users.map(({ name }) => name)));
  const names = [...new Set([...held, ...declaration.names])].sort();
  return names.map((name) => userRow(name, up, declaration, extras));
}

function userRow(user: string, up: readonly NodeFacts[], declaration: Declaration, extras: UserExtras): UserRow {
  const found = up.map((facts) => ({ facts, state: facts.users.find(({ name }) => name === user) }));
  const first = found.find(({ state }) => state !== undefined);
  const description = extras.descriptions.get(user);
  const addresses = (isWanted: (state: UserState | undefined) => boolean): string[] =>
    found.filter(({ state }) => isWanted(state)).map(({ facts }) => facts.node.address);
  return {
    user,
    ...(description === undefined ? {} : { description }),
    isDeclared: declaration.names.includes(user),
    isOn: first?.state?.isOn ?? false,
    isRevoked: declaration.revoked.has(user),
    isNoPass: first?.state?.isNoPass ?? false,
    passwords: first?.state?.hashes.length ?? 0,
    credentialAgeSeconds: extras.ageSeconds.get(user) ?? null,
    rotation: extras.rotations.get(user) ?? null,
    connections: extras.connections?.filter((one) => one.user === user).length ?? null,
    clients: clientsOf(user, extras.connections),
    grants: grantsIn(first),
    nodes: addresses((state) => state !== undefined),
    missingOn: addresses((state) => state === undefined),
    differsOn: addresses((state) => state !== undefined && !isSameState(state, first?.state ?? state)),
  };
}

function grantsIn(first: { facts: NodeFacts; state: UserState | undefined } | undefined): UserRow['grants'] {
  if (first?.state === undefined) return [];
  return heldGrants(first.state, first.facts.commands).map(({ commands, keys, channels }) => ({
    commands: [...commands],
    keys: [...keys],
    channels: [...channels],
  }));
}

/** Connections under one name from one host are one client. */
function clientsOf(user: string, connections: UserExtras['connections']): UserRow['clients'] {
  if (connections === null) return null;
  const own = connections.filter((one) => one.user === user);
  const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(':'));
  // What stands behind the @ only marks the password.
  const nameOf = (name: string): string => name.replace(/@[0-9a-f]{8}$/, '');
  const groups = Map.groupBy(own, ({ name, address }) => `${nameOf(name)} ${hostOf(address)}`);
  return [...groups.values()].map((group) => {
    const { name = '', address = '' } = group[0] ?? {};
    return { name: nameOf(name), host: hostOf(address), connections: group.length };
  });
}
