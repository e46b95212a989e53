import { renderCharts } from './charts/chart-pages.ts';
import { renderDashboards } from './monitoring/dashboards.ts';
import { EVERY_ALERT, renderRules, renderRuleTests } from './monitoring/prometheus-rules.ts';
import { renderRunbooks } from './monitoring/runbook-pages.ts';
import { SLOS } from './monitoring/slos.ts';

/** Everything generated that ships Redoubt, by its path in the checkout. */
export async function renderShipped(root: string): Promise<Readonly<Record<string, string>>> {
  const dashboards = Object.entries(renderDashboards(SLOS.map(({ name }) => name)));
  return {
    ...(await renderCharts(root)),
    'deploy/prometheus/rules.yaml': renderRules(),
    'deploy/prometheus/rules.test.yaml': renderRuleTests(),
    // What mon.rules asks Prometheus for.
    'libs/compliance/src/lib/required-alerts.json': JSON.stringify(EVERY_ALERT.map(({ name }) => name)),
    // Charts carry copies: they are installed without the checkout.
    'charts/redoubt/files/rules.yaml': renderRules(),
    ...Object.fromEntries(dashboards.map(([name, json]) => [`deploy/grafana/${name}`, json])),
    ...Object.fromEntries(dashboards.map(([name, json]) => [`charts/redoubt/files/dashboards/${name}`, json])),
    ...renderRunbooks(),
  };
}
