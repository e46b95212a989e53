import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, ManagedProcess, waitFor } from '@redoubt/test-kit';

/** A server to compare with, as a process of its own. */
export class BaselineServer {
  readonly port: number;
  readonly #process: ManagedProcess;

  private constructor(port: number, process: ManagedProcess) {
    this.port = port;
    this.#process = process;
  }

  /** @param file  module beside this one */
  static async start(file: string, logDir: string, env: Record<string, string> = {}): Promise<BaselineServer> {
    const port = await freePort();
    const child = await ManagedProcess.launch({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, file)],
      env: { PATH: process.env.PATH, PORT: String(port), ...env },
      logFile: join(logDir, `${file}.log`),
      stopSignal: 'SIGKILL',
    });
    const isUp = await waitFor(async () => !child.isRunning || (await canConnect(port)), { what: file });
    if (!isUp || !child.isRunning) throw new Error(`${file} ended at once:\n${child.logTail()}`);
    return new BaselineServer(port, child);
  }

  get pid(): number {
    return this.#process.pid;
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }
}

function canConnect(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port }, () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
