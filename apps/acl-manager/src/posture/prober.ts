import type { AclCluster, AuditLog } from '@redoubt/acl';
import { toError, type Clock } from '@redoubt/contracts';
import { NodePool, readNodeCertificates, type RedisOptions } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { tryDangerous } from './dry-runs.ts';
import type { Probes, ServedCertificate } from './probes.ts';

export interface ProberDeps {
  audit: AuditLog;
  cluster: AclCluster;
  clock: Clock;
  log: Logger;
}

/** Tries what cannot be read: a client without a user, certificates as they are served, the chain from its start. */
export class Prober {
  readonly #deps: ProberDeps;
  readonly #options: RedisOptions;
  #anonymous: Probes['anonymous'];
  #certificates: Probes['certificates'];
  #dryRuns: Probes['dryRuns'];
  #chain: Probes['chain'];

  /** @param options how nodes are reached; the credentials are left away for the attempt without a user */
  constructor(deps: ProberDeps, options: RedisOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  get found(): Omit<Probes, 'archive'> {
    const [anonymous, certificates, dryRuns, chain] = [this.#anonymous, this.#certificates, this.#dryRuns, this.#chain];
    return { anonymous, certificates, dryRuns, chain };
  }

  /** @param users whose rights the nodes are asked about; none below level `high` */
  async probe(addresses: readonly string[], users: readonly string[]): Promise<void> {
    if (users.length > 0) this.#dryRuns = await tryDangerous(this.#deps.cluster, addresses, users);
    this.#anonymous = await this.#tryAnonymously(addresses);
    if (this.#options.tls) this.#certificates = await this.#readCertificates(addresses, this.#options.tls);
    const { records, fault } = await this.#deps.audit.verify();
    this.#chain = {
      records,
      fault: fault === null ? null : `record ${fault.seq} is ${fault.reason}`,
      atMs: this.#deps.clock.now(),
    };
    if (fault !== null) this.#deps.log.error({ ...fault }, 'audit_chain_broken');
  }

  async #tryAnonymously(addresses: readonly string[]): Promise<Probes['anonymous']> {
    const { credentials: _left, ...options } = this.#options;
    const pool = new NodePool({ ...options, clientName: 'acl-manager' });
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
