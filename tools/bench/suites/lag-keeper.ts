import type { Database } from '@redoubt/storage';
import type { LoadProcess } from '../load/load-process.ts';

const POLL_MS = 100;

export interface LagSample {
  atMs: number;
  accepted: number;
  stored: number;
}

/**
 * Closes the loop: the generator may be no more than so many events ahead of what PostgreSQL holds, so it sends as fast
 * as everything behind it can take for good, and no faster.
 */
export class LagKeeper {
  readonly samples: LagSample[] = [];
  readonly #database: Database;
  readonly #load: LoadProcess;
  readonly #mostAhead: number;
  #isStopped = false;
  #loop: Promise<void> | undefined;

  constructor(database: Database, load: LoadProcess, mostAhead: number) {
    this.#database = database;
    this.#load = load;
    this.#mostAhead = mostAhead;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#loop;
  }

  /** What the ledger of the writer holds now, read in one statement. */
  async sample(): Promise<LagSample> {
    const [row] = await this.#database.query<{ stored: string | null }>(
      'SELECT sum(stored) AS stored FROM ledger_minutes',
    );
    const sample = { atMs: performance.now(), accepted: this.#load.accepted, stored: Number(row?.stored ?? 0) };
    this.samples.push(sample);
    return sample;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const { stored } = await this.sample();
      this.#load.limit(stored + this.#mostAhead);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
