import { readFile } from 'node:fs/promises';
import { aclDigest, parseAclLine, type ClusterFacts, type NodeFacts, type UserState } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import type { Context } from '../command/context.ts';

const local = /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?):/;

/**
 * Says which nodes of this machine have an aclfile that is not what they have in memory: it was edited by hand or not
 * saved, and the next ACL SAVE writes over it. Files of other machines cannot be seen.
 */
export async function warnOfFiles(context: Context, { up }: ClusterFacts): Promise<void> {
  for (const { address, reason } of await strayFiles(up)) {
    context.output.warn(`${address}: its aclfile ${reason}; what is in it is lost at the next ACL SAVE`);
  }
}

/** Nodes whose aclfile can be read here and differs from their memory. */
export async function strayFiles(nodes: readonly NodeFacts[]): Promise<{ address: string; reason: string }[]> {
  const found = await Promise.all(
    nodes.map(async (facts) => ({ address: facts.node.address, reason: await strayReason(facts) })),
  );
  return found.flatMap(({ address, reason }) => (reason === undefined ? [] : [{ address, reason }]));
}

async function strayReason({ node, aclFile, users, commands, digest }: NodeFacts): Promise<string | undefined> {
  if (aclFile === '' || !aclFile.startsWith('/') || !local.test(node.address)) return undefined;
  const text = await readFile(aclFile, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const rows = text.split('\n').map((line, at) => [line.trim(), at + 1] as const);
  const states: UserState[] = [];
  for (const [line, number] of rows) {
    if (line === '') continue;
    try {
      states.push(parseAclLine(line, commands));
    } catch (error) {
      return `(${aclFile}) cannot be read in line ${number}: ${toError(error).message}`;
    }
  }
  // A node that has saved nothing yet has the user every server begins with.
  const isUntouched = states.length === 0 && users.length === 1 && users[0]?.name === 'default';
  if (isUntouched || aclDigest(states) === digest) return undefined;
  const names = differing(states, users);
  return `(${aclFile}) is not what the node has: ${names.join(', ')}`;
}

function differing(states: readonly UserState[], users: readonly UserState[]): string[] {
  const names = [...new Set([...states, ...users].map(({ name }) => name))].sort();
  const digestOf = (list: readonly UserState[], name: string): string =>
    aclDigest(list.filter((state) => state.name === name));
  return names.filter((name) => digestOf(states, name) !== digestOf(users, name));
}
