import { BUILT_IN_PACK_FOLDER, loadBuiltInPack } from '@redoubt/sigma';
import { findTestFiles, runPackTests } from './pack-tests.ts';

const pack = loadBuiltInPack();
const logins = (count: number): string =>
  `- name: some\n  rule: redoubt_brute_force_source\n  matches: 1\n  events:\n    - repeat: ${count}\n      event: { eventType: failed_login, sourceIp: 203.0.113.7, user: 'u{n}' }\n`;

describe('tests of a pack', () => {
  it('hold for the built-in pack', async () => {
    const files = await findTestFiles(BUILT_IN_PACK_FOLDER);
    expect(files.length).toBeGreaterThan(5);
    const reports = files.map(({ text }) => runPackTests(text, pack));
    expect(reports.flatMap((report) => report.failed)).toEqual([]);
    expect(reports.reduce((sum, report) => sum + report.passed, 0)).toBeGreaterThan(40);
  });

  it('count matches of the rule that is named, each from empty windows', () => {
    expect(runPackTests(logins(10) + logins(10), pack)).toEqual({ passed: 2, failed: [], skipped: [] });
    const [failure] = runPackTests(logins(12), pack).failed;
    expect(failure).toEqual({ id: 'redoubt_brute_force_source: some', expected: 1, got: 3 });
  });

  it.each([
    [logins(10).replace('redoubt_brute_force_source', 'nobody'), 'there is no rule nobody'],
    [logins(10).replace('203.0.113.7', 'nowhere'), 'invalid_source_ip'],
    ['- name: x\n', '0.rule'],
    ['a: [', 'Flow sequence'],
    ['just text', 'expected array'],
  ])('that cannot run fail: %j', (text, reason) => {
    const report = runPackTests(text, pack);
    expect(report.passed).toBe(0);
    expect(String(report.failed[0]?.got)).toContain(reason);
  });
});
