import { compareEntryIds, type Clock } from '@redoubt/contracts';
import { CONSUMER_NAME, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import { isQuiet, unsettledEntries, type LaneWork, type OrgWork } from './org-work.ts';
import type { Reader } from './reader.ts';

export interface SweepTimes {
  sweepIntervalMs: number;
  auditIntervalMs: number;
  /** Idle time after which an entry that nobody here holds is taken over, ms. */
  claimIdleMs: number;
}

/** Organisations probed or audited in one pipeline. */
const maxPerSlice = 200;
/** Probes of a worker per second: beyond so many organisations each is probed less often. */
const maxProbesPerSecond = 1_000;
/** Entries taken over from foreign names per organisation, lane and audit. */
const maxClaimed = 500;

/**
 * The truth behind the doorbell: every quiet organisation is probed every few seconds with a plain XREAD, which costs
 * the server a fifth of a fenced visit and changes nothing; every minute its pending list is compared with what is in
 * hand, which finds whatever a lost reply or a zombie stranded.
 */
export class Sweeper {
  readonly #redis: RedisClient;
  readonly #group: GroupName;
  readonly #clock: Clock;
  readonly #metrics: ConsumerMetrics;
  readonly #reader: Reader;
  readonly #times: SweepTimes;

  constructor(
    deps: { redis: RedisClient; clock: Clock; metrics: ConsumerMetrics; reader: Reader },
    group: GroupName,
    times: SweepTimes,
  ) {
    this.#redis = deps.redis;
    this.#clock = deps.clock;
    this.#metrics = deps.metrics;
    this.#reader = deps.reader;
    this.#group = group;
    this.#times = times;
  }

  /** One slice of the sweep: whoever is due, at most a pipeline full. */
  async slice(orgs: Iterable<OrgWork>, count: number): Promise<void> {
    const now = this.#clock.monotonicMs();
    const intervalMs = Math.max(this.#times.sweepIntervalMs, (count * 1_000) / maxProbesPerSecond);
    const probes: OrgWork[] = [];
    const audits: OrgWork[] = [];
    for (const org of orgs) {
      if (org.isLost || org.isDraining || org.notBeforeMs > now) continue;
      if (audits.length < maxPerSlice && org.nextAuditMs <= now && (isQuiet(org) || org.nextAuditMs > 0))
        audits.push(org);
      else if (probes.length < maxPerSlice && org.nextProbeMs <= now && isQuiet(org)) probes.push(org);
    }
    for (const org of probes) org.nextProbeMs = now + intervalMs;
    for (const org of audits) org.nextAuditMs = now + this.#times.auditIntervalMs * (0.9 + Math.random() * 0.2);
    await Promise.all([this.#probe(probes), this.#audit(audits)]);
  }

  async #probe(orgs: readonly OrgWork[]): Promise<void> {
    if (orgs.length === 0) return;
    const startedAtMs = this.#clock.now();
    const replies = await this.#redis.batch(orgs.map(probeCommand));
    orgs.forEach((org, i) => {
      const reply = replies[i];
      if (reply === null) return noteEnd(org, startedAtMs);
      if (reply instanceof Error) return;
      const hit = new Set((reply as [string, unknown][]).map(([key]) => key));
      for (const work of org.lanes) if (hit.has(org.keys.lane(work.lane))) work.hasMore = true;
      this.#reader.enqueue(org);
    });
  }

  async #audit(orgs: readonly OrgWork[]): Promise<void> {
    if (orgs.length === 0) return;
    const before = orgs.map(unacked);
    const replies = await this.#redis.batch(
      orgs.flatMap((org) =>
        org.lanes.map(({ lane }): RedisCommand => {
          const key = org.keys.lane(lane);
          return { name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' };
        }),
      ),
    );
    const stranded: OrgWork[] = [];
    let at = 0;
    orgs.forEach((org, i) => {
      const rows = org.lanes.map((lane) => this.#read(org, lane, replies[at++]));
      org.lagEntries = rows.reduce((n, row) => n + (row?.lag ?? 0), 0);
      org.isLagKnown = rows.every((row) => row !== null && row.lag !== null);
      org.pendingEntries = rows.reduce((n, row) => n + (row?.pending ?? 0), 0);
      // More pending than in hand, and nothing moved meanwhile: entries were delivered that nobody holds.
      const isStill = before[i] === 0 && unacked(org) === 0 && isQuiet(org);
      if (isStill && org.pendingEntries > 0) stranded.push(org);
    });
    await this.#claim(stranded);
  }

  /**
   * Takes over what was delivered under a foreign consumer name (a tool's, an older version's) and goes through the
   * pending list, which then holds it as well as what a lost reply had stranded.
   */
  async #claim(orgs: readonly OrgWork[]): Promise<void> {
    if (orgs.length === 0) return;
    const replies = await this.#redis.batch(
      orgs.flatMap((org) =>
        org.lanes.map(({ lane }): RedisCommand => {
          const key = org.keys.lane(lane);
          const args = [key, org.group, CONSUMER_NAME, this.#times.claimIdleMs, '0-0', 'COUNT', maxClaimed, 'JUSTID'];
          return { name: 'XAUTOCLAIM', key, args, retry: 'free' };
        }),
      ),
    );
    for (const reply of replies) {
      // Third element, from Redis 7.0 on: ids that were pending although their entries are gone.
      const gone = Array.isArray(reply) && Array.isArray(reply[2]) ? reply[2].length : 0;
      if (gone > 0) this.#metrics.lost.inc({ group: this.#group, reason: 'trimmed' }, gone);
    }
    for (const org of orgs) this.#reader.recover(org, 'audit');
  }

  #read(
    { group }: OrgWork,
    lane: LaneWork,
    reply: Reply | Error | undefined,
  ): { pending: number; lag: number | null } | null {
    if (!Array.isArray(reply)) return null;
    for (const row of reply as Reply[][]) {
      const info = new Map<string, Reply>();
      for (let i = 0; i + 1 < row.length; i += 2) info.set(String(row[i]), row[i + 1] as Reply);
      if (info.get('name') !== group) continue;
      const delivered = String(info.get('last-delivered-id'));
      if (lane.lastId === null || compareEntryIds(delivered, lane.lastId) > 0) lane.lastId = delivered;
      const lag = info.get('lag');
      return { pending: Number(info.get('pending')), lag: lag === null || lag === undefined ? null : Number(lag) };
    }
    this.#metrics.noGroup.inc({ group: this.#group });
    return null;
  }

  /** Sums the last audits into the gauges. */
  report(orgs: Iterable<OrgWork>): void {
    let [lag, unknown, pending] = [0, 0, 0];
    for (const org of orgs) {
      lag += org.lagEntries;
      pending += org.pendingEntries;
      if (!org.isLagKnown) unknown++;
    }
    this.#metrics.lag.set({ group: this.#group }, lag);
    this.#metrics.lagUnknown.set({ group: this.#group }, unknown);
    this.#metrics.pending.set({ group: this.#group }, pending);
  }
}

function probeCommand(org: OrgWork): RedisCommand {
  const keys = org.lanes.map(({ lane }) => org.keys.lane(lane));
  const args = ['COUNT', 1, 'STREAMS', ...keys, ...org.lanes.map(({ lastId }) => lastId ?? '0-0')];
  return { name: 'XREAD', key: keys[0] as string, args, retry: 'free' };
}

/** Nothing was there, so if nothing moved meanwhile every lane had been read to its end when the probe was sent. */
function noteEnd(org: OrgWork, startedAtMs: number): void {
  if (!isQuiet(org)) return;
  for (const lane of org.lanes)
    if (lane.mode === 'new' && !lane.hasMore && !lane.isUnreadable) lane.readToEndAtMs = startedAtMs;
}

function unacked(org: OrgWork): number {
  return unsettledEntries(org) + (org.running === null ? 0 : 1);
}
