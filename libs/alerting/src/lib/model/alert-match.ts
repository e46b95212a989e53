import type { AlertSubject, AnomalyReason, Severity } from '@redoubt/contracts';

/** Fields of an event that alerts can be about, in the order in which incidents prefer them. */
export const SUBJECT_FIELDS = ['sourceIp', 'user', 'asset'] as const;
export type SubjectField = (typeof SUBJECT_FIELDS)[number];

/** What an alert needs to know of the rule that matched. */
export interface MatchedRule {
  id: string;
  /** The rule's title. */
  name: string;
  author?: string;
  tags: readonly string[];
  /** Fields that tell its alerts apart; absent = all the event has. Unused where the match has a group key. */
  subject?: readonly SubjectField[];
  /** Rules whose open alert on the same subject keeps this one quiet. */
  inhibitedBy?: readonly string[];
}

/** What a reason is made of besides subject, count, window and threshold. */
export interface ReasonWords {
  /** What was counted, plural: `failed logins`. Default `events`. */
  noun?: string;
  /** What `value` measures where it is no plain count of events: `distinct users`, `sum of bytes`. */
  measure?: string;
  /** How the value is compared with the threshold; default `gte`. */
  comparison?: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
  /** The whole reason in words, for sources that know better (an anomaly model). */
  text?: string;
}

/** One match of a rule, over a single event or over a window: the input of `AlertBook.applyMatch`. */
export interface AlertMatch {
  rule: MatchedRule;
  severity: Severity;
  /** All that is known: the book keeps the fields its rule names. */
  subject: AlertSubject;
  /** Group of a correlation; alerts of one rule are told apart by it instead of by the subject. */
  groupKey?: string;
  /** Event time of the match, epoch ms; accept time for events flagged as future. */
  timeMs: number;
  /** Event time of the oldest event in the window; absent = `timeMs`. */
  firstTimeMs?: number;
  /** Accept time of the event that completed the match, epoch ms. */
  receivedAtMs: number;
  /** The event that completed the match. A rule and group match once per event: alert ids are derived from it. */
  eventId: string;
  /** Events that counted, oldest first, at most 20, `eventId` among them. */
  eventIds: readonly string[];
  /** What is added to the count when the match opens an alert: events in the window. 1 for single events. */
  count: number;
  /** What is added when it goes on with an episode: events that no earlier match counted, usually 1. */
  addedCount: number;
  /** The aggregate that was compared with the threshold; absent = `count`. */
  value?: number;
  threshold?: number;
  windowSeconds?: number;
  /** An address that threat-intelligence lists name; score 0-100. */
  listed?: { address: string; score: number; lists: readonly string[] };
  anomalyScore?: number;
  anomalyReasons?: readonly AnomalyReason[];
  reason?: ReasonWords;
}
