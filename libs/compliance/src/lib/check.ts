import type { SecurityArea } from '@redoubt/contracts';
import type { Evidence } from './evidence.ts';

/** How a check ended. `not-measured` is never a pass; `manual` is what a person attested; `waived` is a fail somebody answers for. */
export const CHECK_STATUSES = ['pass', 'fail', 'not-measured', 'not-applicable', 'manual', 'waived'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

export type CheckRank = 'critical' | 'high' | 'medium' | 'low';
export type CheckArea = SecurityArea | 'monitoring' | 'response' | 'change' | 'supply' | 'governance';

/** One look at one thing: what was asked, when, and what came back. */
export interface Observation {
  /** `redis 10.0.0.5:6379`, `postgresql`, `acl-manager`. */
  subject: string;
  /** As it was sent: `CONFIG GET port`. */
  command: string;
  /** Epoch ms. */
  atMs: number;
  /** What came back, without secrets and hashes; null when nothing did. */
  value: string | null;
  verdict: 'pass' | 'fail' | 'not-measured';
}

/** What came of measuring. */
export interface Measurement {
  status: Exclude<CheckStatus, 'waived'>;
  /** In one line; for what was not measured: why. */
  summary: string;
  observations: readonly Observation[];
}

/** What is known of a check without measuring it. */
export interface CheckCard {
  /** `tls.bus`; stable. */
  checkId: string;
  area: CheckArea;
  rank: CheckRank;
  title: string;
  /** What a pass shows, for those who judge a control. */
  shows: string;
  /** What to do when it fails. */
  fix: string;
  /** How long a person may vouch for it at most, where nothing can measure it. */
  attestDays?: number;
}

/** A control of the installation and how it is measured. */
export interface Check extends CheckCard {
  measure: (evidence: Evidence) => Measurement;
}

/** Who answers for a check that fails, and until when. */
export interface Waiver {
  waiverId: string;
  checkId: string;
  owner: string;
  reason: string;
  /** Epoch ms. */
  createdAtMs: number;
  expiresAtMs: number;
  createdBy: string;
}

/** A check as a run found it. */
export interface CheckResult extends CheckCard {
  status: CheckStatus;
  summary: string;
  observations: readonly Observation[];
  waiver?: Waiver;
}

/** Points of a check in the score. */
export const WEIGHTS: Readonly<Record<CheckRank, number>> = { critical: 10, high: 6, medium: 3, low: 1 };
