import {
  buildReport,
  CHECKS,
  frameworkOf,
  scoreOf,
  type CheckStatus,
  type ComplianceReport,
  type ComplianceRun,
  type FrameworkId,
  type ReportInput,
  type RunSummary,
} from '@redoubt/compliance';
import type { Clock } from '@redoubt/contracts';
import { listRuns, newestRun, type Database } from '@redoubt/storage';

const trendMs = 90 * 86_400_000;
/** Of the trend. */
const mostRuns = 200;

/** What the checks last found about the installation, and how that came about. */
export interface Findings {
  /** Undefined: no run has been made yet. */
  newest: ReportInput['newest'];
  /** Of 90 days, oldest first, the newest 200 at most. */
  runs: readonly RunSummary[];
}

export interface TrendPoint {
  runId: string;
  /** Epoch ms. */
  atMs: number;
  score: number | null;
  measuredShare: number;
}

/** Reads them. @throws RetryableError when PostgreSQL cannot be reached */
export async function readFindings({ database, clock }: { database: Database; clock: Clock }): Promise<Findings> {
  const toMs = clock.now() + 1;
  const [newest, runs] = await Promise.all([
    newestRun(database, { orgId: null, fromMs: 0, toMs }),
    listRuns(database, { orgId: null, fromMs: toMs - trendMs, toMs }),
  ]);
  return {
    newest: newest && {
      run: JSON.parse(newest.text) as ComplianceRun,
      ...{ seq: newest.seq, hash: newest.hash, keyId: newest.keyId },
    },
    runs: runs.slice(-mostRuns) as readonly StoredSummary[],
  };
}

type StoredSummary = RunSummary & { statuses: Readonly<Record<string, CheckStatus>> };

/** What they say about a framework, as a report made now would say it. */
export function assess({ newest, runs }: Findings, frameworkId: FrameworkId): ComplianceReport {
  const atMs = newest?.run.endedAtMs ?? 0;
  return buildReport({
    ...{ reportId: '', frameworkId, scope: newest?.run.scope ?? { kind: 'platform', name: '' } },
    ...{ period: { fromMs: runs[0]?.atMs ?? atMs, toMs: atMs + 1 }, createdAtMs: atMs, requestedBy: '' },
    ...{ newest, runs, waivers: [], auditTrail: [] },
  });
}

/** The score of a framework's own checks, run by run, oldest first. */
export function trendOf({ runs }: Findings, frameworkId: FrameworkId): TrendPoint[] {
  const mapped = new Set(frameworkOf(frameworkId).controls.flatMap(({ checks }) => checks.map((one) => one.checkId)));
  const checks = CHECKS.filter(({ checkId }) => mapped.has(checkId));
  return runs.map(({ runId, atMs, statuses }) => {
    const found = checks.flatMap(({ checkId, rank }) => {
      const status = statuses[checkId];
      return status === undefined ? [] : [{ rank, status }];
    });
    const { value, measuredShare } = scoreOf(found);
    return { runId, atMs, score: value, measuredShare };
  });
}
