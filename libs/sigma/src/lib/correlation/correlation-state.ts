import { decodeGroup, decodeSource, encodeGroup, encodeSource } from './checkpoint-codec.ts';
import type { CorrelationGroup, GroupClock } from './correlation-group.ts';
import type { CorrelationPlan } from './correlation-plan.ts';
import {
  type CorrelationCheckpoint,
  type CorrelationLimits,
  type CorrelationStats,
  SOURCES_CHECKPOINT,
} from './correlation-types.ts';
import { groupHashOf } from './group-key.ts';
import { SourceWatermarks } from './source-watermarks.ts';

/** Groups looked at per event in search of dead ones. */
const PURGE_STEP = 2;

/**
 * All windows of one organisation. It outlives the Correlator that fills it: after a change of rules the new one goes on
 * with it, and drops what no longer fits. Reads no clock; equal histories give equal states.
 */
export class CorrelationState {
  readonly limits: CorrelationLimits;
  readonly counters: Omit<CorrelationStats, 'groups' | 'entries' | 'sources'> = {
    hitsWithoutGroup: 0,
    hitsWithoutValue: 0,
    lateHits: 0,
    groupsEvicted: 0,
    entriesDropped: 0,
    evaluationsCut: 0,
    sourcesEvicted: 0,
    restoresRefused: 0,
  };
  /** In order of the last touch. */
  readonly #groups = new Map<string, CorrelationGroup>();
  readonly #sources: SourceWatermarks;
  readonly #dirtyGroups = new Set<CorrelationGroup>();
  readonly #dirtySources = new Set<string>();
  readonly #gone = new Map<string, { ruleId: string; groupHash: string }>();
  #restored: { groups: CorrelationGroup[]; sources: ReturnType<typeof decodeSource>[] } | undefined;
  #purge: MapIterator<[string, CorrelationGroup]> | undefined;
  #entries = 0;
  #touch = 0;
  #nowMs = Number.NEGATIVE_INFINITY;

  constructor(limits: CorrelationLimits) {
    this.limits = limits;
    this.#sources = new SourceWatermarks(limits.maxSources, limits.sourceIdleMs, (key, isOverflow) => {
      this.#dirtySources.add(key);
      if (isOverflow) this.counters.sourcesEvicted++;
    });
  }

  get stats(): CorrelationStats {
    this.#adoptRestored();
    return { ...this.counters, groups: this.#groups.size, entries: this.#entries, sources: this.#sources.size };
  }

  /** Event time that no event is expected to precede, and the bounds that go with it. */
  get clock(): GroupClock {
    const settledMs = this.#sources.lowestMs - this.limits.latenessMs;
    return { settledMs, nowMs: this.#nowMs, maxEntries: this.limits.maxEntriesPerGroup };
  }

  /** Takes note of a source's event before its groups are touched. */
  observeSource(sourceKey: string, timeMs: number, receivedAtMs: number): void {
    this.#adoptRestored();
    this.#nowMs = Math.max(this.#nowMs, receivedAtMs);
    const beforeMs = this.#sources.observe(sourceKey, timeMs, receivedAtMs, ++this.#touch);
    this.#dirtySources.add(sourceKey);
    if (timeMs < beforeMs - this.limits.latenessMs) this.counters.lateHits++;
  }

  /** The group of a key, made when it is not there, and now the most recently touched. */
  touch(mapKey: string, make: () => CorrelationGroup): CorrelationGroup {
    let group = this.#groups.get(mapKey);
    if (group === undefined) {
      group = make();
      if (this.#gone.size > 0) this.#gone.delete(goneKey(group.ruleId, group.hash));
    } else this.#groups.delete(mapKey);
    group.touch = ++this.#touch;
    this.#groups.set(mapKey, group);
    this.#dirtyGroups.add(group);
    return group;
  }

  /** Settles the bounds after a group changed. */
  settle(group: CorrelationGroup, entriesBefore: number): void {
    this.#entries += group.entries.length - entriesBefore;
    for (const [key, oldest] of this.#groups) {
      const isOver = this.#groups.size > this.limits.maxGroups || this.#entries > this.limits.maxEntries;
      if (!isOver || oldest === group) return;
      this.#remove(key, oldest);
      this.counters.groupsEvicted++;
    }
  }

  /** Looks at a few groups and drops those that can matter no more, or whose rule is gone. */
  purgeSome(planOf: (ruleId: string) => CorrelationPlan | undefined): void {
    const { settledMs } = this.clock;
    this.#purge ??= this.#groups.entries();
    for (let looked = 0; looked < PURGE_STEP; looked++) {
      const next = this.#purge.next();
      if (next.done) {
        this.#purge = undefined;
        return;
      }
      const [key, group] = next.value;
      const plan = planOf(group.ruleId);
      if (plan === undefined || plan.shape !== group.shape || group.isDead(plan, settledMs)) this.#remove(key, group);
    }
  }

  /** What changed since the last call, to be stored under (ruleId, groupHash). Rows of SOURCES_CHECKPOINT are sources. */
  takeDirty(): CorrelationCheckpoint[] {
    this.#adoptRestored();
    const rows: CorrelationCheckpoint[] = [];
    for (const { ruleId, groupHash } of this.#gone.values()) rows.push({ ruleId, groupHash, bytes: null });
    for (const group of this.#dirtyGroups) {
      rows.push({ ruleId: group.ruleId, groupHash: group.hash, bytes: encodeGroup(group) });
    }
    for (const key of this.#dirtySources) {
      const mark = this.#sources.get(key);
      const bytes = mark === undefined ? null : encodeSource(mark);
      rows.push({ ruleId: SOURCES_CHECKPOINT, groupHash: groupHashOf(key), bytes });
    }
    this.#gone.clear();
    this.#dirtyGroups.clear();
    this.#dirtySources.clear();
    return rows;
  }

  /**
   * Puts back one stored row, in any order, before the first event.
   *
   * @returns false when the bytes cannot be read: the row counts as gone
   */
  restore(ruleId: string, groupHash: string, bytes: Buffer): boolean {
    this.#restored ??= { groups: [], sources: [] };
    try {
      if (ruleId === SOURCES_CHECKPOINT) this.#restored.sources.push(decodeSource(bytes));
      else this.#restored.groups.push(decodeGroup(ruleId, bytes));
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.counters.restoresRefused++;
      this.#gone.set(goneKey(ruleId, groupHash), { ruleId, groupHash });
      return false;
    }
  }

  #adoptRestored(): void {
    if (this.#restored === undefined) return;
    const { groups, sources } = this.#restored;
    this.#restored = undefined;
    for (const group of groups.sort((a, b) => a.touch - b.touch)) {
      this.#groups.set(mapKeyOf(group.ruleId, group.groupKey), group);
      this.#entries += group.entries.length;
      this.#touch = Math.max(this.#touch, group.touch);
    }
    this.#sources.restore(sources);
    for (const mark of sources) {
      this.#touch = Math.max(this.#touch, mark.touch);
      this.#nowMs = Math.max(this.#nowMs, mark.lastReceivedMs);
    }
  }

  #remove(key: string, group: CorrelationGroup): void {
    this.#groups.delete(key);
    this.#entries -= group.entries.length;
    this.#dirtyGroups.delete(group);
    this.#gone.set(goneKey(group.ruleId, group.hash), { ruleId: group.ruleId, groupHash: group.hash });
  }
}

/** Name of a group among those of all rules. */
export function mapKeyOf(ruleId: string, groupKey: string): string {
  return `${ruleId}\0${groupKey}`;
}

function goneKey(ruleId: string, groupHash: string): string {
  return `${ruleId}\0${groupHash}`;
}
