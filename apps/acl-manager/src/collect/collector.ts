import type { AclCluster, AclNode, AuditEntry } from '@redoubt/acl';
import { toError, type Clock } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import { ACL_LOG_LENGTH, AclLogCursor, parseAclLog, type DeniedEntry } from './acl-log.ts';
import { growth, parseNodeCounters, type NodeCounters } from './node-counters.ts';

export interface CollectorDeps {
  cluster: AclCluster;
  record: (entry: AuditEntry) => Promise<void>;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

const SECTIONS = ['server', 'stats', 'commandstats', 'errorstats'] as const;
/** Pairs of user and command that were refused, kept to tell new ones; beyond that all count as known. */
const MAX_PAIRS = 10_000;

/** Brings together what nodes keep each for itself and forget: refusals, failed logins, connections. */
export class Collector {
  readonly #deps: CollectorDeps;
  readonly #cursors = new Map<string, AclLogCursor>();
  readonly #counters = new Map<string, NodeCounters>();
  readonly #pairs = new Set<string>();

  constructor(deps: CollectorDeps) {
    this.#deps = deps;
  }

  /** One look at every node; nodes that do not answer are looked at next time, and lose nothing but what they forget. */
  async look(): Promise<void> {
    const nodes = await this.#deps.cluster.nodes();
    this.#forget(new Set(nodes.map(({ id }) => id)));
    const open = { tls: 0, plain: 0 };
    for (const node of nodes) {
      try {
        await this.#lookAt(node, open);
      } catch (error) {
        this.#deps.log.warn({ node: node.address, err: toError(error) }, 'node_not_collected');
      }
    }
    this.#deps.metrics.open.set({ transport: 'tls' }, open.tls);
    this.#deps.metrics.open.set({ transport: 'plain' }, open.plain);
  }

  #forget(known: ReadonlySet<string>): void {
    for (const id of this.#counters.keys()) if (!known.has(id)) this.#counters.delete(id);
    for (const id of this.#cursors.keys()) if (!known.has(id)) this.#cursors.delete(id);
  }

  async #lookAt(node: AclNode, open: { tls: number; plain: number }): Promise<void> {
    const { cluster, clock } = this.#deps;
    const [info, rows, clients, settings] = await Promise.all([
      Promise.all(SECTIONS.map((section) => cluster.call(node.address, 'INFO', section))),
      cluster.call(node.address, 'ACL', 'LOG', ACL_LOG_LENGTH),
      cluster.call(node.address, 'CLIENT', 'LIST', 'TYPE', 'normal'),
      cluster.call(node.address, 'CONFIG', 'GET', 'tls-port'),
    ]);
    const tlsPort = String((settings as string[])[1] ?? '0');
    for (const [, port] of String(clients).matchAll(/ laddr=\S*:(\d+) /g)) {
      if (port === tlsPort) open.tls += 1;
      else open.plain += 1;
    }
    this.#count(node, parseNodeCounters(info.join('\r\n')));
    await this.#takeLog(node, parseAclLog(rows, clock.now()));
  }

  #count({ id }: AclNode, now: NodeCounters): void {
    const grown = growth(this.#counters.get(id), now);
    this.#counters.set(id, now);
    const { logins, denials, connections, rejected } = this.#deps.metrics;
    logins.inc({ result: 'failure' }, grown.wrongPassword);
    logins.inc({ result: 'success' }, Math.max(0, grown.authCalls - grown.wrongPassword));
    denials.inc({ reason: 'permission' }, grown.noPermission);
    denials.inc({ reason: 'anonymous' }, grown.notAuthenticated);
    connections.inc(grown.connections);
    rejected.inc(grown.rejected);
  }

  async #takeLog({ id, address }: AclNode, entries: DeniedEntry[]): Promise<void> {
    const cursor = this.#cursors.get(id) ?? new AclLogCursor();
    this.#cursors.set(id, cursor);
    const { fresh, hasGap } = cursor.take(entries, ACL_LOG_LENGTH);
    if (hasGap) {
      this.#deps.metrics.logGaps.inc();
      await this.#deps.record({ kind: 'log_gap', node: address, detail: { entries: entries.length } });
    }
    for (const { user, reason, context, object, from, count, atMs } of fresh) {
      const isNew = reason !== 'auth' && this.#isNewPair(`${user} ${reason} ${object}`);
      if (isNew) this.#deps.metrics.denialPairs.inc();
      const kind = reason === 'auth' ? 'login_failed' : 'command_denied';
      await this.#deps.record({
        kind,
        node: address,
        user,
        detail: { reason, context, object, from, count, atMs, isNew },
      });
    }
  }

  #isNewPair(pair: string): boolean {
    if (this.#pairs.has(pair) || this.#pairs.size >= MAX_PAIRS) return false;
    this.#pairs.add(pair);
    return true;
  }
}
