import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../ship/images/catalog.ts';
import { acceptedSchema, auditReportSchema, judgeAudit, type Finding } from './judge-audit.ts';
import { shippedPackages } from './shipped-packages.ts';

const USAGE = `npm run audit -- [--json]
asks the npm registry for known weaknesses of the locked packages

ends with 0 when none of what is shipped has a high one that is not accepted in tools/audit/accepted.json, with 1 when
one has, and with 69 when the registry did not answer: then nothing is known`;
const TIMEOUT_MS = 120_000;
/** EX_UNAVAILABLE of sysexits.h. */
const UNAVAILABLE = 69;

/** What npm prints, for a registry that knows advisories; undefined with why for others. */
function ask(): { report: unknown } | { why: string } {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    ...{ cwd: ROOT, encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined) return { why: error.message };
  try {
    const report = JSON.parse(stdout) as { message?: string };
    return report.message === undefined ? { report } : { why: report.message };
  } catch {
    return { why: 'npm printed no JSON' };
  }
}

function main(): number {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const print = (result: object): void => {
    if (values.json === true) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...result })}\n`);
  };
  const answer = ask();
  if ('why' in answer) {
    process.stderr.write(`audit: NOT DONE, the registry did not answer: ${answer.why}\n`);
    print({ isAnswered: false, why: answer.why });
    return UNAVAILABLE;
  }
  const accepted = acceptedSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'accepted.json'), 'utf8')));
  const report = auditReportSchema.parse(answer.report);
  const judgement = judgeAudit(report, { shipped: shippedPackages(), accepted, nowMs: Date.now() });
  const tell = (what: string, found: readonly Finding[]): void => {
    process.stderr.write(`audit: ${found.length} ${what}\n`);
    for (const one of found) {
      process.stderr.write(`  ${one.severity} ${one.package} ${one.advisory}: ${one.title}\n`);
    }
  };
  tell('of tools, or lower', judgement.others);
  tell('accepted', judgement.accepted);
  tell('refused', judgement.refused);
  print({ isAnswered: true, ok: judgement.refused.length === 0, ...judgement });
  return judgement.refused.length === 0 ? 0 : 1;
}

process.exitCode = main();
