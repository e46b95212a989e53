import { readFileSync } from 'node:fs';
import {
  AclCluster,
  AuditLog,
  aclDigest,
  connectionsOf,
  parseAuditRecord,
  type AuditRecord,
  type ClientConnection,
} from '@redoubt/acl';
import { systemClock, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { connectRedis, credentialMark, NodePool, type RedisClient, type RedisOptions } from '@redoubt/redis';
import { createLogger } from '@redoubt/telemetry';
import { waitFor } from '@redoubt/test-kit';
import type { Stack } from '../../dev/stack.ts';

const MANAGER = 'acl-manager';
/** Longer than any fault keeps a node away. */
const ASK_TIMEOUT_MS = 60_000;
/** Who sets the servers up; no part of the platform. */
const ADMIN = 'admin';

/** What acl-manager asks nodes all the time; services ask some of it now and then, which counts here too. */
const WATCHING = [
  ...['acl|list', 'acl|log', 'acl|cat', 'client|list', 'config|get', 'info', 'slowlog|get', 'slowlog|len', 'time'],
  ...['cluster|info', 'cluster|nodes', 'latency|latest', 'module|list', 'ping'],
];

function usecOf(command: string): RegExp {
  return new RegExp(`^cmdstat_${command.replace('|', '\\|')}:calls=\\d+,usec=(\\d+)`, 'gm');
}

/** Looks at the cluster from outside, as acl-manager's user, whose password is rotated like all others. */
export class ClusterWitness {
  readonly #stack: Stack;
  readonly #redis: RedisClient;
  readonly #options: RedisOptions;
  readonly audit: AuditLog;

  private constructor(stack: Stack, redis: RedisClient, options: RedisOptions) {
    this.#stack = stack;
    this.#redis = redis;
    this.#options = options;
    this.audit = new AuditLog({ redis, clock: systemClock });
  }

  static async open(stack: Stack): Promise<ClusterWitness> {
    const options = optionsOf(stack);
    const log = createLogger({ app: 'chaos', level: 'silent' });
    return new ClusterWitness(stack, await connectRedis(options, { log }), options);
  }

  close(): Promise<void> {
    return this.#redis.close();
  }

  /** Asks acl-manager, which does the same request once however often it stands there, and waits for its last word. */
  async ask(request: SecurityRequest, timeoutMs: number): Promise<SecurityReply> {
    const args = ['MAXLEN', '~', 1_000, '*', 'request', JSON.stringify(request)];
    // The master of these keys may be what stands still.
    await waitFor(() => this.#redis.call('XADD', clusterKeys.aclRequests(), args, { retry: 'free' }), {
      ...{ timeoutMs: ASK_TIMEOUT_MS, intervalMs: 250, what: 'request to acl-manager' },
    });
    const key = clusterKeys.aclReply(request.requestId);
    const done = await waitFor(
      async () => {
        const text = await this.#redis.call('GET', key, [], { retry: 'free' });
        const reply = text === null ? undefined : (JSON.parse(String(text)) as SecurityReply);
        return reply?.state === 'done' && reply;
      },
      { timeoutMs, intervalMs: 250, what: 'answer of acl-manager' },
    );
    return done as SecurityReply;
  }

  /** Records of the chain after `seq`, in order. */
  async records(afterSeq = 0): Promise<AuditRecord[]> {
    const rows = (await this.audit.newest(1_000)).toReversed();
    const records = rows.map(({ text }) => parseAuditRecord(text)).filter((record) => record !== null);
    return records.filter(({ seq }) => seq > afterSeq);
  }

  /** Digest of the users of each node that answers, without who sets the servers up; and how many do not answer. */
  async digests(): Promise<{ digests: string[]; down: number }> {
    return this.#withNodes(async (cluster) => {
      const { up, down } = await cluster.facts();
      const digests = up.map(({ users }) => aclDigest(users.filter(({ name }) => name !== ADMIN)));
      return { digests, down: down.length };
    });
  }

  /** Connections on any node that came with another password than the one that holds now. */
  async olderConnections(users: readonly string[]): Promise<ClientConnection[]> {
    return this.#withNodes(async (cluster) => {
      const nodes = await cluster.nodes();
      const found = await Promise.all(
        users.map(async (user) => {
          const mark = `@${credentialMark(this.#passwordOf(user))}`;
          return (await connectionsOf(cluster, nodes, user)).filter(({ name }) => !name.endsWith(mark));
        }),
      );
      return found.flat();
    });
  }

  /** Part of the servers' time that commands of acl-manager's looks took since they started, 0 to 1. */
  async watchingShare(): Promise<number> {
    return this.#withNodes(async (cluster) => {
      const nodes = await cluster.nodes();
      const infos = await Promise.all(
        nodes.map(async ({ address }) => String(await cluster.call(address, 'INFO', 'server', 'commandstats'))),
      );
      const seconds = (pattern: RegExp): number =>
        infos.reduce((sum, info) => sum + [...info.matchAll(pattern)].reduce((all, [, n]) => all + Number(n), 0), 0);
      const spentUs = WATCHING.reduce((sum, name) => sum + seconds(usecOf(name)), 0);
      return spentUs / 1e6 / seconds(/^uptime_in_seconds:(\d+)/gm);
    });
  }

  #passwordOf(user: string): string {
    return readFileSync(String(this.#stack.loginEnv(user).REDIS_PASSWORD_FILE), 'utf8');
  }

  /** With the password of this moment, on connections of its own. */
  async #withNodes<T>(work: (cluster: AclCluster) => Promise<T>): Promise<T> {
    const credentials = { username: MANAGER, password: this.#passwordOf(MANAGER) };
    const pool = new NodePool({ ...this.#options, credentials });
    try {
      return await work(new AclCluster(pool));
    } finally {
      await pool.close();
    }
  }
}

function optionsOf(stack: Stack): RedisOptions & { passwordFile: string } {
  const passwordFile = String(stack.loginEnv(MANAGER).REDIS_PASSWORD_FILE);
  const nodes = stack.redisNodes.split(',').map((address) => {
    const at = address.lastIndexOf(':');
    return { host: address.slice(0, at), port: Number(address.slice(at + 1)) };
  });
  const credentials = { username: MANAGER, password: readFileSync(passwordFile, 'utf8') };
  const tls = stack.redisTls();
  return { nodes, clientName: 'chaos', credentials, passwordFile, commandTimeoutMs: 2_000, ...(tls ? { tls } : {}) };
}
