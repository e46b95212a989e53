import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVERY_ALERT, renderRules } from './monitoring/prometheus-rules.ts';
import { renderDashboards } from './monitoring/dashboards.ts';
import { SLOS } from './monitoring/slos.ts';
import { SERVICES } from './charts/services.ts';
import { render, ROOT } from './testing/helm.ts';

const rules = join(ROOT, 'deploy/prometheus');

function promtool(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: rules, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? 'well' : stdout + stderr;
}

/** Names of the catalogue; a histogram has three series. */
function catalogue(): Set<string> {
  const text = readFileSync(join(ROOT, 'docs/reference/metrics.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(redoubt_\w+)` *\| (\w+)/gm)];
  const series = rows.flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
  );
  return new Set([...series, 'redoubt_app_info']);
}

describe('alerts and dashboards', () => {
  it('are rules that Prometheus takes, and each alert fires and rests when it should', () => {
    expect(promtool('check', 'rules', 'rules.yaml')).toBe('well');
    expect(promtool('test', 'rules', 'rules.test.yaml')).toBe('well');
  }, 120_000);

  it('are not held back for as long as they look back', () => {
    const minutes = (text: string): number => Number(/^(\d+)m$/.exec(text)?.[1]);
    const counting = EVERY_ALERT.flatMap(({ name, expr, for: held }) => {
      const window = /increase\(.*\[(\d+m)\]\)\) > 0$/.exec(expr)?.[1];
      return window === undefined ? [] : [{ name, isHeldTooLong: minutes(held) >= minutes(window) }];
    });
    expect(counting.length).toBeGreaterThan(3);
    expect(counting.filter(({ isHeldTooLong }) => isHeldTooLong)).toEqual([]);
  });

  it('miss every service that is installed, and no other', () => {
    const missed = (set: readonly string[] = []): string[] => {
      const manifests = render('redoubt', { valuesFile: 'deploy/environments/production.yaml', set });
      const rules = manifests.filter(({ kind }) => kind === 'PrometheusRule').map(({ spec }) => JSON.stringify(spec));
      return [
        ...new Set(
          [...rules.join().matchAll(/absent\(redoubt_app_info\{app=\\"([\w-]+)/g)].map(([, app]) => app as string),
        ),
      ];
    };
    const all = SERVICES.map(({ name }) => name);
    expect(missed().sort()).toEqual([...all].sort());
    expect(missed(['ml-scorer.enabled=false'])).not.toContain('ml-scorer');
  });

  it('name metrics that services have', () => {
    const known = catalogue();
    const dashboards = Object.values(renderDashboards(SLOS.map(({ name }) => name))).join('\n');
    const scalers = readFileSync(join(ROOT, 'charts/redoubt-lib/templates/_autoscaling.tpl'), 'utf8');
    const used = new Set(`${renderRules()}\n${dashboards}\n${scalers}`.match(/redoubt_\w+/g));
    expect(used.size).toBeGreaterThan(30);
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
  });

  it('read service levels at an edge of their histogram', () => {
    for (const { bad } of SLOS) {
      for (const [, edge = ''] of bad.matchAll(/le="([\d.]+)"/g)) expect(['0.05', '5', '60']).toContain(edge);
    }
  });

  it('have a runbook each, with commands that look', () => {
    for (const { name, diagnosis } of EVERY_ALERT) {
      const page = readFileSync(join(ROOT, `docs/runbooks/${name}.md`), 'utf8');
      const headings = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Verify recovery', 'Escalate', 'Prevent'];
      for (const heading of headings) expect(page).toContain(`## ${heading}`);
      for (const command of diagnosis) expect(command).not.toMatch(/delete|apply|restart|replay|revoke/);
    }
    expect(new Set(EVERY_ALERT.map(({ name }) => name)).size).toBe(EVERY_ALERT.length);
  });

  it('name commands that the command line has', () => {
    const commands = readFileSync(join(ROOT, 'docs/reference/cli.md'), 'utf8');
    const named = EVERY_ALERT.flatMap(({ diagnosis }) => diagnosis.filter((line) => line.startsWith('redoubt ')));
    expect([...new Set(named)].filter((line) => !commands.includes(line.split(' --')[0] as string))).toEqual([]);
  });

  it('watch groups that a chart scales', () => {
    const groups = SERVICES.flatMap(({ group }) => (group === undefined ? [] : [group]));
    expect(groups).toEqual(['alert_engine', 'ml_engine', 'db_writer', 'siem_forwarder']);
  });
});
