import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type {
  Counter as CounterType,
  Gauge as GaugeType,
  GaugeSpec,
  Histogram as HistogramType,
  HistogramSpec,
  MetricDescription,
  Metrics,
  MetricSpec,
} from './metric-types.ts';

export interface MetricsOptions {
  app: string;
  /** Process and Node metrics; off in tests that make many registries. */
  isDefaultMetrics?: boolean;
}

const PREFIX = 'redoubt_';
// `promtool check metrics` refuses these words in a name.
const TYPE_IN_NAME = /(?:^|_)(?:counter|gauge|histogram|summary|untyped)(?:_|$)/;
const NAME = /^[a-z][a-z0-9_]*[a-z0-9]$/;
// Gauges whose names end in `_total`: `promtool check metrics` rightly refuses them.
const BADLY_NAMED_DEFAULTS = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/**
 * Creates the metric registry of one process.
 *
 * Names get the prefix `redoubt_`; process and Node metrics keep the names dashboards know (`process_…`, `nodejs_…`).
 *
 * @throws Error  a name that breaks the conventions, or the same name declared with another type or other labels
 */
export function createMetrics({ app, isDefaultMetrics = true }: MetricsOptions): Metrics {
  const registry = new PromMetrics();
  if (isDefaultMetrics) registry.addDefaults();
  registry
    .gauge({ name: 'app_info', help: 'Always 1; names the app this process runs.', labelNames: ['app'] })
    .set({ app }, 1);
  return registry;
}

class PromMetrics implements Metrics {
  readonly #registry = new Registry();
  readonly #declared = new Map<string, { description: MetricDescription; metric: unknown }>();

  get contentType(): string {
    return this.#registry.contentType;
  }

  addDefaults(): void {
    collectDefaultMetrics({ register: this.#registry });
    for (const name of BADLY_NAMED_DEFAULTS) this.#registry.removeSingleMetric(name);
  }

  counter<L extends string = never>(spec: MetricSpec<L>): CounterType<L> {
    return this.#declare('counter', spec, (common) => {
      const metric = new Counter<L>(common);
      for (const labels of combinations(spec)) metric.inc(labels, 0);
      return metric as CounterType<L>;
    });
  }

  gauge<L extends string = never>(spec: GaugeSpec<L>): GaugeType<L> {
    return this.#declare('gauge', spec, (common) => {
      const { collect } = spec;
      const metric: Gauge<L> = new Gauge<L>({
        ...common,
        ...(collect === undefined ? {} : { collect: () => collect(metric as GaugeType<L>) }),
      });
      for (const labels of combinations(spec)) metric.set(labels, 0);
      return metric as GaugeType<L>;
    });
  }

  histogram<L extends string = never>(spec: HistogramSpec<L>): HistogramType<L> {
    return this.#declare('histogram', spec, (common) => {
      const metric = new Histogram<L>({ ...common, buckets: [...spec.buckets] });
      for (const labels of combinations(spec)) metric.zero(labels);
      return metric as HistogramType<L>;
    });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  async read(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const snapshot = await this.#registry.getSingleMetric(PREFIX + name)?.get();
    const wanted = Object.entries(labels);
    const matching = (snapshot?.values ?? []).filter((row) =>
      wanted.every(([label, value]) => (row.labels as Record<string, unknown>)[label] === value),
    );
    return matching.reduce((sum, row) => sum + row.value, 0);
  }

  describe(): readonly MetricDescription[] {
    return [...this.#declared.values()].map((entry) => entry.description);
  }

  #declare<L extends string, M>(
    type: MetricDescription['type'],
    spec: MetricSpec<L>,
    make: (common: CommonOptions<L>) => M,
  ): M {
    checkName(type, spec);
    const labelNames = spec.labelNames ?? [];
    const known = this.#declared.get(spec.name);
    if (known !== undefined) {
      const isSame = known.description.type === type && known.description.labelNames.join() === labelNames.join();
      if (!isSame) throw new Error(`metric ${spec.name} is already declared with another type or other labels`);
      return known.metric as M;
    }
    const metric = make({
      name: PREFIX + spec.name,
      help: spec.help,
      labelNames: [...labelNames],
      registers: [this.#registry],
    });
    this.#declared.set(spec.name, {
      description: { name: PREFIX + spec.name, type, help: spec.help, labelNames },
      metric,
    });
    return metric;
  }
}

interface CommonOptions<L extends string> {
  name: string;
  help: string;
  labelNames: L[];
  registers: Registry[];
}

function checkName(type: MetricDescription['type'], { name, help }: { name: string; help: string }): void {
  if (!NAME.test(name) || name.startsWith(PREFIX))
    throw new Error(`metric name ${name} is not lower snake case without prefix`);
  if (TYPE_IN_NAME.test(name)) throw new Error(`metric ${name} has the name of a metric type in its name`);
  if (name.endsWith('_total') !== (type === 'counter'))
    throw new Error(`metric ${name}: counters, and only they, end in _total`);
  if (help.trim() === '') throw new Error(`metric ${name} has no help text`);
}

/** Every combination of the declared label values; none unless each label has values. */
function combinations<L extends string>({ labelNames = [], labelValues }: MetricSpec<L>): Record<L, string>[] {
  if (labelValues === undefined || labelNames.length === 0) return [];
  let rows: Record<string, string>[] = [{}];
  for (const label of labelNames) {
    rows = rows.flatMap((row) => labelValues[label].map((value) => ({ ...row, [label]: value })));
  }
  return rows as Record<L, string>[];
}
