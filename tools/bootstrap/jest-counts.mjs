import { readFileSync, rmSync } from 'node:fs';
import { say } from './output.mjs';

/**
 * Reads a jest report.
 *
 * A file that could not run counts as one failure, and so does a run that failed without naming a test. Skipped tests are
 * listed; where the test data is promised (REDOUBT_REQUIRE_CORPUS=1) each is a failure.
 */
export function countJest(reportPath, exitCode, env) {
  const report = read(reportPath);
  if (report === undefined) return { passed: 0, failed: 1, skipped: [] };
  const skipped = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'pending' || test.status === 'todo')
      .map((test) => `${test.fullName} (${file.name.split('/').at(-1)})`),
  );
  const isSkipFailure = env.REDOUBT_REQUIRE_CORPUS === '1' && skipped.length > 0;
  let failed = report.numFailedTests + report.numRuntimeErrorTestSuites + (isSkipFailure ? skipped.length : 0);
  if (isSkipFailure) say('skipped tests count as failures because REDOUBT_REQUIRE_CORPUS=1');
  if (failed === 0 && exitCode !== 0) failed = 1;
  return { passed: report.numPassedTests, failed, skipped };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  } finally {
    rmSync(path, { force: true });
  }
}
