import type { AclCluster, AclNode, AuditEntry, AuditRow } from '@redoubt/acl';
import { toError, type Clock, type MonitoringLevel } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import { Turns } from '../turns.ts';
import { ACL_LOG_LENGTH, AclLogCursor, mergeLogins, type DeniedEntry } from './acl-log.ts';
import { DeniedTimeline } from './denied-timeline.ts';
import type { HourCounters } from './hour-counters.ts';
import { InfoText } from './info.ts';
import { growth, NO_GROWTH, readNodeCounters, type Growth, type NodeCounters } from './node-counters.ts';
import { readNode, type NodeReading } from './node-reading.ts';

export interface CollectorDeps {
  cluster: AclCluster;
  record: (entry: AuditEntry) => Promise<void>;
  hours: HourCounters;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

/** What all nodes said at one time. */
export interface Look {
  atMs: number;
  /** How long it took. */
  lookMs: number;
  readings: readonly NodeReading[];
  down: readonly { node: AclNode; reason: string }[];
  /** Of all nodes since the look before. */
  grown: Growth;
  /** Refusals that are new. */
  fresh: readonly (DeniedEntry & { node: string })[];
  /** acl-manager's part of the commands that nodes ran since the look before; null at the first. */
  commandShare: number | null;
  /** Commands acl-manager sent for it. */
  sentCommands: number;
}

/** Pairs of user and command that were refused, kept to tell new ones; beyond that all count as known. */
const MAX_PAIRS = 10_000;

/** Brings together what nodes keep each for itself and forget: refusals, failed logins, connections, load. */
export class Collector {
  readonly timeline = new DeniedTimeline();
  readonly #deps: CollectorDeps;
  readonly #level: MonitoringLevel;
  readonly #cursors = new Map<string, AclLogCursor>();
  readonly #counters = new Map<string, NodeCounters>();
  readonly #pairs = new Set<string>();
  #last: Look | undefined;
  #sentBefore: number | undefined;
  readonly #turns = new Turns();
  /** Refusals of clients without a user that acl-manager brought about since the last look. */
  #ownRefusals = 0;

  constructor(deps: CollectorDeps, { level }: { level: MonitoringLevel }) {
    this.#deps = deps;
    this.#level = level;
  }

  get last(): Look | undefined {
    return this.#last;
  }

  /** Begins with what a former instance recorded. */
  restore(rows: readonly AuditRow[]): void {
    this.timeline.restore(rows);
    this.#cursors.clear();
    this.#counters.clear();
  }

  /** Does between two looks what makes nodes refuse clients without a user: the next look takes those refusals off. */
  tryWithoutUser<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      const before = await this.#refusalsByNode();
      const result = await work();
      for (const [address, count] of await this.#refusalsByNode()) {
        this.#ownRefusals += Math.max(0, count - (before.get(address) ?? count));
      }
      return result;
    });
  }

  /** A client is refused more than once before it gives up, so nodes are asked; those that do not answer are left out. */
  async #refusalsByNode(): Promise<Map<string, number>> {
    const { cluster } = this.#deps;
    const addresses = (await cluster.nodes()).map(({ address }) => address);
    const ends = await Promise.allSettled(addresses.map((address) => cluster.call(address, 'INFO', 'errorstats')));
    const rows = ends.map((end, index): [string, number][] => {
      if (end.status === 'rejected') return [];
      return [[addresses[index] as string, readNodeCounters(new InfoText(String(end.value))).notAuthenticated]];
    });
    return new Map(rows.flat());
  }

  /** One look at every node; nodes that do not answer are looked at next time, and lose nothing but what they forget. */
  look(): Promise<Look> {
    return this.#turns.take(() => this.#look());
  }

  async #look(): Promise<Look> {
    const { cluster, clock, log } = this.#deps;
    const [startedMs, sent] = [clock.monotonicMs(), cluster.sentCommands];
    const nodes = await cluster.nodes();
    this.#forget(new Set(nodes.map(({ id }) => id)));
    const ends = await Promise.allSettled(nodes.map((node) => readNode({ cluster, clock }, node, this.#level)));
    const down = ends.flatMap((end, i) =>
      end.status === 'rejected' ? [{ node: nodes[i] as AclNode, reason: toError(end.reason).message }] : [],
    );
    for (const { node, reason } of down) log.warn({ node: node.address, reason }, 'node_not_collected');
    const readings = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    const grown = this.#count(readings);
    const fresh = [];
    for (const reading of readings) fresh.push(...(await this.#takeLog(reading)));
    const sentCommands = cluster.sentCommands - (this.#sentBefore ?? cluster.sentCommands);
    this.#sentBefore = cluster.sentCommands;
    this.#last = {
      ...{ atMs: clock.now(), lookMs: Math.round(clock.monotonicMs() - startedMs), readings, down, grown, fresh },
      commandShare: grown.commands > 0 ? Math.min(1, sentCommands / grown.commands) : null,
      sentCommands: cluster.sentCommands - sent,
    };
    return this.#last;
  }

  #forget(known: ReadonlySet<string>): void {
    for (const id of this.#counters.keys()) if (!known.has(id)) this.#counters.delete(id);
    for (const id of this.#cursors.keys()) if (!known.has(id)) this.#cursors.delete(id);
  }

  #count(readings: readonly NodeReading[]): Growth {
    const { metrics, hours } = this.#deps;
    const sum = { ...NO_GROWTH };
    const open = { tls: 0, plain: 0 };
    for (const { node, info, clients } of readings) {
      const now = readNodeCounters(info);
      const grown = growth(this.#counters.get(node.id), now);
      this.#counters.set(node.id, now);
      for (const name of Object.keys(sum) as (keyof Growth)[]) sum[name] += grown[name];
      for (const { isTls } of clients) open[isTls ? 'tls' : 'plain'] += 1;
    }
    sum.notAuthenticated = Math.max(0, sum.notAuthenticated - this.#ownRefusals);
    this.#ownRefusals = 0;
    const logins = Math.max(0, sum.authCalls - sum.wrongPassword);
    metrics.logins.inc({ result: 'failure' }, sum.wrongPassword);
    metrics.logins.inc({ result: 'success' }, logins);
    metrics.denials.inc({ reason: 'permission' }, sum.noPermission);
    metrics.denials.inc({ reason: 'anonymous' }, sum.notAuthenticated);
    metrics.connections.inc(sum.connections);
    metrics.rejected.inc(sum.rejected);
    metrics.open.set({ transport: 'tls' }, open.tls);
    metrics.open.set({ transport: 'plain' }, open.plain);
    hours.add('logins', logins);
    hours.add('failures', sum.wrongPassword);
    hours.add('denied', sum.noPermission + sum.notAuthenticated);
    return sum;
  }

  async #takeLog({ node: { id, address }, denied }: NodeReading): Promise<(DeniedEntry & { node: string })[]> {
    const { metrics, hours, record } = this.#deps;
    const cursor = this.#cursors.get(id) ?? new AclLogCursor(this.timeline.lastOf(address));
    this.#cursors.set(id, cursor);
    const { fresh, hasGap } = cursor.take(denied, ACL_LOG_LENGTH);
    if (hasGap) {
      metrics.logGaps.inc();
      hours.add('gaps', 1);
      await record({ kind: 'log_gap', node: address, detail: { entries: denied.length } });
    }
    for (const { user, users, reason, context, object, from, count, atMs } of mergeLogins(fresh)) {
      const isNew = reason !== 'auth' && this.#isNewPair(`${user} ${reason} ${object}`);
      if (isNew) metrics.denialPairs.inc();
      this.timeline.add({ node: address, user, reason, object, context, clientAddress: from, count, atMs });
      const kind = reason === 'auth' ? 'login_failed' : 'command_denied';
      const detail = { reason, context, object, from, count, atMs, isNew, ...(users ? { users } : {}) };
      await record({ kind, node: address, user, detail });
    }
    return fresh.map((entry) => ({ ...entry, node: address }));
  }

  #isNewPair(pair: string): boolean {
    if (this.#pairs.has(pair) || this.#pairs.size >= MAX_PAIRS) return false;
    this.#pairs.add(pair);
    return true;
  }
}
