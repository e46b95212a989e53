import { join } from 'node:path';
import { ManagedProcess, waitFor } from '@redoubt/test-kit';

export interface AppProcessOptions {
  /** Folder under apps/. */
  app: string;
  /** Checkout. */
  root: string;
  logDir: string;
  /** Where /readyz and /metrics are served. */
  opsPort: number;
  /** The app's own environment; nothing but PATH is inherited. */
  env: Readonly<Record<string, string>>;
}

const START_TIMEOUT_MS = 60_000;
const DRAIN_TIMEOUT_MS = 25_000;

/** One of our services as a child process. */
export class AppProcess {
  readonly name: string;
  readonly logFile: string;
  readonly #options: AppProcessOptions;
  #root: string;
  #process: ManagedProcess | undefined;
  #isStopWanted = false;

  constructor(options: AppProcessOptions) {
    this.#options = options;
    this.#root = options.root;
    this.name = options.app;
    this.logFile = join(options.logDir, `${options.app}.log`);
  }

  get pid(): number {
    return this.#running().pid;
  }

  get opsUrl(): string {
    return `http://127.0.0.1:${this.#options.opsPort}`;
  }

  get isRunning(): boolean {
    return this.#process?.isRunning ?? false;
  }

  /** Has it start from another checkout the next time. */
  startFrom(root: string): void {
    this.#root = root;
  }

  /** Starts it, also again after `kill9`, and waits until it is ready. */
  async start(): Promise<void> {
    const { app, env, opsPort } = this.#options;
    const root = this.#root;
    this.#isStopWanted = false;
    const child = await ManagedProcess.launch({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', join(root, 'apps', app, 'src/main.ts')],
      cwd: root,
      env: {
        PATH: process.env.PATH,
        // Types are stripped and modules compiled once, not at every start.
        NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/redoubt-services'),
        OPS_HOST: '127.0.0.1',
        OPS_PORT: String(opsPort),
        ...env,
      },
      logFile: this.logFile,
    });
    this.#process = child;
    await waitFor(async () => !child.isRunning || (await this.isReady()), {
      timeoutMs: START_TIMEOUT_MS,
      intervalMs: 50,
      what: `${app} ready (log: ${this.logFile})`,
    });
    if (!child.isRunning) throw new Error(`${app} ended at once; the end of ${this.logFile}:\n${child.logTail()}`);
  }

  async isReady(): Promise<boolean> {
    return (await fetch(`${this.opsUrl}/readyz`, { signal: AbortSignal.timeout(2_000) })).status === 200;
  }

  /** Resolves when the process ends without having been asked to, with the end of its log. */
  async diedUnasked(): Promise<string> {
    const child = this.#running();
    const exit = await child.exited;
    if (this.#isStopWanted) return new Promise(() => undefined);
    return `${this.name} ended (${exit.signal ?? `exit code ${exit.code}`}); the end of ${this.logFile}:\n${child.logTail()}`;
  }

  async kill9(): Promise<void> {
    this.#isStopWanted = true;
    this.#running().signal('SIGKILL');
    await this.#running().exited;
  }

  /** Lets it drain; SIGKILL after 25 s, or at once when `isForced`. Resolves to its exit code. */
  async stop({ isForced = false } = {}): Promise<number | null> {
    this.#isStopWanted = true;
    if (isForced) this.#process?.signal('SIGKILL');
    const exit = await this.#process?.stop({ timeoutMs: DRAIN_TIMEOUT_MS });
    return exit?.code ?? null;
  }

  #running(): ManagedProcess {
    if (this.#process === undefined) throw new Error(`${this.name} was never started`);
    return this.#process;
  }
}
