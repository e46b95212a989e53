import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countJest } from './jest-counts.mjs';
import { say } from './output.mjs';
import { runBounded } from './run.mjs';

/** How long jest may take to exit after its report; handles left open would keep it for ever. */
const EXIT_GRACE_MS = 30_000;
const JEST_TIMEOUT_MS = 40 * 60_000;

/**
 * Runs jest once.
 *
 * `failed` also counts an end that no test explains: no report, an exit code without a failure. Skipped tests are listed;
 * where the test data is promised (REDOUBT_REQUIRE_CORPUS=1) each is a failure.
 *
 * @returns {Promise<{ passed: number, failed: number, skipped: string[], files: import('./jest-counts.mjs').FileCounts[] }>}
 */
export async function runJest(title, options, { root, node, env, args }) {
  const folder = join(root, '.redoubt/test-results');
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${title}.json`);
  const config = ['-c', 'jest.config.ts', '--passWithNoTests', '--json', `--outputFile=${report}`];
  rmSync(report, { force: true });
  const { code, killReason } = await runBounded(
    node,
    [join(root, 'node_modules/jest/bin/jest.js'), ...args, ...config, ...options],
    {
      cwd: root,
      env,
      // jest prints its report for people on standard error; the one on standard output is in the file as well.
      stdio: ['ignore', 'ignore', 'inherit'],
      isDone: () => existsSync(report),
      graceMs: EXIT_GRACE_MS,
      timeoutMs: JEST_TIMEOUT_MS,
    },
  );
  const counts = countJest(report);
  // Every test has been reported by then: a run that only would not end is told of, and judged by its tests.
  const isOnlyLate = killReason !== undefined && counts !== undefined;
  if (killReason !== undefined) say(`${isOnlyLate ? 'warning: ' : ''}the ${title} run ${killReason}`);
  if (counts === undefined) return { passed: 0, failed: 1, skipped: [], files: [] };
  return sumUp(counts, isOnlyLate ? 0 : code, env);
}

/** What a report comes to for the run that ended with `exitCode`. */
export function sumUp({ files, skipped }, exitCode, env) {
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  const isSkipFailure = env.REDOUBT_REQUIRE_CORPUS === '1' && skipped.length > 0;
  if (isSkipFailure) say('skipped tests count as failures because REDOUBT_REQUIRE_CORPUS=1');
  const failed = sum('failed') + (isSkipFailure ? skipped.length : 0);
  return { passed: sum('passed'), failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped, files };
}
