import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { childGuard } from './child-guard.ts';

export interface ExitInfo {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface LaunchOptions {
  command: string;
  args: readonly string[];
  /** Standard output and error are appended here. */
  logFile: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Run as this user; needs root. */
  user?: { uid: number; gid: number };
  /** What a regular stop sends. */
  stopSignal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL';
}

/**
 * A child process in a process group of its own, so that Ctrl-C in the terminal reaches only us.
 *
 * It ends with this process, even when this process is killed.
 */
export class ManagedProcess {
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended. */
  readonly exited: Promise<ExitInfo>;
  readonly #stopSignal: NodeJS.Signals;
  #exit: ExitInfo | undefined;

  private constructor(pid: number, options: LaunchOptions, exited: Promise<ExitInfo>) {
    this.pid = pid;
    this.logFile = options.logFile;
    this.#stopSignal = options.stopSignal ?? 'SIGTERM';
    this.exited = exited.then((exit) => {
      this.#exit = exit;
      childGuard.remove(pid);
      return exit;
    });
  }

  /** @throws Error  the command cannot be started */
  static async launch(options: LaunchOptions): Promise<ManagedProcess> {
    const log = openSync(options.logFile, 'a');
    try {
      const child = spawn(options.command, [...options.args], {
        cwd: options.cwd,
        env: options.env ?? process.env,
        detached: true,
        stdio: ['ignore', log, log],
        ...(options.user ?? {}),
      });
      const started = Promise.withResolvers<void>();
      const ended = Promise.withResolvers<ExitInfo>();
      child.once('spawn', started.resolve);
      child.once('error', started.reject);
      child.once('exit', (code, signal) => ended.resolve({ code, signal }));
      await started.promise;
      const pid = child.pid as number;
      const managed = new ManagedProcess(pid, options, ended.promise);
      childGuard.add(pid, (options.stopSignal ?? 'SIGTERM').slice(3) as 'TERM');
      return managed;
    } finally {
      closeSync(log);
    }
  }

  get isRunning(): boolean {
    return this.#exit === undefined;
  }

  get exit(): ExitInfo | undefined {
    return this.#exit;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) process.kill(this.pid, signal);
  }

  /** Sends the stop signal, and SIGKILL after `timeoutMs`; resolves when the process has ended. */
  async stop({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<ExitInfo> {
    this.signal(this.#stopSignal);
    // A stopped process does not see other signals.
    this.signal('SIGCONT');
    const timer = setTimeout(() => this.signal('SIGKILL'), timeoutMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The last lines of the log, for error messages. */
  logTail(lineCount = 10): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lineCount).join('\n');
  }
}
