import { readFileSync, rmSync } from 'node:fs';

/** @typedef {{ name: string, passed: number, failed: number, failures: string[] }} FileCounts */

/**
 * Reads a jest report and removes it; undefined where there is none.
 *
 * A file that could not run counts as one failure.
 *
 * @returns {{ files: FileCounts[], skipped: string[] } | undefined}
 */
export function countJest(reportPath) {
  const report = read(reportPath);
  if (report === undefined) return undefined;
  const files = report.testResults.map(({ name, status, assertionResults }) => {
    const titlesOf = (wanted) =>
      assertionResults
        .filter((test) => wanted.includes(test.status))
        .map((test) => `${test.fullName} (${shortOf(name)})`);
    const failures = titlesOf(['failed']);
    if (status === 'failed' && failures.length === 0) failures.push(`${shortOf(name)} could not run`);
    return {
      name,
      passed: titlesOf(['passed']).length,
      failed: failures.length,
      failures,
      skipped: titlesOf(['pending', 'todo']),
    };
  });
  return { files, skipped: files.flatMap(({ skipped }) => skipped) };
}

const shortOf = (path) => path.split('/').at(-1);

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  } finally {
    rmSync(path, { force: true });
  }
}
