import type { AlertSettings } from '@redoubt/alerting';
import type { Alert } from '@redoubt/contracts';
import type { RuleOverride } from '@redoubt/rulebook';
import type { Rule, RulePack } from '@redoubt/sigma';

/** A pack as the thread takes it: its JSON, or none for the built-in one, which the thread reads itself. */
export interface PackText {
  packId: string;
  json?: Uint8Array;
}

/** Something about the text of a rule. Those of severity `error` keep it from being loaded. */
export interface RuleProblem {
  line?: number;
  code: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
}

/** Looks a rule up. */
export interface FindJob {
  kind: 'find';
  packs: readonly PackText[];
  ruleId: string;
}

/** Lists what is shown of the rules of a pack. */
export interface FactsJob {
  kind: 'facts';
  pack: PackText;
}

/** What lists show of a rule; the rest of a pack is large. */
export type RuleFacts = Pick<Rule, 'id' | 'name' | 'title' | 'level' | 'kind' | 'author' | 'path' | 'tags'> & {
  isEnabledByDefault: boolean;
  hasThreshold: boolean;
};

/** Makes the pack of an organisation's own rules, one of them changed or taken out. */
export interface BuildJob {
  kind: 'build';
  packId: string;
  title: string;
  /** Own rules as they stand. */
  rules: readonly { ruleId: string; yaml: string }[];
  change: { yaml: string } | { withdraw: string };
  /** Packs whose rules may be named. */
  packs: readonly PackText[];
}

/** Runs rules over events. */
export interface TestJob {
  kind: 'test';
  orgId: string;
  packs: readonly PackText[];
  rule: { yaml: string } | { ruleId: string };
  /** Replaces what the organisation set for the rules under test. */
  override?: RuleOverride;
  overrides: Readonly<Record<string, RuleOverride>>;
  alertSettings: AlertSettings;
  latenessMs: number;
}

export interface Found {
  rule?: Rule;
}

export interface Built {
  problems: RuleProblem[];
  /** Absent when the text makes no rule. */
  ruleId?: string;
  title?: string;
  /** Absent when something keeps it from being loaded. */
  pack?: RulePack;
}

/** What a test answers before it takes events. */
export interface Ready {
  problems: RuleProblem[];
  /** False: there is nothing to run. */
  hasRules: boolean;
}

export interface TestEvent {
  eventId: string;
  line: string;
  acceptedAtMs: number;
}

export interface Progress {
  alertCount: number;
}

export interface TestResult {
  events: number;
  matches: number;
  /** The gravest, then those with most events; at most 100. */
  alerts: Alert[];
  alertCount: number;
  /** Events that could not be read or evaluated. */
  failureCount: number;
}

/** What a thread is asked, and what it answers. A test is begun, given events, and finished. */
export interface ThreadAnswers {
  find: [FindJob, Found];
  facts: [FactsJob, { rules: RuleFacts[] }];
  build: [BuildJob, Built];
  test: [TestJob, Ready];
  events: [{ events: readonly TestEvent[] }, Progress];
  finish: [{ finish: true }, TestResult];
}

export type ThreadMessage = ThreadAnswers[keyof ThreadAnswers][0];
