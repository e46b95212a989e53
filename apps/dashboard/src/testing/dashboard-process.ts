import { join } from 'node:path';
import { freePort, ManagedProcess, waitFor } from '@redoubt/test-kit';

const main = join(import.meta.dirname, '..', 'main.ts');

/** The dashboard as a process of its own. */
export interface DashboardProcess {
  url: string;
  port: number;
  process: ManagedProcess;
  /** @returns its metrics page */
  metrics(): Promise<string>;
  kill9(): Promise<void>;
}

/** Starts one and waits until it is ready. */
export async function startDashboardProcess(
  env: Readonly<Record<string, string>>,
  logDir: string,
): Promise<DashboardProcess> {
  const [port, opsPort] = [await freePort(), await freePort()];
  const child = await ManagedProcess.launch({
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', main],
    logFile: join(logDir, `dashboard-${port}.log`),
    env: {
      ...{ PATH: process.env.PATH, HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) },
      ...{ OPS_HOST: '127.0.0.1', OPS_PORT: String(opsPort), ...env },
    },
  });
  const ops = (path: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${opsPort}/${path}`, { signal: AbortSignal.timeout(2_000) });
  await waitFor(async () => !child.isRunning || (await ops('readyz')).status === 200, {
    timeoutMs: 40_000,
    what: 'dashboard ready',
  });
  if (!child.isRunning) throw new Error(`the dashboard ended at once:\n${child.logTail()}`);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    process: child,
    metrics: async () => (await ops('metrics')).text(),
    kill9: async () => {
      child.signal('SIGKILL');
      await child.exited;
    },
  };
}
