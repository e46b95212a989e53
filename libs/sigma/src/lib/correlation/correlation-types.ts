import type { CorrelationRule } from '../model/rule.ts';

/** One match of a rule that a correlation counts: a detection on an event, or a correlation below another. */
export interface CorrelationHit {
  ruleId: string;
  eventId: string;
  /** Detection time: the event time, or the accept time of an event flagged as future. Epoch ms. */
  timeMs: number;
  /** Accept time, epoch ms. */
  receivedAtMs: number;
  /** Where the event comes from (host and log source): lateness is judged per source. */
  sourceKey: string;
  /** Value of a field of the event; undefined when it has none. */
  field(name: string): unknown;
}

/** A correlation whose conditions hold for a window that the new event is in. */
export interface CorrelationMatch {
  rule: CorrelationRule;
  /** `name=value` pairs joined by commas; backslash, comma and equals sign in them are escaped. Empty without group-by. */
  groupKey: string;
  group: Record<string, string>;
  /** End of the window: the event time of its newest event, epoch ms. */
  timeMs: number;
  /** The event time of its oldest event, epoch ms. */
  firstTimeMs: number;
  /** The newest events of the window, at most MAX_MATCH_EVENTS, oldest first. */
  eventIds: string[];
  /** Events in the window; exact at the first match of a group, later at least the number that decides. */
  count: number;
  /** Those of them that no earlier match of the group has counted. */
  addedCount: number;
  newEventId: string;
  /** What the conditions were applied to. */
  value: number;
}

/** Most event ids in a match. */
export const MAX_MATCH_EVENTS = 20;

/** Bounds of one organisation's state. What lies beyond is dropped as each line says, and counted. */
export interface CorrelationLimits {
  /** Groups over all rules; the least recently touched leave. */
  maxGroups: number;
  /** Entries of one group; the oldest leave (of event_count: neighbours merge first). */
  maxEntriesPerGroup: number;
  /** Entries over all groups; the least recently touched groups leave. */
  maxEntries: number;
  /** Sources with a watermark; the least recently heard leave. */
  maxSources: number;
  /** A source that sends nothing for so long no longer holds the floor down. */
  sourceIdleMs: number;
  /** How far behind its source's newest event an event may come and still be counted exactly. */
  latenessMs: number;
  /** Entries looked at for one event that came out of order; further window ends are left out. */
  maxVisits: number;
}

export const DEFAULT_CORRELATION_LIMITS: CorrelationLimits = {
  maxGroups: 50_000,
  maxEntriesPerGroup: 10_000,
  maxEntries: 500_000,
  maxSources: 1_000,
  sourceIdleMs: 10 * 60_000,
  latenessMs: 5 * 60_000,
  maxVisits: 200_000,
};

export interface CorrelatorOptions {
  limits?: Partial<CorrelationLimits>;
  /** For rules that name none: no second match of a group within so many seconds of event time. */
  suppressSeconds?: number;
  /** `alert` (default): every further event matches while the conditions hold. `reset`: a match empties its window. */
  actionOnMatch?: 'alert' | 'reset';
}

/** Counters since the state was made; sizes are of now. */
export interface CorrelationStats {
  groups: number;
  entries: number;
  sources: number;
  /** Hits left out because the event lacks a field to group by. */
  hitsWithoutGroup: number;
  /** Hits left out because the event lacks the field whose values count, or it is no number where one is asked for. */
  hitsWithoutValue: number;
  /** Hits further behind their source than the lateness allows: counted over what is still kept. */
  lateHits: number;
  groupsEvicted: number;
  entriesDropped: number;
  /** Out-of-order events whose later window ends were not all looked at. */
  evaluationsCut: number;
  sourcesEvicted: number;
  /** Checkpoints that could not be read. */
  restoresRefused: number;
}

/** A changed part of the state: `bytes` null means it is gone. */
export interface CorrelationCheckpoint {
  ruleId: string;
  groupHash: string;
  bytes: Buffer | null;
}

/** Stands for a rule id in checkpoints of the table of sources. */
export const SOURCES_CHECKPOINT = '@sources';
