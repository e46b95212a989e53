import type { AclCluster } from '@redoubt/acl';
import type { DryRunAllowed, UserSeen } from '@redoubt/compliance';
import { KEYS_OF_NO_ROLE } from '@redoubt/key-schema';

type Kind = DryRunAllowed['kind'];
type Question = readonly [kind: Kind, ...words: string[]];

const dangerous = [
  ...['FLUSHALL', 'FLUSHDB', 'SHUTDOWN', 'KEYS *', 'MONITOR', 'DEBUG SLEEP 0', 'CONFIG SET a b', 'MODULE LOAD x'],
  ...['ACL SETUSER x', 'ACL DELUSER x', 'REPLICAOF NO ONE', 'MIGRATE h 1 k 0 1', 'CLUSTER RESET', 'CLUSTER FORGET x'],
  ...['SWAPDB 0 1', 'FAILOVER'],
];
const code = ['FUNCTION LOAD x', 'FUNCTION RESTORE x', 'SCRIPT LOAD x', 'MODULE LOADEX x'];

/** Commands whose key a server judges, as `<name> <what follows the key>`. */
const keyed = [
  'get',
  'set v',
  'del',
  'exists',
  'hget f',
  'hgetall',
  'hset f v',
  'smembers',
  'xadd * a b',
  'xrange - +',
  'zrange 0 1',
];

/** What one node would let services do that they must not; it runs nothing. Rejects when the node does not answer. */
export async function dryRuns(
  cluster: AclCluster,
  address: string,
  users: readonly UserSeen[],
): Promise<{ asked: number; allowed: DryRunAllowed[] }> {
  const asked = users.flatMap((user) => questionsFor(user).map((question) => ({ user: user.name, question })));
  const answers = await Promise.all(
    asked.map(({ user, question: [, ...words] }) =>
      // A command that this server does not know cannot be misused on it.
      cluster.call(address, 'ACL', 'DRYRUN', user, ...words).catch((error: unknown) => refusalOrThrow(error)),
    ),
  );
  const allowed = asked.flatMap(({ user, question: [kind, ...words] }, i) =>
    answers[i] === 'OK' ? [{ kind, user, command: words.join(' ') }] : [],
  );
  return { asked: asked.length, allowed };
}

function refusalOrThrow(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/not found|unknown|arity|wrong number/i.test(text)) return text;
  throw error;
}

function questionsFor({ grants }: UserSeen): Question[] {
  const held = new Set(grants.flatMap(({ commands }) => commands));
  const usable = keyed.filter((line) => held.has('all') || held.has(line.split(' ')[0] ?? ''));
  const foreign = usable.slice(0, 4).flatMap((line) => {
    const [name = '', ...rest] = line.split(' ');
    return KEYS_OF_NO_ROLE.map((key): Question => ['foreign-key', name.toUpperCase(), key, ...rest]);
  });
  return [
    ...dangerous.map((line): Question => ['dangerous', ...line.split(' ')]),
    ...code.map((line): Question => ['code', ...line.split(' ')]),
    ...foreign,
  ];
}
