import type { Clock } from '@redoubt/contracts';
import { credentialMark, type RedisCredentials } from '@redoubt/redis';
import type { AclCluster } from '../cluster/acl-cluster.ts';
import { connectionsOf, killConnections, type ClientConnection } from './connections.ts';
import type { Credential } from './credential-store.ts';

/** Those who connect as a user: how they get a new password, and how it is seen that they use it. */
export interface ConsumerOfPassword {
  /** Hands it over; safe to repeat. */
  hand(credential: Credential): Promise<void>;
  /** Waits until no connection has the old one; the ones that still do when time is up, or when it is told to stop. */
  untilUsed(credential: Credential, waiting?: Waiting): Promise<ClientConnection[]>;
  /** Connections with the old one, on every node. Throws when a node does not answer. */
  older(credential: Credential): Promise<ClientConnection[]>;
  /** Ends connections with the old one; how many. */
  endOlder(credential: Credential): Promise<number>;
}

/** Of a wait for services. */
export interface Waiting {
  /** Ends it. */
  signal?: AbortSignal;
  /** Told of the connections that are waited for, again and again. */
  onOlder?: (older: readonly ClientConnection[]) => void;
}

export interface SwitchTimes {
  /** How long services may take to follow, ms. */
  switchTimeoutMs: number;
  /** Pause between two looks, ms. */
  pollMs: number;
}

/**
 * Services that read the store and name their connections after their password (libs/redis). What is named otherwise
 * counts as old.
 */
export class ServiceSwitcher implements ConsumerOfPassword {
  readonly #cluster: AclCluster;
  readonly #clock: Clock;
  readonly #times: SwitchTimes;
  /** Connections of this process that have to be told. */
  readonly #own: ((credentials: RedisCredentials) => Promise<void>) | undefined;

  constructor(
    {
      cluster,
      clock,
      own,
    }: { cluster: AclCluster; clock: Clock; own?: (credentials: RedisCredentials) => Promise<void> },
    times: SwitchTimes,
  ) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#own = own;
    this.#times = times;
  }

  async hand({ user, password }: Credential): Promise<void> {
    await this.#own?.({ username: user, password });
  }

  async untilUsed(credential: Credential, { signal, onOlder }: Waiting = {}): Promise<ClientConnection[]> {
    const deadline = this.#clock.monotonicMs() + this.#times.switchTimeoutMs;
    for (;;) {
      const older = await this.older(credential);
      if (older.length === 0 || signal?.aborted || this.#clock.monotonicMs() >= deadline) return older;
      onOlder?.(older);
      await new Promise((resolve) => setTimeout(resolve, this.#times.pollMs));
    }
  }

  async older({ user, password }: Credential): Promise<ClientConnection[]> {
    const mark = `@${credentialMark(password)}`;
    const all = await connectionsOf(this.#cluster, await this.#cluster.nodes(), user);
    return all.filter(({ name }) => !name.endsWith(mark));
  }

  async endOlder(credential: Credential): Promise<number> {
    return killConnections(this.#cluster, await this.older(credential));
  }
}

/**
 * Nodes that follow their masters: each gets the password by CONFIG SET, and its link is opened anew. Their
 * connections cannot be named, so what is older than the change counts as old.
 */
export class ReplicationSwitcher implements ConsumerOfPassword {
  readonly #cluster: AclCluster;
  readonly #clock: Clock;
  readonly #times: SwitchTimes;

  constructor({ cluster, clock }: { cluster: AclCluster; clock: Clock }, times: SwitchTimes) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#times = times;
  }

  async hand({ user, password }: Credential): Promise<void> {
    const nodes = await this.#cluster.nodes();
    await Promise.all(
      nodes.map(async ({ address }) => {
        await this.#cluster.call(address, 'CONFIG', 'SET', 'masteruser', user, 'masterauth', password);
        await this.#persist(address);
      }),
    );
  }

  /** A server that was started without a file has nowhere to keep its settings; whoever starts it gives them again. */
  async #persist(address: string): Promise<void> {
    try {
      await this.#cluster.call(address, 'CONFIG', 'REWRITE');
    } catch (error) {
      if (!/without a config file/.test(String(error))) throw error;
    }
  }

  /** Opens one link after the other anew, so that no shard is without all its replicas at once. */
  async untilUsed(credential: Credential, { signal }: Waiting = {}): Promise<ClientConnection[]> {
    const deadline = this.#clock.monotonicMs() + this.#times.switchTimeoutMs;
    for (const link of await this.older(credential)) {
      if (signal?.aborted) break;
      await killConnections(this.#cluster, [link]);
      await this.#untilLinked(deadline);
    }
    return this.older(credential);
  }

  async #untilLinked(deadline: number): Promise<void> {
    while (this.#clock.monotonicMs() < deadline && !(await this.#areLinked())) {
      await new Promise((resolve) => setTimeout(resolve, this.#times.pollMs));
    }
  }

  async #areLinked(): Promise<boolean> {
    const replicas = (await this.#cluster.nodes()).filter(({ role }) => role === 'replica');
    const infos = await Promise.all(replicas.map(({ address }) => this.#cluster.call(address, 'INFO', 'replication')));
    return infos.every((info) => String(info).includes('master_link_status:up'));
  }

  async older({ user, rotation }: Credential): Promise<ClientConnection[]> {
    const sinceMs = this.#clock.now() - (rotation?.switchedAtMs ?? 0);
    const all = await connectionsOf(this.#cluster, await this.#cluster.nodes(), user);
    // Ages are whole seconds, rounded down: one that is as old as the change may be from before it.
    return all.filter(({ ageSeconds }) => ageSeconds * 1_000 > sinceMs);
  }

  async endOlder(credential: Credential): Promise<number> {
    return killConnections(this.#cluster, await this.older(credential));
  }
}
