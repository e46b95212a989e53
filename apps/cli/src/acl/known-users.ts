import type { NodeFacts } from '@redoubt/acl';
import { usageError } from '../command/cli-error.ts';
import { similarTo } from '../output/similar.ts';

/** @throws CliError when no node has the user, with those that may have been meant */
export function refuseUnknownUser(nodes: readonly NodeFacts[], user: string): void {
  const names = [...new Set(nodes.flatMap(({ users }) => users.map(({ name }) => name)))].sort();
  if (names.includes(user)) return;
  const similar = similarTo(user, names);
  throw usageError(
    `no node has a user ${JSON.stringify(user)}`,
    similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : `there are ${names.join(', ')}`,
  );
}
