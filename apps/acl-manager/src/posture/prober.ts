import type { AclCluster, AclNode, AuditLog } from '@redoubt/acl';
import { toError, type Clock } from '@redoubt/contracts';
import { NodePool, readNodeCertificates, tryNodeProtocols, type RedisOptions, type Reply } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { tryDangerous } from './dry-runs.ts';
import { readNetworkIsolation, type IsolationOptions } from './network-isolation.ts';
import type { Probes, ServedCertificate } from './probes.ts';

/** Reading all of a long chain takes a second. */
const CHAIN_EVERY_MS = 600_000;

export interface ProberDeps {
  audit: AuditLog;
  cluster: AclCluster;
  clock: Clock;
  log: Logger;
  /** Does what makes nodes refuse clients without a user, so that those refusals count as nobody's. */
  tryWithoutUser: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface ProberOptions {
  /** How nodes are reached, without credentials. */
  withoutUser: RedisOptions;
  /** Where the nodes are pods; undefined elsewhere. */
  isolation: IsolationOptions | undefined;
}

/** What was found so far; the copy of the chain is told of by who makes it. */
type Found = Omit<Probes, 'archive'>;

/** Tries what cannot be read: a client without a user, TLS as it is spoken, the chain from its start. */
export class Prober {
  readonly #deps: ProberDeps;
  readonly #options: ProberOptions;
  #found: Found = {
    ...{ anonymous: undefined, certificates: undefined, protocols: undefined, modules: undefined },
    ...{ isolation: undefined, dryRuns: undefined, chain: undefined },
  };

  constructor(deps: ProberDeps, options: ProberOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  get found(): Found {
    return this.#found;
  }

  /** @param users whose rights the nodes are asked about; none below level `high` */
  async probe(nodes: readonly AclNode[], users: readonly string[]): Promise<void> {
    const { withoutUser, isolation } = this.#options;
    const { tls } = withoutUser;
    const addresses = nodes.map(({ address }) => address);
    if (users.length > 0) this.#note({ dryRuns: await tryDangerous(this.#deps.cluster, addresses, users) });
    const anonymous = await this.#deps.tryWithoutUser(() => this.#pingWithoutUser(addresses));
    this.#note({ anonymous, modules: await this.#readModules(addresses) });
    if (tls) {
      const protocols = await tryNodeProtocols(addresses, { tls });
      this.#note({ protocols, certificates: await this.#readCertificates(addresses, tls) });
    }
    if (isolation) this.#note({ isolation: await readNetworkIsolation(isolation, nodes) });
    const { chain } = this.#found;
    const isFresh = chain !== undefined && this.#deps.clock.now() - chain.atMs < CHAIN_EVERY_MS;
    if (!isFresh) await this.#verifyChain();
  }

  #note(found: Partial<Found>): void {
    this.#found = { ...this.#found, ...found };
  }

  async #verifyChain(): Promise<void> {
    const { audit, clock, log } = this.#deps;
    const { records, fault } = await audit.verify();
    const text = fault === null ? null : `record ${fault.seq} is ${fault.reason}`;
    this.#note({ chain: { records, fault: text, atMs: clock.now() } });
    if (fault !== null) log.error({ ...fault }, 'audit_chain_broken');
  }

  async #pingWithoutUser(addresses: readonly string[]): Promise<Map<string, { isRefused: boolean; answer: string }>> {
    const pool = new NodePool(this.#options.withoutUser);
    const found = new Map<string, { isRefused: boolean; answer: string }>();
    try {
      const ends = await Promise.allSettled(addresses.map((address) => pool.call(address, 'PING')));
      for (const [index, end] of ends.entries()) {
        const answer = end.status === 'fulfilled' ? String(end.value) : toError(end.reason).message;
        const isRefused = /NOAUTH|NOPERM|WRONGPASS/.test(answer);
        // A node that does not answer has neither refused nor let in.
        if (end.status === 'fulfilled' || isRefused) found.set(addresses[index] as string, { isRefused, answer });
      }
    } finally {
      await pool.close();
    }
    return found;
  }

  async #readModules(addresses: readonly string[]): Promise<Map<string, readonly string[]>> {
    const { cluster } = this.#deps;
    const ends = await Promise.allSettled(addresses.map((address) => cluster.call(address, 'MODULE', 'LIST')));
    return new Map(
      ends.flatMap((end, index) =>
        end.status === 'fulfilled' ? [[addresses[index] as string, moduleNames(end.value)] as const] : [],
      ),
    );
  }

  async #readCertificates(
    addresses: readonly string[],
    tls: NonNullable<RedisOptions['tls']>,
  ): Promise<Map<string, ServedCertificate>> {
    const found = new Map<string, ServedCertificate>();
    for (const one of await readNodeCertificates(addresses, { tls })) {
      if (one.kind === 'read') {
        const { address, cipher, notAfterMs, refusal = null } = one;
        found.set(address, { cipher, notAfterMs, refusal });
      } else this.#deps.log.warn({ node: one.address, reason: one.reason }, 'certificate_not_read');
    }
    return found;
  }
}

/** Rows of `name <name> ver <version> …`. */
function moduleNames(reply: Reply): string[] {
  return (reply as (string | number)[][]).map((row) => String(row[row.indexOf('name') + 1] ?? ''));
}
