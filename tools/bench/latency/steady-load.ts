import type { LoadResult } from '../load/load-plan.ts';
import type { LoadProcess } from '../load/load-process.ts';

const STEP_MS = 20;

/** Lets the generator send at a fixed rate until it is stopped. */
export class SteadyLoad {
  readonly #load: LoadProcess;
  readonly #timer: NodeJS.Timeout;

  constructor(load: LoadProcess, { port, eventsPerSecond }: { port: number; eventsPerSecond: number }) {
    this.#load = load;
    const startedMs = performance.now();
    load.begin(port, 0);
    this.#timer = setInterval(() => {
      load.limit(Math.floor(((performance.now() - startedMs) / 1_000) * eventsPerSecond));
    }, STEP_MS);
  }

  /** @returns accepted events */
  async stop(): Promise<number> {
    return (await this.end()).accepted;
  }

  async end(): Promise<LoadResult> {
    clearInterval(this.#timer);
    return this.#load.end();
  }
}
