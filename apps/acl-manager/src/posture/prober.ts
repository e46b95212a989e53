import type { AclCluster, AuditLog } from '@redoubt/acl';
import { toError, type Clock } from '@redoubt/contracts';
import { NodePool, readNodeCertificates, type RedisOptions } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { tryDangerous } from './dry-runs.ts';
import type { Probes, ServedCertificate } from './probes.ts';

/** Reading all of a long chain takes a second. */
const CHAIN_EVERY_MS = 600_000;

export interface ProberDeps {
  audit: AuditLog;
  cluster: AclCluster;
  clock: Clock;
  log: Logger;
}

/** Tries what cannot be read: a client without a user, certificates as they are served, the chain from its start. */
export class Prober {
  readonly #deps: ProberDeps;
  readonly #withoutUser: RedisOptions;
  #anonymous: Probes['anonymous'];
  #certificates: Probes['certificates'];
  #dryRuns: Probes['dryRuns'];
  #chain: Probes['chain'];

  /** @param withoutUser how nodes are reached, without credentials */
  constructor(deps: ProberDeps, withoutUser: RedisOptions) {
    this.#deps = deps;
    this.#withoutUser = withoutUser;
  }

  get found(): Omit<Probes, 'archive'> {
    const [anonymous, certificates, dryRuns, chain] = [this.#anonymous, this.#certificates, this.#dryRuns, this.#chain];
    return { anonymous, certificates, dryRuns, chain };
  }

  /** @param users whose rights the nodes are asked about; none below level `high` */
  async probe(addresses: readonly string[], users: readonly string[]): Promise<void> {
    if (users.length > 0) this.#dryRuns = await tryDangerous(this.#deps.cluster, addresses, users);
    this.#anonymous = await this.#tryAnonymously(addresses);
    if (this.#withoutUser.tls) this.#certificates = await this.#readCertificates(addresses, this.#withoutUser.tls);
    const isFresh = this.#chain !== undefined && this.#deps.clock.now() - this.#chain.atMs < CHAIN_EVERY_MS;
    if (!isFresh) await this.#verifyChain();
  }

  async #verifyChain(): Promise<void> {
    const { audit, clock, log } = this.#deps;
    const { records, fault } = await audit.verify();
    const text = fault === null ? null : `record ${fault.seq} is ${fault.reason}`;
    this.#chain = { records, fault: text, atMs: clock.now() };
    if (fault !== null) log.error({ ...fault }, 'audit_chain_broken');
  }

  async #tryAnonymously(addresses: readonly string[]): Promise<Probes['anonymous']> {
    const pool = new NodePool(this.#withoutUser);
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

  async #readCertificates(
    addresses: readonly string[],
    tls: NonNullable<RedisOptions['tls']>,
  ): Promise<Map<string, ServedCertificate>> {
    const found = new Map<string, ServedCertificate>();
    for (const one of await readNodeCertificates(addresses, { tls })) {
      if (one.kind === 'read') found.set(one.address, { notAfterMs: one.notAfterMs, refusal: one.refusal ?? null });
      else this.#deps.log.warn({ node: one.address, reason: one.reason }, 'certificate_not_read');
    }
    return found;
  }
}
