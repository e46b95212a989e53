/** Values of a metric's labels; every label is a closed set of words. */
export type LabelsOf<L extends string> = Readonly<Record<L, string>>;

export interface Counter<L extends string = never> {
  inc(value?: number): void;
  inc(labels: LabelsOf<L>, value?: number): void;
}

export interface Gauge<L extends string = never> {
  set(value: number): void;
  set(labels: LabelsOf<L>, value: number): void;
  inc(value?: number): void;
  inc(labels: LabelsOf<L>, value?: number): void;
  dec(value?: number): void;
  dec(labels: LabelsOf<L>, value?: number): void;
  /** Forgets every label combination; for gauges that are rebuilt at each scrape. */
  reset(): void;
}

export interface Histogram<L extends string = never> {
  observe(value: number): void;
  observe(labels: LabelsOf<L>, value: number): void;
}

export interface MetricSpec<L extends string> {
  /** Without the prefix, in base units: `_seconds`, `_bytes`; counters end in `_total`. */
  name: string;
  help: string;
  labelNames?: readonly L[];
  /** All values each label can take; where given for every label, all combinations start at zero. */
  labelValues?: { readonly [K in L]: readonly string[] };
}

export interface GaugeSpec<L extends string> extends MetricSpec<L> {
  /** Called at each scrape to set the current value. */
  collect?: (gauge: Gauge<L>) => void | Promise<void>;
}

export interface HistogramSpec<L extends string> extends MetricSpec<L> {
  /** Upper bounds, ascending, in the metric's unit. */
  buckets: readonly number[];
}

/** One line of the metric catalogue. */
export interface MetricDescription {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  labelNames: readonly string[];
}

/** The registry of one process. Asking twice for the same metric gives the same one. */
export interface Metrics {
  counter<L extends string = never>(spec: MetricSpec<L>): Counter<L>;
  gauge<L extends string = never>(spec: GaugeSpec<L>): Gauge<L>;
  histogram<L extends string = never>(spec: HistogramSpec<L>): Histogram<L>;
  /** All metrics in the Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Current value of a counter or gauge, 0 if it has none; `name` without prefix, `labels` may be a subset (values are summed). */
  read(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
  /** What has been declared so far, in order; default metrics of the process are left out. */
  describe(): readonly MetricDescription[];
}
