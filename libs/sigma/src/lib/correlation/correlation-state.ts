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
import { RecencyList } from './recency-list.ts';
import { SourceWatermarks } from './source-watermarks.ts';

/** Dead groups of a rule that go when one of its groups is touched. */
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
  readonly #groups = new Map<string, CorrelationGroup>();
  readonly #byRule = new Map<string, RecencyList<CorrelationGroup>>();
  readonly #sources: SourceWatermarks;
  readonly #dirtyGroups = new Set<CorrelationGroup>();
  readonly #dirtySources = new Set<string>();
  readonly #gone = new Map<string, { ruleId: string; groupHash: string }>();
  #restored: { groups: CorrelationGroup[]; sources: ReturnType<typeof decodeSource>[] } | undefined;
  #rulesOf: unknown;
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
      this.#groups.set(mapKey, group);
      if (this.#gone.size > 0) this.#gone.delete(goneKey(group.ruleId, group.hash));
    }
    group.touch = ++this.#touch;
    this.#listOf(group.ruleId).touch(group);
    this.#dirtyGroups.add(group);
    return group;
  }

  /** Settles the bounds after a group changed. */
  settle(group: CorrelationGroup, entriesBefore: number): void {
    this.#entries += group.entries.length - entriesBefore;
    while (this.#groups.size > this.limits.maxGroups || this.#entries > this.limits.maxEntries) {
      const oldest = this.#leastRecent();
      if (oldest === undefined || oldest === group) return;
      this.#remove(oldest);
      this.counters.groupsEvicted++;
    }
  }

  /**
   * Drops the least recently touched groups of a rule that can matter no more. Which ones depends on nothing but the
   * history, so a restored state drops the same.
   */
  purge(plan: CorrelationPlan, limit = PURGE_STEP): void {
    const list = this.#listOf(plan.rule.id);
    const { settledMs } = this.clock;
    for (let dropped = 0; dropped < limit; dropped++) {
      const { oldest } = list;
      if (oldest === undefined || !oldest.isDead(plan, settledMs)) return;
      this.#remove(oldest);
    }
  }

  /** Drops the groups of rules that are gone, when the rules are others than before. */
  useRules(plans: ReadonlyMap<string, CorrelationPlan>): void {
    if (this.#rulesOf === plans) return;
    this.#adoptRestored();
    this.#rulesOf = plans;
    for (const [ruleId, list] of this.#byRule) {
      if (plans.has(ruleId)) continue;
      for (let { oldest } = list; oldest !== undefined; oldest = list.oldest) this.#remove(oldest);
      this.#byRule.delete(ruleId);
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
      this.#listOf(group.ruleId).touch(group);
      this.#entries += group.entries.length;
      this.#touch = Math.max(this.#touch, group.touch);
    }
    this.#sources.restore(sources);
    for (const mark of sources) {
      this.#touch = Math.max(this.#touch, mark.touch);
      this.#nowMs = Math.max(this.#nowMs, mark.lastReceivedMs);
    }
  }

  #listOf(ruleId: string): RecencyList<CorrelationGroup> {
    let list = this.#byRule.get(ruleId);
    if (list === undefined) {
      list = new RecencyList();
      this.#byRule.set(ruleId, list);
    }
    return list;
  }

  #leastRecent(): CorrelationGroup | undefined {
    let least: CorrelationGroup | undefined;
    for (const { oldest } of this.#byRule.values()) {
      if (oldest !== undefined && (least === undefined || oldest.touch < least.touch)) least = oldest;
    }
    return least;
  }

  #remove(group: CorrelationGroup): void {
    this.#groups.delete(mapKeyOf(group.ruleId, group.groupKey));
    this.#listOf(group.ruleId).remove(group);
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
