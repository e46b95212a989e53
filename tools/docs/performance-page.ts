import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../bench/goals.ts';
import { pageText, type BenchReport } from '../bench/report.ts';

/** Where the last whole run left its figures; committed. */
const RESULTS = 'tools/bench/results/all.ndjson';

/** Renders `docs/reference/performance.md`: figures of the last run beside the goals and gaps as they stand now. */
export function renderPerformancePage(root: string): string {
  const file = join(root, RESULTS);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const reports = lines.map((line) => JSON.parse(line) as BenchReport);
  return pageText(reports.map((report) => ({ ...report, figures: judge(report.suite, report.figures) })));
}
