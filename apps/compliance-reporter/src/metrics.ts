import { CHECK_STATUSES, type ComplianceRun } from '@redoubt/compliance';
import type { Metrics } from '@redoubt/telemetry';

export type ReporterMetrics = ReturnType<typeof createReporterMetrics>;

/** What runs found, for alert rules, and how the work goes. */
export function createReporterMetrics(metrics: Metrics) {
  return {
    score: metrics.gauge({ name: 'compliance_score', help: 'Score of the newest run of the installation, 0 to 100.' }),
    measuredShare: metrics.gauge({
      name: 'compliance_measured_ratio',
      help: 'Part of the weight of all checks that the newest run could measure.',
    }),
    checks: metrics.gauge({
      name: 'compliance_check_status',
      help: '1 for the status that a check of the newest run has.',
      labelNames: ['check', 'status'],
    }),
    counts: metrics.gauge({
      name: 'compliance_checks',
      help: 'Checks of the newest run by status.',
      labelNames: ['status'],
    }),
    lastRun: metrics.gauge({ name: 'compliance_last_run_timestamp_seconds', help: 'When the newest run ended.' }),
    runs: metrics.counter({
      name: 'compliance_runs_total',
      help: 'Runs of the checks, by result.',
      labelNames: ['result'],
      labelValues: { result: ['ok', 'failed'] },
    }),
    reports: metrics.counter({
      name: 'compliance_reports_total',
      help: 'Reports, by result.',
      labelNames: ['result'],
      labelValues: { result: ['ok', 'failed'] },
    }),
    mails: metrics.counter({
      name: 'compliance_mails_total',
      help: 'Mails with reports, by result of a try.',
      labelNames: ['result'],
      labelValues: { result: ['sent', 'retried', 'dead'] },
    }),
    runDuration: metrics.histogram({
      name: 'compliance_run_duration_seconds',
      help: 'How long it takes to collect evidence and measure every check.',
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
  };
}

/** Shows what the newest run of the installation found. */
export function showRun(metrics: ReporterMetrics, run: ComplianceRun): void {
  metrics.score.set(run.score.value ?? 0);
  metrics.measuredShare.set(run.score.measuredShare);
  metrics.lastRun.set(run.endedAtMs / 1_000);
  for (const status of CHECK_STATUSES) metrics.counts.set({ status }, run.counts[status]);
  for (const { checkId, status } of run.checks) {
    for (const one of CHECK_STATUSES) metrics.checks.set({ check: checkId, status: one }, one === status ? 1 : 0);
  }
}
