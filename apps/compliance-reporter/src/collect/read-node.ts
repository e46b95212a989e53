import { heldGrants, isSecretSetting, type AclCluster, type AclNode, type NodeFacts } from '@redoubt/acl';
import type { ClientSeen, NodeEvidence, Policy, RefusalSeen, UserSeen } from '@redoubt/compliance';
import type { Clock } from '@redoubt/contracts';
import type { Reply } from '@redoubt/redis';
import { dryRuns } from './dry-runs.ts';

const SECTIONS = ['server', 'clients', 'memory', 'persistence', 'stats', 'replication', 'errorstats'] as const;
const ACL_LOG_ENTRIES = 128;
export interface NodeReaderDeps {
  cluster: AclCluster;
  clock: Clock;
  policy: Policy;
}

/** Asks one node for all that checks look at. Rejects when it does not answer. */
export async function readNode(
  { cluster, clock, policy }: NodeReaderDeps,
  node: AclNode,
): Promise<Omit<NodeEvidence, 'anonymous' | 'plainPort' | 'tls'>> {
  const ask = (name: string, ...args: (string | number)[]): Promise<Reply> => cluster.call(node.address, name, ...args);
  const [facts, info, settings, clusterInfo, clients, subscribers, log, modules, functions] = await Promise.all([
    cluster.factsOf(node),
    ask('INFO', ...SECTIONS),
    ask('CONFIG', 'GET', '*'),
    ask('CLUSTER', 'INFO'),
    ask('CLIENT', 'LIST', 'TYPE', 'normal'),
    ask('CLIENT', 'LIST', 'TYPE', 'pubsub'),
    ask('ACL', 'LOG', ACL_LOG_ENTRIES),
    ask('MODULE', 'LIST'),
    ask('FUNCTION', 'LIST'),
  ]);
  const askedAtMs = clock.now();
  const [seconds = '0', micros = '0'] = (await ask('TIME')) as string[];
  const skewMs = Math.round(Number(seconds) * 1_000 + Number(micros) / 1_000 - (askedAtMs + clock.now()) / 2);
  const users = usersOf(facts);
  const exempt = new Set([...policy.breakGlassUsers, ...policy.systemUsers]);
  const services = users.filter(({ isOn, name }) => isOn && !exempt.has(name));
  return {
    ...{ address: node.address, nodeId: node.id, role: node.role, atMs: clock.now() },
    ...(node.masterId === undefined ? {} : { masterId: node.masterId }),
    settings: new Map(pairs(settings as string[]).filter(([name]) => !isSecretSetting(name))),
    ...{ info: linesOf(String(info)), cluster: linesOf(String(clusterInfo)), users, digest: facts.digest },
    ...{
      clients: [...clientsOf(String(clients)), ...clientsOf(String(subscribers))],
      refusals: refusalsOf(log),
      skewMs,
    },
    ...{ modules: namesOf(modules, 'name'), functions: namesOf(functions, 'library_name') },
    dryRuns: await dryRuns(cluster, node.address, services),
  };
}

/** Hashes of passwords are counted and dropped. */
function usersOf(facts: NodeFacts): UserSeen[] {
  return facts.users.map((user) => ({
    ...{ name: user.name, isOn: user.isOn, isNoPass: user.isNoPass, passwords: user.hashes.length },
    grants: heldGrants(user, facts.commands),
  }));
}

function pairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);
}

function linesOf(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^([\w-]+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));
}

function clientsOf(text: string): ClientSeen[] {
  return text.split('\n').flatMap((line) => {
    const field = (name: string): string => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? '';
    return line.trim() === '' ? [] : [{ address: field('addr'), user: field('user'), name: field('name') }];
  });
}

function refusalsOf(log: Reply): RefusalSeen[] {
  return (log as (string | number)[][]).map((fields) => {
    const entry = new Map(pairs(fields.map(String)));
    return {
      ...{
        reason: entry.get('reason') ?? '',
        user: entry.get('username') ?? '',
        count: Number(entry.get('count') ?? 0),
      },
      ageSeconds: Number(entry.get('age-seconds') ?? 0),
    };
  });
}

function namesOf(reply: Reply, field: string): string[] {
  return (reply as unknown[][]).map((fields) => String(fields[fields.indexOf(field) + 1])).sort();
}
