/** More files than this, and it is no accident. */
const MAX_FILES = 6;

/**
 * Runs files with a failed test once more, one after the other with nothing beside them. Tests on real servers that die
 * and come back are judged by time-outs, and a machine in use breaks those now and then; a defect fails twice.
 *
 * What passes the second time counts as passed and is listed under `unsteady`, for somebody to look into; what fails
 * again is listed under `failures`.
 *
 * @param {Awaited<ReturnType<import('./jest-run.mjs').runJest>>} first
 * @param {(files: string[]) => ReturnType<import('./jest-run.mjs').runJest>} runAgain
 */
export async function withSecondRun(first, runAgain) {
  const broken = first.files.filter(({ failed }) => failed > 0);
  const failures = broken.flatMap((file) => file.failures);
  if (broken.length === 0 || broken.length > MAX_FILES) return { ...first, failures, unsteady: [] };
  const again = await runAgain(broken.map(({ name }) => name));
  const sum = (key) => broken.reduce((total, file) => total + file[key], 0);
  const stillFailing = again.files.flatMap((file) => file.failures);
  return {
    passed: first.passed - sum('passed') + again.passed,
    failed: first.failed - sum('failed') + again.failed,
    skipped: first.skipped,
    files: first.files,
    failures: stillFailing,
    unsteady: failures.filter((title) => !stillFailing.includes(title)),
  };
}
