import { join } from 'node:path';
import { ManagedProcess } from './managed-process.ts';
import { createTempDir, type TempDir } from './temp-dir.ts';

/** Node programs that a test starts, with their logs in a directory of their own. */
export class ProcessSet {
  readonly #temp: TempDir;
  readonly #processes: ManagedProcess[] = [];

  /** @param name of the directory */
  constructor(name: string) {
    this.#temp = createTempDir(name);
  }

  /**
   * Starts a program with our environment and what is given of it.
   *
   * @param name of its log; the same name again adds to it
   * @param args path of the program, then what it is given
   */
  async start(name: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<ManagedProcess> {
    const one = await ManagedProcess.launch({
      command: process.execPath,
      args,
      logFile: join(this.#temp.path, `${name}.log`),
      env: { ...process.env, ...env },
    });
    this.#processes.push(one);
    return one;
  }

  /** Kills those that still run, stopped ones as well; resolves when they are gone. */
  async killAll(): Promise<void> {
    for (const one of this.#processes) one.signal('SIGKILL');
    await Promise.all(this.#processes.map((one) => one.exited));
    this.#processes.length = 0;
  }

  /** Kills them and removes the logs. */
  async close(): Promise<void> {
    await this.killAll();
    this.#temp.remove();
  }
}
