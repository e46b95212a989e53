import type { CheckResult, CheckStatus, Waiver } from '../check.ts';
import type { FrameworkId } from '../frameworks/framework.ts';
import type { NodeSummary, OperationalFigures, Scope } from '../run.ts';
import type { Score, StatusCounts } from '../score.ts';

/** `exception`: something fails; `partial`: some passes, some was not measured; `none`: nothing was measured. */
export type ControlStatus = 'supported' | 'partial' | 'exception' | 'none' | 'not-applicable';

export interface ReportControl {
  controlId: string;
  summary: string;
  aliases: readonly string[];
  status: ControlStatus;
  checks: readonly { checkId: string; status: CheckStatus; why: string }[];
}

/** A check over the period: how many runs ended how, and the newest in full. */
export interface ReportCheck extends CheckResult {
  period: { runs: number; passed: number; failed: number; other: number };
}

/** One of the yes-or-no facts that managers ask for; `unknown` when its checks were not measured. */
export type FactState = 'yes' | 'no' | 'unknown';

export interface SecurityConfiguration {
  authenticationEnabled: FactState;
  encryptionInTransit: FactState;
  encryptionAtRest: FactState;
  networkIsolation: FactState;
  leastPrivilege: FactState;
  auditTrail: FactState;
}

export interface Recommendation {
  checkId: string;
  priority: 'critical' | 'high' | 'medium' | 'low';
  text: string;
  because: string;
}

export interface AuditTrailEntry {
  /** Epoch ms. */
  atMs: number;
  actor: string;
  action: string;
  target: string;
  reason: string;
}

/** What auditors get, about one framework and one period. */
export interface ComplianceReport {
  schemaVersion: 1;
  kind: 'redoubt-compliance-report';
  reportId: string;
  title: string;
  framework: { id: FrameworkId; name: string; version: string; mappingVersion: string; note: string };
  scope: Scope;
  /** Epoch ms, the end not included. */
  period: { fromMs: number; toMs: number };
  createdAtMs: number;
  requestedBy: string;
  /** The run whose findings are shown; null when there was none in the period. */
  run: {
    runId: string;
    seq: number;
    atMs: number;
    hash: string;
    keyId: string;
    collectorVersion: string;
    trigger: string;
    requestedBy: string;
  } | null;
  nodes: readonly NodeSummary[];
  down: readonly { address: string; reason: string }[];
  summary: {
    score: Score;
    counts: StatusCounts;
    controls: { total: number; withEvidence: number; exceptions: number };
    /** One sentence with its denominator. */
    statement: string;
  };
  securityConfiguration: SecurityConfiguration;
  operationalSecurity: OperationalFigures | null;
  /** Oldest first. */
  trend: readonly { atMs: number; score: number | null; measuredShare: number; hash: string }[];
  controls: readonly ReportControl[];
  checks: readonly ReportCheck[];
  recommendations: readonly Recommendation[];
  waivers: readonly Waiver[];
  /** Newest first. */
  auditTrail: readonly AuditTrailEntry[];
  limits: readonly string[];
}
