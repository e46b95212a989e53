import { sampleCommand, type AclCluster } from '@redoubt/acl';
import type { DryRunAllowed, NodeEvidence, UserSeen } from '@redoubt/compliance';
import { KEYS_OF_NO_ROLE } from '@redoubt/key-schema';
import type { Reply } from '@redoubt/redis';

type Kind = DryRunAllowed['kind'];
type Question = readonly [kind: Kind, ...words: string[]];

const dangerous = [
  ...['FLUSHALL', 'FLUSHDB', 'SHUTDOWN', 'KEYS *', 'MONITOR', 'DEBUG SLEEP 0', 'CONFIG SET a b', 'MODULE LOAD x'],
  ...['ACL SETUSER x', 'ACL DELUSER x', 'REPLICAOF NO ONE', 'MIGRATE h 1 k 0 1', 'CLUSTER RESET', 'CLUSTER FORGET x'],
  ...['SWAPDB 0 1', 'FAILOVER'],
];
const code = ['FUNCTION LOAD x', 'FUNCTION RESTORE x', 'SCRIPT LOAD x', 'MODULE LOADEX x'];
/** What is asked of users that may do everything. */
const FOR_ALL = ['get', 'set', 'del', 'xadd', 'xrange'];
/** Commands whose keys stand where only the command itself knows, and that samples can be made of. */
const MOVABLE = ['xread', 'xreadgroup', 'eval', 'evalsha'];
/** Leaving a channel is allowed to everybody and shows nothing; its name stands where others have a key. */
const HARMLESS = ['sunsubscribe'];

/** How many words a command takes, and which of them is its first key; 0 for none that stands still. */
interface Shape {
  arity: number;
  firstKey: number;
}

/** What one node would let services do that they must not; it runs nothing. Rejects when the node does not answer. */
export async function dryRuns(
  cluster: AclCluster,
  address: string,
  users: readonly UserSeen[],
): Promise<NonNullable<NodeEvidence['dryRuns']>> {
  const shapes = await readShapes(cluster, address, users);
  const questions = users.flatMap((user) =>
    questionsFor(user, shapes).map((question) => ({ user: user.name, question })),
  );
  const answers = await Promise.all(
    questions.map(({ user, question: [, ...words] }) =>
      // A command that this server does not know cannot be misused on it.
      cluster.call(address, 'ACL', 'DRYRUN', user, ...words).catch((error: unknown) => refusalOrThrow(error)),
    ),
  );
  const asked: Partial<Record<Kind, number>> = {};
  for (const { question } of questions) asked[question[0]] = (asked[question[0]] ?? 0) + 1;
  const allowed = questions.flatMap(({ user, question: [kind, ...words] }, i) =>
    answers[i] === 'OK' ? [{ kind, user, command: words.join(' ') }] : [],
  );
  return { asked, allowed };
}

function refusalOrThrow(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/not found|unknown|arity|wrong number/i.test(text)) return text;
  throw error;
}

const commandsOf = ({ grants }: UserSeen): string[] => [
  ...new Set(grants.flatMap(({ commands }) => (commands[0] === 'all' ? FOR_ALL : commands))),
];

async function readShapes(
  cluster: AclCluster,
  address: string,
  users: readonly UserSeen[],
): Promise<ReadonlyMap<string, Shape>> {
  const names = [...new Set(users.flatMap(commandsOf))];
  if (names.length === 0) return new Map();
  const rows = (await cluster.call(address, 'COMMAND', 'INFO', ...names)) as (Reply[] | null)[];
  return new Map(
    rows.flatMap((row, i) =>
      row ? [[names[i] ?? '', { arity: Number(row[1]), firstKey: Number(row[3]) }] as const] : [],
    ),
  );
}

/** Every command that a service has and that takes a key is asked about with every key that is nobody's. */
function questionsFor(user: UserSeen, shapes: ReadonlyMap<string, Shape>): Question[] {
  const foreign = commandsOf(user).flatMap((name) => {
    const shape = shapes.get(name);
    if (shape === undefined || HARMLESS.includes(name)) return [];
    if (shape.firstKey === 0 && !MOVABLE.includes(name)) return [];
    return KEYS_OF_NO_ROLE.map((key): Question => ['foreign-key', ...sampleOf(name, key, shape)]);
  });
  return [
    ...dangerous.map((line): Question => ['dangerous', ...line.split(' ')]),
    ...code.map((line): Question => ['code', ...line.split(' ')]),
    ...foreign,
  ];
}

function sampleOf(name: string, key: string, { arity, firstKey }: Shape): readonly string[] {
  if (firstKey === 0) return sampleCommand(name, [key], arity);
  const length = Math.max(Math.abs(arity), firstKey + 1);
  const words = name.split('|');
  return Array.from({ length }, (_, i) => (i === firstKey ? key : (words[i] ?? '1')));
}
