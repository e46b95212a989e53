import { randomUUID } from 'node:crypto';
import {
  buildReport,
  canonicalJson,
  CHECKS,
  countStatuses,
  linkHash,
  newSigningKey,
  parseSigningKey,
  scoreOf,
  seal,
  sha256,
  signReport,
  type CheckResult,
  type CheckStatus,
  type ComplianceRun,
  type Scope,
} from '@redoubt/compliance';
import { renderReport } from '@redoubt/compliance/render';
import { appendRun, saveReport, type Database, type StoredReport } from '@redoubt/storage';

const key = parseSigningKey(newSigningKey());
const installation: Scope = { kind: 'platform', name: 'Spec' };

/** Keeps a run as compliance-reporter does: all checks pass but those that are named. */
export async function storeRun(
  database: Database,
  statuses: Readonly<Record<string, CheckStatus>> = {},
  { atMs = Date.now(), scope = installation }: { atMs?: number; scope?: Scope } = {},
): Promise<ComplianceRun> {
  const checks = CHECKS.map((check): CheckResult => {
    const { checkId, area, rank, title, shows, fix } = check;
    const card = { checkId, area, rank, title, shows, fix };
    const status = statuses[checkId] ?? 'pass';
    const verdict = status === 'pass' || status === 'fail' ? status : 'not-measured';
    const asked = { subject: 'redis 127.0.0.1:7001', command: 'CONFIG GET port', atMs };
    return { ...card, status, summary: `it is ${status}`, observations: [{ ...asked, value: '0', verdict }] };
  });
  const orgId = scope.kind === 'organization' ? scope.orgId : null;
  const node = { address: '127.0.0.1:7001', nodeId: 'a'.repeat(40), role: 'master', version: 'Redis 7.0.15' } as const;
  const figures = { openAlerts: 0, criticalAlerts: 0, openIncidents: 0, closedIncidents: 0 };
  const unknown = { authenticationAttempts: null, authenticationFailures: null, authenticationSuccessRate: null };
  const run: ComplianceRun = {
    ...{ schemaVersion: 1, runId: randomUUID(), scope, startedAtMs: atMs, endedAtMs: atMs, trigger: 'request' },
    ...{ requestedBy: 'spec', collectorVersion: '1', nodes: [node], down: [], checks },
    ...{ counts: countStatuses(checks), score: scoreOf(checks) },
    figures: { ...figures, ...unknown, deniedCommands: null, tlsConnections: null, plainConnections: null },
  };
  const text = canonicalJson(run);
  const found = Object.fromEntries(checks.map(({ checkId, status }) => [checkId, status]));
  const { value: score, measuredShare } = run.score;
  const row = { runId: run.runId, orgId, atMs, score, measuredShare, statuses: found, text };
  await appendRun(database, row, (previous) => seal(linkHash(previous, text), key));
  return run;
}

/** Keeps a report of a period without a run as compliance-reporter does. */
export async function storeReport(database: Database, { scope = installation }: { scope?: Scope } = {}) {
  const period = { fromMs: Date.now() - 1_000, toMs: Date.now() };
  const head = { reportId: randomUUID(), frameworkId: 'soc2', createdAtMs: period.toMs, requestedBy: 'spec' } as const;
  const report = buildReport({ ...head, scope, period, newest: undefined, runs: [], waivers: [], auditTrail: [] });
  const signed = signReport(report, key);
  const { summary } = signed.report;
  const stored: StoredReport = {
    ...{ reportId: head.reportId, orgId: scope.kind === 'organization' ? scope.orgId : null, framework: 'soc2' },
    ...{ ...period, createdAtMs: period.toMs, requestedBy: 'spec', runId: null, score: summary.score.value },
    ...{ statement: summary.statement, hash: signed.integrity.hash },
    files: { json: sha256(await renderReport(signed, 'json')) },
  };
  await saveReport(database, stored, canonicalJson(signed));
  return stored;
}
