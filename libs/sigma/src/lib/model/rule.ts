import type { Severity } from '@redoubt/contracts';
import type { Pattern } from './pattern.ts';

/** Where events come from, as Sigma names it. Absent parts match everything. */
export interface LogSource {
  product?: string;
  service?: string;
  category?: string;
}

/** One `field|modifiers: values` item: true when any of its patterns holds for any value of the field. */
export interface Leaf {
  /** Null for keywords: the patterns are looked for in every text of the event. */
  field: string | null;
  patterns: Pattern[];
}

/** A rule's condition over its leaves, without identifiers: `all` modifiers are `and`, lists of conditions `or`. */
export type Expression =
  | { op: 'and' | 'or'; of: Expression[] }
  | { op: 'not'; of: Expression }
  | { op: 'leaf'; leaf: number }
  | { op: 'constant'; value: boolean };

/** Facts of a rule that alerts carry. */
export interface RuleHead {
  /** The rule's id, or its name when it has none; unique within a pack. */
  id: string;
  name?: string;
  title: string;
  level: Severity;
  status?: string;
  author?: string;
  description?: string;
  references: string[];
  tags: string[];
  falsePositives: string[];
  /** Path of the file inside its pack and line of the document in it. */
  path: string;
  line: number;
  /** Our own attributes under `redoubt:`. `subject` names the fields that tell its alerts apart. */
  subject?: ('sourceIp' | 'user' | 'asset')[];
  /** Matched events as the reason names them, e.g. `failed logins`. */
  noun?: string;
  /** Rule ids whose open alert on the same subject keeps this one quiet. */
  inhibitedBy?: string[];
  /** False when it runs only in organisations that switch it on (`redoubt: {enabled: false}`). Absent: true. */
  isEnabledByDefault?: boolean;
}

/** A rule over single events, ready to evaluate: no YAML, no modifiers, no identifiers. */
export interface DetectionRule extends RuleHead {
  kind: 'detection';
  logSource: LogSource;
  leaves: Leaf[];
  condition: Expression;
  /** False when only correlations that do not say `generate` refer to it: it raises no alert of its own. */
  isGenerating: boolean;
  /** Names of its search identifiers with their part of the tree, for `explain`. */
  identifiers: Record<string, Expression>;
}

export type CorrelationType =
  'event_count' | 'value_count' | 'temporal' | 'temporal_ordered' | 'value_sum' | 'value_avg' | 'value_percentile';

/** A rule over what other rules matched. */
export interface CorrelationRule extends RuleHead {
  kind: 'correlation';
  type: CorrelationType;
  /** Ids of the rules it counts, detections or correlations, names already resolved. */
  rules: string[];
  groupBy: string[];
  /** Group field → rule id → field of that rule's events. */
  aliases: Record<string, Record<string, string>>;
  timespanMs: number;
  /** All must hold, so two of them make a range. Empty for temporal types without a condition. */
  conditions: { op: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq'; value: number }[];
  /** What value_* types look at; several fields count as one tuple. */
  fields: string[];
  /** Of value_percentile, 0-100. */
  percentile?: number;
  isGenerating: boolean;
  /** Seconds without another match of the same group after one; absent = every further event matches. */
  suppressSeconds?: number;
}

export type Rule = DetectionRule | CorrelationRule;

/** Why a document was not loaded. */
export interface RuleRefusal {
  path: string;
  line: number;
  ruleId?: string;
  name?: string;
  title?: string;
  code: string;
  detail: string;
}

/** What a rule that was loaded says, yet its author hardly meant; for `lintPack`. */
export interface RuleWarning {
  ruleId: string;
  path: string;
  line: number;
  code: string;
  detail: string;
}

/** A named set of rules as `rules import` makes it: stored as JSON, loaded by the engine without reading YAML. */
export interface RulePack {
  schemaVersion: 1;
  packId: string;
  version: string;
  title: string;
  license?: string;
  rules: Rule[];
  refused: RuleRefusal[];
  /** Seen while the files were read. */
  warnings?: RuleWarning[];
}
