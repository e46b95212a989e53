import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCanaryMetrics } from '@redoubt/canary';
import { createEncryptionMetrics } from '@redoubt/encryption';
import { createJobMetrics } from '@redoubt/jobs';
import { createNotificationMetrics } from '@redoubt/notifications';
import { createRedisMetrics } from '@redoubt/redis';
import { createReencryptionMetrics } from '@redoubt/rulebook';
import { createConsumerMetrics, createProducerMetrics } from '@redoubt/stream/testing';
import { createMetrics, type MetricDescription, type Metrics } from '@redoubt/telemetry';
import { codeList, markdownTable } from './markdown-table.ts';

const none = { inFlightEvents: () => 0, partitions: () => 0, organizations: () => 0, paused: () => 0 };

/** Libraries that bring metrics into the services that use them. */
const libraries: readonly [title: string, register: (metrics: Metrics) => unknown][] = [
  ['Redis client, in every service', createRedisMetrics],
  ['Appending to streams, in services that produce', (metrics) => createProducerMetrics(metrics, () => 0)],
  ['Consuming streams, in services that consume', (metrics) => createConsumerMetrics(metrics, 'db_writer', none)],
  ['Background jobs, in services that have some', createJobMetrics],
  ['Notifications, in alert-engine', createNotificationMetrics],
  ['The synthetic event, in compliance-reporter with CANARY_URL', createCanaryMetrics],
  ['Secrets, in alert-engine and dashboard', createEncryptionMetrics],
  ['Sealing secrets anew, in dashboard', createReencryptionMetrics],
];

/** Renders `docs/reference/metrics.md` from the declarations of libraries and of every app's `src/metrics.ts`. */
export async function renderMetricsPage(root: string): Promise<string> {
  const sections = libraries.map(([title, register]) => section(title, declaredBy(register)));
  for (const app of readdirSync(join(root, 'apps')).sort()) {
    const file = join(root, 'apps', app, 'src/metrics.ts');
    if (!existsSync(file)) continue;
    const registrations = Object.values((await import(file)) as Record<string, unknown>).filter(isRegistration);
    sections.push(
      section(
        app,
        declaredBy((metrics) => registrations.forEach((register) => register(metrics, anything))),
      ),
    );
  }
  return `${intro}\n\n${sections.join('\n\n')}\n`;
}

type Registration = (metrics: Metrics, sources: unknown) => unknown;

function isRegistration(exported: unknown): exported is Registration {
  return typeof exported === 'function' && /^(?:create|register)\w*(?:Metrics|Gauges)$/.test(exported.name);
}

/** Stands for whatever a gauge reads at a scrape, and for a list of label values; nothing is scraped here. */
const anything: unknown = new Proxy([] as unknown[], {
  get: (list, name) => (Reflect.has(list, name) ? (Reflect.get(list, name) as unknown) : () => 0),
});

/** What `register` declares, without what every registry has. */
function declaredBy(register: (metrics: Metrics) => unknown): MetricDescription[] {
  const metrics = createMetrics({ app: 'docs', isDefaultMetrics: false });
  const before = metrics.describe().length;
  register(metrics);
  return metrics.describe().slice(before);
}

function section(title: string, declared: readonly MetricDescription[]): string {
  const rows = declared.map(({ name, type, labelNames, help }) => [`\`${name}\``, type, codeList(labelNames), help]);
  return `## ${title}\n\n${markdownTable(['metric', 'type', 'labels', 'meaning'], rows)}`;
}

const intro = `# Metrics

Generated from the declarations in the code by \`npm run docs\`; do not edit.

Every service answers \`/metrics\` in the Prometheus text format. Beside its own metrics it has \`redoubt_app_info\` (label \`app\`) and those of its process (\`process_…\`, \`nodejs_…\`). Labels are closed sets of words; organisations never stand in labels. Times are in seconds, sizes in bytes.`;
