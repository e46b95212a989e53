import type { Metrics } from '@redoubt/telemetry';
import { PROBLEM_KINDS } from './http/problem-kinds.ts';
import type { Route } from './http/route.ts';

/** Answers that are no problem. */
export const OK = 'ok';
/** Requests that meet no route. */
export const NO_OPERATION = 'none';

/** Registers what the dashboard counts. */
export function createDashboardMetrics(metrics: Metrics, routes: readonly Pick<Route, 'operationId'>[]) {
  const operations = [NO_OPERATION, ...routes.map(({ operationId }) => operationId)];
  return {
    /** Answers by problem code; `ok` is an answer without a problem. */
    requests: metrics.counter({
      name: 'dashboard_requests_total',
      help: 'Requests answered, by problem code',
      labelNames: ['code'],
      labelValues: { code: [OK, ...Object.keys(PROBLEM_KINDS)] },
    }),
    /** From the head of the request to the end of its answer. */
    requestSeconds: metrics.histogram({
      name: 'dashboard_request_duration_seconds',
      help: 'Time from the request head to the end of the answer, by operation',
      labelNames: ['operation'],
      labelValues: { operation: operations },
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30],
    }),
    /** Closed before a request was read. */
    connectionsRefused: metrics.counter({
      name: 'dashboard_connections_refused_total',
      help: 'Connections closed at once: too many in all, or of one address',
      labelNames: ['bound'],
      labelValues: { bound: ['full', 'address'] },
    }),
    /** Requests whose sender went away before the answer was out. */
    aborted: metrics.counter({ name: 'dashboard_requests_aborted_total', help: 'Requests whose sender went away' }),
  };
}

export type DashboardMetrics = ReturnType<typeof createDashboardMetrics>;

export { createFeedMetrics } from './feeds/feed-metrics.ts';

/** Registers what the audit log of refused requests counts. */
export function createAuditMetrics(metrics: Metrics) {
  return {
    unaudited: metrics.counter({
      name: 'dashboard_refusals_unaudited_total',
      help: 'Refused requests not written to the audit log: too many at once, or PostgreSQL away at the end',
    }),
  };
}
