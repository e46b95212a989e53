import { numberOf, type NodeReading } from '../health/read-nodes.ts';
import { finding, type Finding, type FindingHead } from './finding.ts';

const heads = {
  policy: {
    ...{ checkId: 'redis.maxmemory-policy', area: 'redis', title: 'Redis never evicts events' },
    fix: 'maxmemory-policy noeviction on the nodes named, also in redis.conf: any other policy deletes whole streams',
  },
  limit: {
    ...{ checkId: 'redis.maxmemory', area: 'redis', title: 'Redis knows its memory limit' },
    fix: 'set maxmemory to 75 % of what the machine or container has, so that the gateway refuses in time',
  },
  aof: {
    ...{ checkId: 'redis.aof', area: 'redis', title: 'Accepted events survive a restart of Redis' },
    fix: 'appendonly yes and appendfsync everysec on the nodes named, also in redis.conf',
  },
  versions: {
    ...{ checkId: 'redis.versions', area: 'redis', title: 'Every node runs one supported release' },
    fix: 'bring the nodes named to one release: Redis 7.0.15 or later, Valkey 8 or later',
  },
  user: {
    ...{ checkId: 'redis.user', area: 'redis', title: 'This command has a Redis user of its own' },
    fix: 'set REDIS_USERNAME and REDIS_PASSWORD_FILE: docs/how-to/enable-acl.md',
  },
  tls: {
    ...{ checkId: 'redis.tls', area: 'redis', title: 'Connections to Redis are encrypted' },
    fix: 'set REDIS_TLS and REDIS_TLS_CA_FILE everywhere: docs/how-to/tls.md',
  },
} as const satisfies Record<string, FindingHead>;

/** What is set up wrong on the nodes, from what they say of themselves. */
export function redisFindings(nodes: readonly NodeReading[]): Finding[] {
  return [
    perNode(heads.policy, nodes, 'fail', (info) => {
      const policy = info.get('maxmemory_policy');
      return policy === undefined || policy === 'noeviction' ? undefined : policy;
    }),
    perNode(heads.limit, nodes, 'warn', (info) =>
      numberOf(info, 'maxmemory') === 0 ? 'no limit: the system kills it instead' : undefined,
    ),
    perNode(heads.aof, nodes, 'fail', (info) => (info.get('aof_enabled') === '1' ? undefined : 'no append-only file')),
    versionFinding(nodes),
  ];
}

/** Who this command comes as, and how. */
export function loginFindings(login: string, isTls: boolean): Finding[] {
  const isOwn = login !== 'default';
  const user = isOwn ? `comes as ${login}` : 'comes as user default, who may do everything or nothing';
  const tls = isTls ? 'REDIS_TLS is set' : 'passwords and events travel as plain text';
  return [finding(heads.user, isOwn ? 'ok' : 'warn', user), finding(heads.tls, isTls ? 'ok' : 'warn', tls)];
}

type Info = ReadonlyMap<string, string>;

/** Nodes that did not tell are the business of another finding, unless none did. */
function perNode(
  head: FindingHead,
  nodes: readonly NodeReading[],
  ifFound: 'warn' | 'fail',
  objection: (info: Info) => string | undefined,
): Finding {
  const told = nodes.flatMap(({ address, info }) => (info === undefined ? [] : [{ address, info }]));
  if (told.length === 0) return finding(head, 'unknown', 'no node told (INFO)');
  const bad = told.flatMap(({ address, info }) => {
    const found = objection(info);
    return found === undefined ? [] : [{ address, found }];
  });
  if (bad.length === 0) return finding(head, 'ok', `${told.length} nodes`);
  const groups = Map.groupBy(bad, ({ found }) => found);
  const text = [...groups].map(([found, list]) => `${found} (${list.map(({ address }) => address).join(' ')})`);
  return finding(head, ifFound, text.join('; '));
}

const OLDEST = { redis: [7, 0, 15], valkey: [8, 0, 0] } as const;

function versionFinding(nodes: readonly NodeReading[]): Finding {
  const releases = nodes.flatMap(({ address, info }) => {
    const product = info?.has('valkey_version') ? 'valkey' : 'redis';
    const version = info?.get(`${product}_version`);
    return version === undefined ? [] : [{ address, product, version } as const];
  });
  if (releases.length === 0) return finding(heads.versions, 'unknown', 'no node told (INFO)');
  const groups = Map.groupBy(releases, ({ product, version }) => `${product} ${version}`);
  const text = [...groups].map(([name, list]) => `${name} (${list.length} nodes)`).join(', ');
  if (releases.some(({ product, version }) => isOlder(version, OLDEST[product]))) {
    return finding(heads.versions, 'fail', `${text}: too old`);
  }
  return finding(heads.versions, groups.size > 1 ? 'warn' : 'ok', text);
}

function isOlder(version: string, oldest: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  const at = oldest.findIndex((least, i) => (parts[i] ?? 0) !== least);
  return at >= 0 && (parts[at] ?? 0) < (oldest[at] as number);
}
