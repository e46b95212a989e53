import { frameworkOf, FRAMEWORK_IDS } from '../frameworks/framework.ts';
import { CHECKS, measureAll } from '../catalogue.ts';
import { newSigningKey, parseSigningKey } from '../integrity/seal.ts';
import { countStatuses, scoreOf } from '../score.ts';
import type { ComplianceRun } from '../run.ts';
import { REPORT_FORMATS, renderReport } from '../../render.ts';
import { AT_MS, makeEvidence, makeNode } from '../../testing/make-evidence.ts';
import { buildReport, type ReportInput } from './build-report.ts';
import { signReport, verifySignedReport } from './signed-report.ts';

const key = parseSigningKey(newSigningKey());

function inputOf(changes: Partial<ReportInput> = {}): ReportInput {
  const checks = measureAll(makeEvidence({ nodes: [makeNode({ functions: ['=cmd|calc'] })] }), []);
  const run: ComplianceRun = {
    ...{
      schemaVersion: 1,
      runId: 'r',
      scope: { kind: 'platform', name: 'Spec' },
      startedAtMs: AT_MS,
      endedAtMs: AT_MS,
    },
    ...{ trigger: 'request', requestedBy: 'ana', collectorVersion: '1', nodes: [], down: [], checks },
    ...{ counts: countStatuses(checks), score: scoreOf(checks) },
    figures: {
      ...{ authenticationAttempts: 1, authenticationFailures: 0, authenticationSuccessRate: 1, deniedCommands: 0 },
      ...{
        tlsConnections: 1,
        plainConnections: 0,
        openAlerts: 0,
        criticalAlerts: 0,
        openIncidents: 0,
        closedIncidents: 0,
      },
    },
  };
  return {
    ...{ reportId: '5c1d1f3e-3b1a-4c8e-9a77-0d2f5b8c4e11', frameworkId: 'soc2', scope: run.scope },
    ...{ period: { fromMs: AT_MS - 86_400_000, toMs: AT_MS + 1 }, createdAtMs: AT_MS, requestedBy: 'ana' },
    ...{ newest: { run, seq: 1, hash: 'a'.repeat(64), keyId: key.keyId }, runs: [], waivers: [], auditTrail: [] },
    ...changes,
  };
}

describe('mappings', () => {
  it('name checks that exist, with a reason each, and leave none out', () => {
    const known = new Set(CHECKS.map(({ checkId }) => checkId));
    const mapped = FRAMEWORK_IDS.flatMap((id) => frameworkOf(id).controls.flatMap(({ checks }) => checks));
    expect(mapped.filter(({ checkId, why }) => !known.has(checkId) || why.length < 10)).toEqual([]);
    expect([...known].filter((checkId) => !mapped.some((one) => one.checkId === checkId))).toEqual([]);
  });
});

describe('a report', () => {
  it('states its denominator and never that anything complies', () => {
    const { summary, limits } = buildReport(inputOf());
    expect(summary.statement).toMatch(/^Automated evidence for \d+ of 17 mapped controls/);
    expect(limits[0]).toContain('not an audit opinion');
    expect(JSON.stringify(buildReport(inputOf()))).not.toMatch(/compliant|100 ?%/);
  });

  it('verifies, and shows what was changed', () => {
    const signed = signReport(buildReport(inputOf()), key);
    expect(verifySignedReport(signed, [key.publicKey]).faults).toEqual([]);
    const other = parseSigningKey(newSigningKey());
    expect(verifySignedReport(signed, [other.publicKey]).faults).toEqual([
      expect.stringContaining('nobody here knows'),
    ]);
    const checks = signed.report.checks.map((check) => ({ ...check, status: 'pass' as const }));
    const forged = { ...signed, report: { ...signed.report, checks } };
    expect(verifySignedReport(forged).faults.length).toBeGreaterThan(1);
  });

  it('gives the same bytes in every format, also of a period without a run', async () => {
    for (const changes of [{}, { newest: undefined }]) {
      const signed = signReport(buildReport(inputOf(changes)), key);
      for (const format of REPORT_FORMATS) {
        const [first, again] = [await renderReport(signed, format), await renderReport(signed, format)];
        expect(first.length).toBeGreaterThan(500);
        expect(first.equals(again)).toBe(true);
      }
    }
  });

  it('makes formulas harmless in CSV and tags harmless in HTML', async () => {
    const signed = signReport(buildReport(inputOf({ requestedBy: '<b>' })), key);
    const csv = (await renderReport(signed, 'csv')).toString();
    expect(csv).toContain("'=cmd|calc");
    expect(csv).not.toMatch(/(^|,)[=+@]/m);
  });
});
