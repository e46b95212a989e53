import type { CheckStatus, Waiver } from '../check.ts';
import { frameworkOf, type FrameworkId, type MappedControl } from '../frameworks/framework.ts';
import type { ComplianceRun, RunSummary, Scope } from '../run.ts';
import { countStatuses, scoreOf } from '../score.ts';
import { limitsOf } from './limits.ts';
import type { AuditTrailEntry, ComplianceReport, ControlStatus, ReportCheck, ReportControl } from './report.ts';
import { configurationOf, recommendationsOf } from './summaries.ts';

export interface ReportInput {
  reportId: string;
  frameworkId: FrameworkId;
  scope: Scope;
  period: { fromMs: number; toMs: number };
  createdAtMs: number;
  requestedBy: string;
  /** The newest run of the period with its place in the chain; undefined when there was none. */
  newest: { run: ComplianceRun; seq: number; hash: string; keyId: string } | undefined;
  /** Every run of the period, oldest first. */
  runs: readonly RunSummary[];
  waivers: readonly Waiver[];
  /** Newest first. */
  auditTrail: readonly AuditTrailEntry[];
}

/** Puts a report together; the same input gives the same report. */
export function buildReport(input: ReportInput): ComplianceReport {
  const framework = frameworkOf(input.frameworkId);
  const { newest, scope, period } = input;
  const mapped = new Set(framework.controls.flatMap(({ checks }) => checks.map(({ checkId }) => checkId)));
  const checks = (newest?.run.checks ?? [])
    .filter(({ checkId }) => mapped.has(checkId))
    .map((check): ReportCheck => ({ ...check, period: periodOf(check.checkId, input.runs) }));
  const statuses = new Map(checks.map(({ checkId, status }) => [checkId, status]));
  const controls = framework.controls.map((control) => controlOf(control, statuses));
  const score = scoreOf(checks);
  const withEvidence = controls.filter(({ checks: of }) => of.some(({ status }) => isMeasured(status))).length;
  const exceptions = controls.filter(({ status }) => status === 'exception').length;
  const { id, name, version, mappingVersion, note } = framework;
  return {
    ...{ schemaVersion: 1, kind: 'redoubt-compliance-report', reportId: input.reportId },
    title: `${name} evidence report`,
    framework: { id, name, version, mappingVersion, note },
    ...{ scope, period, createdAtMs: input.createdAtMs, requestedBy: input.requestedBy },
    run: newest === undefined ? null : runOf(newest),
    nodes: scope.kind === 'platform' ? (newest?.run.nodes ?? []) : [],
    down: scope.kind === 'platform' ? (newest?.run.down ?? []) : [],
    summary: {
      ...{ score, counts: countStatuses(checks), controls: { total: controls.length, withEvidence, exceptions } },
      statement: statementOf({ total: controls.length, withEvidence, exceptions }, newest !== undefined),
    },
    securityConfiguration: configurationOf(newest?.run.checks ?? []),
    operationalSecurity: newest?.run.figures ?? null,
    trend: input.runs.map(({ atMs, score: value, measuredShare, hash }) => ({
      atMs,
      score: value,
      measuredShare,
      hash,
    })),
    ...{ controls, checks, recommendations: recommendationsOf(checks) },
    ...{ waivers: input.waivers, auditTrail: input.auditTrail, limits: limitsOf(framework, checks, scope) },
  };
}

function runOf({ run, seq, hash, keyId }: NonNullable<ReportInput['newest']>): ComplianceReport['run'] {
  const { runId, endedAtMs, collectorVersion, trigger, requestedBy } = run;
  return { runId, seq, atMs: endedAtMs, hash, keyId, collectorVersion, trigger, requestedBy };
}

function isMeasured(status: CheckStatus): boolean {
  return status === 'pass' || status === 'fail' || status === 'waived';
}

function statementOf(
  { total, withEvidence, exceptions }: { total: number; withEvidence: number; exceptions: number },
  hasRun: boolean,
): string {
  if (!hasRun) return 'No run took place in the period, so nothing was assessed.';
  const found = exceptions === 0 ? 'none of them with a failing check' : `${exceptions} of them with a failing check`;
  return `Automated evidence for ${withEvidence} of ${total} mapped controls, ${found}.`;
}

function controlOf(
  { controlId, summary, aliases, checks }: MappedControl,
  statuses: ReadonlyMap<string, CheckStatus>,
): ReportControl {
  const of = checks.map(({ checkId, why }) => ({
    checkId,
    why,
    status: statuses.get(checkId) ?? ('not-measured' as const),
  }));
  return {
    controlId,
    summary,
    aliases: aliases ?? [],
    status: controlStatus(of.map(({ status }) => status)),
    checks: of,
  };
}

function controlStatus(statuses: readonly CheckStatus[]): ControlStatus {
  const applicable = statuses.filter((status) => status !== 'not-applicable');
  if (applicable.length === 0) return 'not-applicable';
  if (applicable.includes('fail')) return 'exception';
  if (applicable.every((status) => status === 'pass')) return 'supported';
  return applicable.every((status) => status === 'not-measured') ? 'none' : 'partial';
}

function periodOf(checkId: string, runs: readonly RunSummary[]): ReportCheck['period'] {
  const statuses = runs.flatMap((run) => run.statuses[checkId] ?? []);
  const passed = statuses.filter((status) => status === 'pass').length;
  const failed = statuses.filter((status) => status === 'fail' || status === 'waived').length;
  return { runs: statuses.length, passed, failed, other: statuses.length - passed - failed };
}
