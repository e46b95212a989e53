import type { CanarySeen } from '@redoubt/compliance';
import type { Clock } from '@redoubt/contracts';
import type { Metrics } from '@redoubt/telemetry';

const DAY_MS = 86_400_000;
const MAX_SNAPSHOTS = 1_000;
/** Within which an event is to be an alert, as the histogram has it. */
const LIMIT_S = '5';

interface Counts {
  atMs: number;
  rounds: number;
  failed: number;
  slow: number;
}

/** What the canary of this process came to within a day, by its metrics. */
export class CanaryReader {
  readonly #metrics: Pick<Metrics, 'text'>;
  readonly #clock: Clock;
  readonly #snapshots: Counts[];

  constructor(metrics: Pick<Metrics, 'text'>, clock: Clock) {
    this.#metrics = metrics;
    this.#clock = clock;
    this.#snapshots = [{ atMs: clock.now(), rounds: 0, failed: 0, slow: 0 }];
  }

  /** Null where no canary runs. */
  async read(): Promise<CanarySeen | null> {
    const text = await this.#metrics.text();
    if (!text.includes('redoubt_canary_rounds_total')) return null;
    const nowMs = this.#clock.now();
    const failed = valueOf(text, 'rounds_total', 'result="failed"');
    const alerted = valueOf(text, 'latency_seconds_count', 'stage="alerted"');
    const quick = valueOf(text, 'latency_seconds_bucket', `le="${LIMIT_S}"`, 'stage="alerted"');
    const now = {
      atMs: nowMs,
      failed,
      slow: alerted - quick,
      rounds: failed + valueOf(text, 'rounds_total', 'result="ok"'),
    };
    const before = this.#snapshots.findLast(({ atMs }) => nowMs - atMs >= DAY_MS) ?? (this.#snapshots[0] as Counts);
    this.#snapshots.push(now);
    if (this.#snapshots.length > MAX_SNAPSHOTS) this.#snapshots.shift();
    return {
      ...{ sinceMs: before.atMs, rounds: now.rounds - before.rounds },
      ...{ failed: now.failed - before.failed, slow: now.slow - before.slow },
    };
  }
}

/** Sum of the series of one metric that have all these labels. */
function valueOf(text: string, name: string, ...labels: readonly string[]): number {
  const lines = text.matchAll(new RegExp(`^redoubt_canary_${name}\\{([^}]*)\\} (\\S+)$`, 'gm'));
  return [...lines].reduce(
    (sum, [, own = '', value]) => (labels.every((one) => own.includes(one)) ? sum + Number(value) : sum),
    0,
  );
}
