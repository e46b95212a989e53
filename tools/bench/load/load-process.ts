import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { LoadCommand, LoadPlan, LoadReport, LoadResult } from './load-plan.ts';

/** Longer than a run repeats what is not answered after it was told to stop. */
const END_TIMEOUT_MS = 90_000;

/** The load generator: a process of its own, so that its work is not mistaken for that of what it measures. */
export class LoadProcess {
  readonly #child: ChildProcess;
  #failed: Error | undefined;
  #onReport: ((report: LoadReport) => void) | undefined;
  #onFailure: ((error: Error) => void) | undefined;
  /** Events sent and accepted since `start`, at most 50 ms old. */
  sent = 0;
  accepted = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (report: LoadReport) => this.#take(report));
    child.on('error', (error) => this.#fail(error));
    child.once('exit', (code, signal) => this.#fail(new Error(`the load generator ended (${signal ?? code})`)));
  }

  /** Starts the process and lets it build its requests. */
  static async start(plan: LoadPlan): Promise<LoadProcess> {
    const child = fork(join(import.meta.dirname, 'load-main.ts'), {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const load = new LoadProcess(child);
    await load.#ask({ kind: 'prepare', plan }, 'ready');
    return load;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Begins to send to a port of this machine. */
  begin(port: number, mostEvents?: number): void {
    this.sent = 0;
    this.accepted = 0;
    this.#send({ kind: 'start', port, ...(mostEvents === undefined ? {} : { mostEvents }) });
  }

  /** Lets it send up to this many events in all. */
  limit(mostEvents: number): void {
    this.#send({ kind: 'limit', mostEvents });
  }

  /**
   * Ends the sending; resolves when all that was sent has been answered or given up.
   *
   * @throws Error  the process ended, or did not come to an end within 90 s
   */
  async end(): Promise<LoadResult> {
    const late = setTimeout(
      () => this.#fail(new Error(`the load generator did not end within ${END_TIMEOUT_MS} ms`)),
      END_TIMEOUT_MS,
    );
    try {
      const report = await this.#ask({ kind: 'stop' }, 'done');
      if (report.kind !== 'done') throw new Error('unreachable');
      return report.result;
    } finally {
      clearTimeout(late);
    }
  }

  /** Sends for a while. @throws Error  the server refuses for good */
  async run(port: number, durationMs: number): Promise<LoadResult> {
    this.begin(port);
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    return this.end();
  }

  /** Sends exactly this many requests' worth of events. */
  async runEvents(port: number, events: number): Promise<LoadResult> {
    this.begin(port, events);
    while (this.accepted < events) {
      this.throwIfFailed();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.end();
  }

  throwIfFailed(): void {
    if (this.#failed !== undefined) throw this.#failed;
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #ask(command: LoadCommand, answer: LoadReport['kind']): Promise<LoadReport> {
    this.throwIfFailed();
    const { promise, resolve, reject } = Promise.withResolvers<LoadReport>();
    this.#onReport = (report) => {
      if (report.kind === answer) resolve(report);
    };
    this.#onFailure = reject;
    this.#send(command);
    return promise;
  }

  /** A process that is gone has failed already, or does so in a moment. */
  #send(command: LoadCommand): void {
    if (this.#child.connected) this.#child.send(command);
  }

  #take(report: LoadReport): void {
    if (report.kind === 'progress') {
      this.sent = report.sent;
      this.accepted = report.accepted;
    } else if (report.kind === 'failed') {
      this.#fail(new Error(report.message));
    } else {
      this.#onReport?.(report);
    }
  }

  #fail(error: Error): void {
    this.#failed ??= error;
    this.#onFailure?.(error);
  }
}
