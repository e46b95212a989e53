import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

interface FileCounts {
  name: string;
  passed: number;
  failed: number;
  failures: string[];
}

/** The module is plain ESM, which jest does not load: it runs in a process of its own. */
function withSecondRun(first: { passed: number; failed: number; files: FileCounts[] }, again: FileCounts[]) {
  const sum = (key: 'passed' | 'failed') => again.reduce((total, file) => total + file[key], 0);
  const script = `import { withSecondRun } from '${ROOT}/tools/bootstrap/second-run.mjs';
    const asked = [];
    const result = await withSecondRun(${JSON.stringify({ ...first, skipped: [] })}, async (files) => {
      asked.push(...files);
      return ${JSON.stringify({ passed: sum('passed'), failed: sum('failed'), skipped: [], files: again })};
    });
    console.log(JSON.stringify({ ...result, asked }));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return JSON.parse(stdout) as { passed: number; failed: number; unsteady: string[]; asked: string[] };
}

const whole: FileCounts = { name: 'whole', passed: 5, failed: 0, failures: [] };
const broken: FileCounts = { name: 'broken', passed: 2, failed: 1, failures: ['waits'] };
const first = { passed: 7, failed: 1, files: [whole, broken] };

it('runs files with a failure again, counts them as they end then, and names the unsteady tests', () => {
  expect(withSecondRun(first, [{ name: 'broken', passed: 3, failed: 0, failures: [] }])).toMatchObject({
    asked: ['broken'],
    passed: 8,
    failed: 0,
    unsteady: ['waits'],
  });
});

it('a test that fails twice has failed', () => {
  expect(withSecondRun(first, [broken])).toMatchObject({
    passed: 7,
    failed: 1,
    failures: ['waits'],
    unsteady: [],
  });
});

it('a failure that no file explains stays one', () => {
  const result = withSecondRun({ ...first, failed: 2 }, [{ ...broken, passed: 3, failed: 0, failures: [] }]);
  expect(result).toMatchObject({ passed: 8, failed: 1 });
});

it('many broken files are no accident', () => {
  const files = Array.from({ length: 7 }, (_, i) => ({ ...broken, name: `broken-${i}` }));
  expect(withSecondRun({ passed: 14, failed: 7, files }, [])).toMatchObject({ asked: [], failed: 7 });
});
