import { createHash } from 'node:crypto';
import { isSecretSetting, plainText } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { readNodeCertificates, type NodePool, type RedisOptions, type Reply } from '@redoubt/redis';
import type { Admin } from '../acl/admin.ts';

/** An entry of ACL LOG that is within the time asked about. */
export interface LoggedRefusal {
  reason: string;
  user: string;
  object: string;
  /** Address without the port. */
  from: string;
  count: number;
  ageSeconds: number;
}

/** What one node says that an incident needs; hashes of passwords are in no part of it. */
export interface NodeEvidence {
  address: string;
  role: string;
  refusals: LoggedRefusal[];
  /** Connections by `user from address`. */
  clients: Record<string, number>;
  /** SHA-256 of CONFIG GET *, to tell whether it changed later. */
  configHash: string;
  settings: Record<string, string>;
  errors: Record<string, string>;
}

const MAX_NAME = 128;
const SHOWN = [
  'port',
  'tls-port',
  'bind',
  'protected-mode',
  'tls-cluster',
  'tls-replication',
  'tls-auth-clients',
  'tls-protocols',
];

/** Reads every node; one that does not answer is named with its reason. */
export async function readNodes(
  { cluster }: Admin,
  sinceMs: number,
): Promise<{ nodes: NodeEvidence[]; down: { address: string; reason: string }[] }> {
  const known = await cluster.nodes();
  const ends = await Promise.allSettled(
    known.map(async ({ address, role }): Promise<NodeEvidence> => {
      const [log, clients, settings, info] = await Promise.all([
        cluster.call(address, 'ACL', 'LOG', 128),
        cluster.call(address, 'CLIENT', 'LIST'),
        cluster.call(address, 'CONFIG', 'GET', '*'),
        cluster.call(address, 'INFO', 'errorstats'),
      ]);
      const values = pairs(settings as string[])
        .filter(([name]) => !isSecretSetting(name))
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        ...{ address, role, refusals: refusalsOf(log, sinceMs), clients: clientsOf(String(clients)) },
        configHash: createHash('sha256').update(JSON.stringify(values)).digest('hex'),
        settings: Object.fromEntries(values.filter(([name]) => SHOWN.includes(name))),
        errors: Object.fromEntries(
          [...String(info).matchAll(/^errorstat_(\w+):count=(\d+)/gm)].map(([, name = '', count = '']) => [
            name,
            count,
          ]),
        ),
      };
    }),
  );
  return {
    nodes: ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])),
    down: ends.flatMap((end, i) =>
      end.status === 'rejected' ? [{ address: known[i]?.address ?? '', reason: toError(end.reason).message }] : [],
    ),
  };
}

function pairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);
}

function refusalsOf(log: Reply, sinceMs: number): LoggedRefusal[] {
  return (log as (string | number)[][]).flatMap((fields) => {
    const entry = new Map(pairs(fields.map(String)));
    const ageSeconds = Number(entry.get('age-seconds') ?? 0);
    if (ageSeconds * 1_000 > sinceMs) return [];
    const from = (/(?:^| )addr=(\S*):\d+/.exec(entry.get('client-info') ?? '')?.[1] ?? '').replace(/^\[|\]$/g, '');
    // Whoever is not let in chooses these words.
    const [reason = '', user = '', object = ''] = ['reason', 'username', 'object'].map((name) =>
      plainText(entry.get(name) ?? '', MAX_NAME),
    );
    return [{ reason, user, object, from, count: Number(entry.get('count') ?? 0), ageSeconds }];
  });
}

function clientsOf(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const field = (name: string): string => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? '';
    const who = `${field('user')} from ${field('addr')
      .replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '')}`;
    counts[who] = (counts[who] ?? 0) + 1;
  }
  return counts;
}

/** Certificates as they are served now; none without TLS. */
export async function readCertificates(
  pool: NodePool,
  { tls }: Pick<RedisOptions, 'tls'>,
  addresses: readonly string[],
) {
  return pool.isTls ? readNodeCertificates(addresses, { tls }) : [];
}
