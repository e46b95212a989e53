import { measureAll } from '../lib/catalogue.ts';
import { countStatuses, scoreOf } from '../lib/score.ts';
import type { Waiver } from '../lib/check.ts';
import type { ReportInput } from '../lib/report/build-report.ts';
import type { ComplianceRun } from '../lib/run.ts';
import { AT_MS, makeEvidence, makeNode } from './make-evidence.ts';

/** What a report is made of: a run on one node with a function that nobody declared. */
export function makeReportInput(changes: Partial<ReportInput> = {}, waivers: readonly Waiver[] = []): ReportInput {
  const checks = measureAll(makeEvidence({ nodes: [makeNode({ functions: ['=cmd|calc'] })] }), waivers);
  const nodes = [
    { address: '127.0.0.1:7001', nodeId: 'a'.repeat(40), role: 'master', version: 'Redis 7.0.15' },
  ] as const;
  const run: ComplianceRun = {
    ...{ schemaVersion: 1, runId: 'r', scope: { kind: 'platform', name: 'Spec' } },
    ...{ startedAtMs: AT_MS, endedAtMs: AT_MS, trigger: 'request', requestedBy: 'ana', collectorVersion: '1' },
    ...{ nodes, down: [], checks, counts: countStatuses(checks), score: scoreOf(checks) },
    figures: {
      ...{ authenticationAttempts: 1, authenticationFailures: 0, authenticationSuccessRate: 1, deniedCommands: 0 },
      ...{ tlsConnections: 1, plainConnections: 0, openAlerts: 0, criticalAlerts: 0 },
      ...{ openIncidents: 0, closedIncidents: 0 },
    },
  };
  return {
    ...{ reportId: '5c1d1f3e-3b1a-4c8e-9a77-0d2f5b8c4e11', frameworkId: 'soc2', scope: run.scope },
    ...{ period: { fromMs: AT_MS - 86_400_000, toMs: AT_MS + 1 }, createdAtMs: AT_MS, requestedBy: 'ana' },
    ...{ newest: { run, seq: 1, hash: 'a'.repeat(64), keyId: 'b'.repeat(16) }, runs: [], waivers: [], auditTrail: [] },
    ...changes,
  };
}
