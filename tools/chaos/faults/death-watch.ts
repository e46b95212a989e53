import type { AppProcess } from '../../dev/app-process.ts';
import { startAgain } from './start-again.ts';
import { pause } from './world.ts';

const WATCH_MS = 250;

export type WatchedApp = Pick<AppProcess, 'name' | 'isRunning' | 'logFile' | 'start' | 'stop'>;

type Ended = Pick<AppProcess, 'name' | 'isRunning' | 'logFile'>;

/** What does not run, and should, in words. */
export function endedUnasked(apps: readonly Ended[]): string[] {
  return apps.filter(({ isRunning }) => !isRunning).map(({ name, logFile }) => `${name} ended by itself (${logFile})`);
}

/** Starts again what ends by itself, as an orchestrator does, and keeps note of it. */
export class DeathWatch {
  readonly ended: string[] = [];
  readonly #apps: readonly WatchedApp[];
  readonly #held: ReadonlySet<string>;
  #running: Promise<void> = Promise.resolve();
  #isStopping = false;

  /** @param held  names of those that are meant to be down now */
  constructor(apps: readonly WatchedApp[], held: ReadonlySet<string>) {
    this.#apps = apps;
    this.#held = held;
  }

  start(): void {
    this.#running = this.#run();
    // Told by `stop`.
    this.#running.catch(() => undefined);
  }

  /** Looks a last time. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
    await this.#look();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      await this.#look();
      await pause(WATCH_MS);
    }
  }

  async #look(): Promise<void> {
    for (const app of this.#apps) {
      if (app.isRunning || this.#held.has(app.name)) continue;
      this.ended.push(...endedUnasked([app]));
      await startAgain(app);
    }
  }
}
