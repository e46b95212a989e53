import type { GatewayClient, RefusedItem, Sendable } from '../traffic/gateway-client.ts';
import { planReplay, readLogLines } from '../traffic/log-replay.ts';
import { TrafficGenerator } from '../traffic/traffic-generator.ts';
import type { StartOptions } from './start-options.ts';

export interface FeederCounts {
  sent: number;
  accepted: number;
  refused: number;
}

const TICK_MS = 100;
const MAX_BATCH = 500;
const MOST_STOPPING_MS = 5_000;

/** Plays traffic through the gateway until it is told to stop or the log ends. */
export class Feeder {
  readonly counts: FeederCounts = { sent: 0, accepted: 0, refused: 0 };
  /** The first refusals with their reasons, at most ten. */
  readonly refusals: { item: string; code: string; detail: string }[] = [];
  readonly #client: GatewayClient;
  readonly #stop = new AbortController();
  readonly #giveUp = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(client: GatewayClient) {
    this.#client = client;
  }

  /** Ends `runDemo` or `runReplay`: a request under way is counted still, or given up when it takes too long. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#giveUp.abort(new Error('stopped')), MOST_STOPPING_MS);
    this.#stop.abort(new Error('stopped'));
    await this.#running.catch(() => undefined);
    clearTimeout(timer);
  }

  /** Sends ordinary traffic of the time before now, from which anomaly scoring learns what is usual. */
  async sendHistory({ seed, hours, perMinute }: { seed: number; hours: number; perMinute: number }): Promise<void> {
    const spanMs = hours * 3_600_000;
    const endMs = Date.now() - TICK_MS;
    const items = new TrafficGenerator({ seed, storyInterval: 0 }).take(hours * 60 * perMinute, { endMs, spanMs });
    // Lines and events of a request arrive one kind after the other: not so many that one would be late for the other.
    const batch = 5 * perMinute;
    let at = 0;
    await this.#whileRunning(async () => {
      await this.#send(items.slice(at, at + batch));
      at += batch;
      return at < items.length;
    });
  }

  /** Sends generated traffic at a steady rate. */
  async runDemo({ seed, ratePerSecond }: { seed: number; ratePerSecond: number }): Promise<void> {
    const generator = new TrafficGenerator({ seed });
    const startedMs = performance.now();
    let produced = 0;
    await this.#whileRunning(async () => {
      const due = Math.floor(((performance.now() - startedMs) / 1_000) * ratePerSecond);
      // After a stall the feeder goes on at its rate instead of making up for lost time in one burst.
      const count = Math.min(due - produced, MAX_BATCH);
      produced = due;
      if (count > 0) await this.#send(Array.from({ length: count }, () => generator.next(Date.now())));
      await pause(TICK_MS, this.#stop.signal);
      return true;
    });
  }

  /** Sends a log; resolves when its last line was answered. */
  async runReplay(path: string, options: Pick<StartOptions, 'speed' | 'isShiftedToNow'>): Promise<void> {
    const lines = planReplay(await readLogLines(path), { ...options, nowMs: Date.now() });
    const startedMs = performance.now();
    let at = 0;
    await this.#whileRunning(async () => {
      const elapsedMs = performance.now() - startedMs;
      let end = at;
      while (end < lines.length && end - at < MAX_BATCH && (lines[end]?.dueMs ?? 0) <= elapsedMs) end++;
      if (end > at) await this.#send(lines.slice(at, end).map(({ line }) => ({ kind: 'line', body: line })));
      else await pause(TICK_MS, this.#stop.signal);
      at = end;
      return at < lines.length;
    });
  }

  #whileRunning(step: () => Promise<boolean>): Promise<void> {
    this.#running = this.#repeat(step);
    return this.#running;
  }

  async #repeat(step: () => Promise<boolean>): Promise<void> {
    try {
      while (!this.#stop.signal.aborted && (await step()));
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  async #send(items: readonly Sendable[]): Promise<void> {
    this.counts.sent += items.length;
    const { accepted, refused } = await this.#client.send(items, this.#giveUp.signal);
    this.counts.accepted += accepted;
    this.counts.refused += refused.length;
    for (const one of refused) this.#note(items, one);
  }

  #note(items: readonly Sendable[], { index, code, detail }: RefusedItem): void {
    if (this.refusals.length < 10) this.refusals.push({ item: String(items[index]?.body).slice(0, 120), code, detail });
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, durationMs);
  const onAbort = (): void => {
    clearTimeout(timer);
    resolve();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}
