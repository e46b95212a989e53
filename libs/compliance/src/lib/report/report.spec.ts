import { frameworkOf, FRAMEWORK_IDS } from '../frameworks/framework.ts';
import { CHECKS } from '../catalogue.ts';
import { newSigningKey, parseSigningKey } from '../integrity/seal.ts';
import { REPORT_FORMATS, renderReport } from '../../render.ts';
import { makeReportInput } from '../../testing/make-report.ts';
import { buildReport } from './build-report.ts';
import { signReport, verifySignedReport } from './signed-report.ts';

const key = parseSigningKey(newSigningKey());

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
    const { summary, limits } = buildReport(makeReportInput());
    expect(summary.statement).toMatch(/^Automated evidence for \d+ of 17 mapped controls/);
    expect(limits[0]).toContain('not an audit opinion');
    expect(JSON.stringify(buildReport(makeReportInput()))).not.toMatch(/compliant|100 ?%/);
  });

  it('verifies, and shows what was changed', () => {
    const signed = signReport(buildReport(makeReportInput()), key);
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
      const signed = signReport(buildReport(makeReportInput(changes)), key);
      for (const format of REPORT_FORMATS) {
        const [first, again] = [await renderReport(signed, format), await renderReport(signed, format)];
        expect(first.length).toBeGreaterThan(500);
        expect(first.equals(again)).toBe(true);
      }
    }
  });

  it('says of a period without a run that nothing is known, and not that all is well', () => {
    const { summary, limits, recommendations } = buildReport(makeReportInput({ newest: undefined }));
    expect(summary).toMatchObject({ score: { value: null }, statement: expect.stringMatching(/^No run took place/) });
    expect(limits.join(' ')).toContain('no check of this report was measured');
    expect(limits.join(' ')).not.toContain('read on every node');
    expect(recommendations).toEqual([]);
  });

  it('makes formulas harmless in CSV and tags harmless in HTML', async () => {
    const signed = signReport(buildReport(makeReportInput({ requestedBy: '<b>' })), key);
    const csv = (await renderReport(signed, 'csv')).toString();
    expect(csv).toContain("'=cmd|calc");
    expect(csv).not.toMatch(/(^|,)[=+@]/m);
  });
});
