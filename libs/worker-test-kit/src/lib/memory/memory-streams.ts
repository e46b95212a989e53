import type { EntryId, Lane, OrgId, RecordLane } from '@redoubt/contracts';
import { lanesOfGroup, type GroupName } from '@redoubt/key-schema';
import {
  AppendedOtherwise,
  AppendRefused,
  type AppendRequest,
  type AppendResult,
  type FrameAppender,
} from '@redoubt/stream';

export interface MemoryEntry {
  entryId: EntryId;
  acceptedAtMs: number;
  lines: readonly Buffer[];
}

export interface MemoryDeadLetter {
  eventId: string;
  reason: string;
}

interface OrgStreams {
  lanes: Record<Lane, MemoryEntry[]>;
  batches: Map<string, NonNullable<AppendRequest['idempotency']>>;
  groups: Set<GroupName>;
  /** Group and lane → ids acknowledged. */
  acked: Map<string, Set<EntryId>>;
  deadLetters: Map<GroupName, MemoryDeadLetter[]>;
}

/**
 * The streams of a cluster as plain arrays: same appends, groups, acknowledgements and dead letters, no Redis.
 * For specs of handlers; it passes the conformance suite of the real one. Unbounded, since a test ends.
 */
export class MemoryStreams implements FrameAppender {
  readonly #orgs = new Map<OrgId, OrgStreams>();
  readonly #listeners = new Set<() => void>();
  #lastMs = Date.UTC(2026, 0, 1);
  #isClosed = false;

  provision(orgId: OrgId, groups: readonly GroupName[]): void {
    const org: OrgStreams = this.#orgs.get(orgId) ?? {
      lanes: { s: [], p: [], c: [], d: [], a: [], x: [], u: [] },
      batches: new Map(),
      groups: new Set(),
      acked: new Map(),
      deadLetters: new Map(),
    };
    for (const group of groups) org.groups.add(group);
    this.#orgs.set(orgId, org);
  }

  append(request: AppendRequest): Promise<AppendResult> {
    if (this.#isClosed) return Promise.reject(new AppendRefused('closed', 'closed', 0));
    const org = this.#org(request.orgId);
    const accepted = request.lanes.reduce((n, { lines }) => n + lines.length, 0);
    if (request.idempotency) {
      const { batchId, bodyDigest, leftOutBelowRank = 0 } = request.idempotency;
      const known = org.batches.get(batchId);
      if (known !== undefined && known.bodyDigest !== bodyDigest) {
        return Promise.reject(new AppendRefused('idempotency_conflict', 'used with another body', 0));
      }
      const leftOut = known?.leftOutBelowRank ?? 0;
      if (known !== undefined && leftOut !== leftOutBelowRank) return Promise.reject(new AppendedOtherwise(leftOut));
      if (known !== undefined) return Promise.resolve({ duplicate: true, accepted });
      org.batches.set(batchId, request.idempotency);
    }
    for (const { lane, lines } of request.lanes) if (lines.length > 0) this.#push(org, lane, lines);
    for (const listener of this.#listeners) listener();
    return Promise.resolve({ duplicate: false, accepted });
  }

  /** Appends records as one entry; returns its id. */
  appendRecords(orgId: OrgId, lane: RecordLane, lines: readonly Buffer[]): EntryId {
    const entryId = this.#push(this.#org(orgId), lane, lines);
    for (const listener of this.#listeners) listener();
    return entryId;
  }

  #push(org: OrgStreams, lane: Lane, lines: readonly Buffer[]): EntryId {
    const entryId = `${++this.#lastMs}-0`;
    org.lanes[lane].push({ entryId, acceptedAtMs: this.#lastMs, lines });
    return entryId;
  }

  #org(orgId: OrgId): OrgStreams {
    const org = this.#orgs.get(orgId);
    if (!org) throw new Error('the organisation was not provisioned');
    return org;
  }

  /** Organisations that have the group. */
  orgsOf(group: GroupName): OrgId[] {
    return [...this.#orgs].filter(([, org]) => org.groups.has(group)).map(([orgId]) => orgId);
  }

  /** Entries a group has not acknowledged, in stream order. */
  unacknowledged(orgId: OrgId, group: GroupName, lane: Lane): MemoryEntry[] {
    const org = this.#org(orgId);
    const acked = org.acked.get(`${group} ${lane}`);
    return org.lanes[lane].filter((entry) => !acked?.has(entry.entryId));
  }

  acknowledge(orgId: OrgId, group: GroupName, lane: Lane, entryId: EntryId): void {
    const org = this.#org(orgId);
    const key = `${group} ${lane}`;
    const acked = org.acked.get(key) ?? new Set<EntryId>();
    acked.add(entryId);
    org.acked.set(key, acked);
  }

  bury(orgId: OrgId, group: GroupName, letters: readonly MemoryDeadLetter[]): void {
    const org = this.#org(orgId);
    org.deadLetters.set(group, [...(org.deadLetters.get(group) ?? []), ...letters]);
  }

  deadLetters(orgId: OrgId, group: GroupName): readonly MemoryDeadLetter[] {
    return this.#org(orgId).deadLetters.get(group) ?? [];
  }

  /** Entries a group has not acknowledged in the streams it reads. */
  pending(orgId: OrgId, group: GroupName): number {
    return lanesOfGroup(group).reduce((n, lane) => n + this.unacknowledged(orgId, group, lane).length, 0);
  }

  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }
}
