import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RedisNode } from '@redoubt/test-kit';
import { Redis } from 'ioredis';
import type { EvidenceStage } from './evidence-stage.ts';

/** How a check is made to fail on what is real, and set right again. */
export interface Case {
  break: () => Promise<unknown>;
  repair: () => Promise<unknown>;
  /** Checks that what was broken is wrong for as well. */
  also?: readonly string[];
  /** Services refuse to talk to the node meanwhile, which leaves what every node has to pass unmeasured. */
  cutsOff?: boolean;
  /** The cluster falls apart by it, so that nothing can be said of other checks. */
  spreads?: boolean;
}

/** The service that the cluster has besides its administrator, as it should be. */
export const SERVICE = 'health_monitor';
const PASSWORD = 'password of a spec';
export const SERVICE_RULES = ['reset', 'on', `>${PASSWORD}`, '~x', '+get'];
/** One node is set up apart then. */
const APART = ['cfg.baseline'];

/** Ways to break a cluster and its records, and to set them right. */
export class BreakTools {
  readonly #stage: EvidenceStage;
  readonly #opened: Redis[] = [];

  constructor(stage: EvidenceStage) {
    this.#stage = stage;
  }

  close(): void {
    for (const redis of this.#opened) redis.disconnect();
  }

  /** On every node alike, so that nothing else differs. */
  everywhere(...words: [string, ...string[]]): Promise<unknown> {
    return Promise.all(this.#stage.cluster.nodes.map((node) => node.admin.call(...words)));
  }

  /** CONFIG SET on one node. */
  set(...pairs: string[]): Promise<unknown> {
    return this.#stage.node(1).admin.call('CONFIG', 'SET', ...pairs);
  }

  setting(name: string, bad: string, good: string, also: readonly string[] = APART): Case {
    return { break: () => this.set(name, bad), repair: () => this.set(name, good), also };
  }

  /** The service is given something. */
  service(rules: readonly string[], also: readonly string[] = []): Case {
    return {
      break: () => this.everywhere('ACL', 'SETUSER', SERVICE, ...rules),
      repair: () => this.everywhere('ACL', 'SETUSER', SERVICE, ...SERVICE_RULES),
      also,
    };
  }

  /** A user of that name is there. */
  user(name: string, rules: readonly string[], also: readonly string[] = []): Case {
    return {
      break: () => this.everywhere('ACL', 'SETUSER', name, 'reset', 'on', ...rules),
      repair: () => this.everywhere('ACL', 'DELUSER', name),
      also,
    };
  }

  /** The user `default` is let in. */
  defaultUser(rules: readonly string[], also: readonly string[] = []): Case {
    const good = ['reset', 'off', 'resetpass', 'allkeys', 'allchannels', '+@all'];
    return {
      break: () => this.everywhere('ACL', 'SETUSER', 'default', 'reset', 'on', ...rules),
      repair: () => this.everywhere('ACL', 'SETUSER', 'default', ...good),
      also,
    };
  }

  /** A connection under a name and user while the case lasts. */
  connected(username: string, name: string, { also, after }: { also: readonly string[]; after?: string[] }): Case {
    let redis: Redis | undefined;
    const rights = ['+@connection', '+info', '+cluster|info', '~x'];
    return {
      break: async () => {
        await this.everywhere('ACL', 'SETUSER', username, 'reset', 'on', `>${PASSWORD}`, ...rights);
        redis ??= this.#connect(this.#stage.node(1), username, name);
        await redis.call('CLIENT', 'ID');
        if (after) await this.everywhere('ACL', 'SETUSER', username, ...after);
      },
      repair: async () => {
        redis?.disconnect();
        await this.everywhere('ACL', 'DELUSER', username);
      },
      also,
    };
  }

  /** One node serves another certificate. */
  certificate(options: Parameters<EvidenceStage['authority']['writeFiles']>[2], more: Partial<Case> = {}): Case {
    const files = (): { certFile: string; keyFile: string } => this.#stage.node(1).tls ?? { certFile: '', keyFile: '' };
    return {
      break: async () => {
        const made = await this.#stage.authority.writeFiles(dirname(files().certFile), 'bad', options);
        await this.set('tls-cert-file', made.certFile, 'tls-key-file', made.keyFile);
      },
      repair: () => this.set('tls-cert-file', files().certFile, 'tls-key-file', files().keyFile),
      ...more,
    };
  }

  /** A node is started anew with other arguments. */
  startedWith(args: readonly string[], also: readonly string[]): Case {
    const restart = async (): Promise<void> => {
      const node = this.#stage.node(5);
      await node.kill9();
      await this.#stage.cluster.restart(node);
    };
    return {
      break: async () => {
        this.#stage.extraArgs.push(...args);
        await restart();
      },
      repair: async () => {
        this.#stage.extraArgs.splice(-args.length);
        await restart();
      },
      also,
    };
  }

  sql(text: string, ...values: unknown[]): Promise<unknown> {
    return this.#stage.database.database.query(text.replaceAll('$org', `'${this.#stage.orgId}'`), values);
  }

  records(bad: string, good: string, also: readonly string[] = []): Case {
    return { break: () => this.sql(bad), repair: () => this.sql(good), also };
  }

  /** What a look takes for granted is otherwise. */
  part<K extends 'policy' | 'clock' | 'lastRunAtMs'>(
    name: K,
    bad: (good: EvidenceStage[K]) => EvidenceStage[K],
    also: readonly string[] = [],
  ): Case {
    const stage = this.#stage;
    const good = stage[name];
    const put = (value: EvidenceStage[K]): Promise<void> => Promise.resolve(void (stage[name] = value));
    return { break: () => put(bad(good)), repair: () => put(good), also };
  }

  #connect(node: RedisNode, username: string, name: string): Redis {
    const { caFile, certFile, keyFile } = this.#stage.cluster.clientTls ?? { caFile: '', certFile: '', keyFile: '' };
    const tls = { ca: readFileSync(caFile), cert: readFileSync(certFile), key: readFileSync(keyFile) };
    const login = { username, password: PASSWORD, connectionName: name };
    const redis = new Redis({ host: node.host, port: node.port, ...login, tls });
    redis.on('error', () => undefined);
    this.#opened.push(redis);
    return redis;
  }
}

/** As somebody does who owns the tables. */
export function unguarded(text: string): string {
  return `ALTER TABLE audit_log DISABLE TRIGGER USER; ${text}; ALTER TABLE audit_log ENABLE TRIGGER USER`;
}
