import { readAppConfig } from './app-config.ts';
import { redisSettings } from './redis-settings.ts';
import { chartYaml, serviceChart, valuesFiles, VERSION, type ChartFiles } from './service-chart.ts';
import { SERVICES } from './services.ts';
import { umbrellaSettings } from './umbrella-settings.ts';

/** Generated files of all charts, by their path in the checkout. */
export async function renderCharts(root: string): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  const add = (chart: string, made: ChartFiles): void => {
    for (const [path, content] of Object.entries(made)) files[`charts/${chart}/${path}`] = content;
  };
  const secrets = new Set<string>();
  for (const facts of SERVICES) {
    const config = await readAppConfig(root, facts.name);
    for (const key of Object.keys(config.secrets)) secrets.add(key);
    add(facts.name, serviceChart(facts, config));
  }
  const store = 'A Redis or Valkey cluster that forms itself, and again after all its pods were gone';
  const images = [`docker.io/valkey/valkey:9`];
  add('redis-cluster', {
    'Chart.yaml': chartYaml('redis-cluster', store, ['redoubt-lib'], images),
    ...valuesFiles('redis-cluster', store, redisSettings),
  });
  const whole = 'Redoubt: every service, and Redis unless there is one already';
  const parts = [...SERVICES.map(({ name }) => name), 'redis-cluster'];
  const all = [...SERVICES.map(({ name }) => `ghcr.io/redoubt/${name}:${VERSION}`), ...images];
  add('redoubt', {
    'Chart.yaml': chartYaml('redoubt', whole, parts, all, true),
    ...valuesFiles('redoubt', whole, umbrellaSettings(parts, [...secrets].sort())),
  });
  return files;
}
