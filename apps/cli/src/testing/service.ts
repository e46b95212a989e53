import { join } from 'node:path';
import { freePort, ManagedProcess, waitFor } from '@redoubt/test-kit';

const ROOT = join(import.meta.dirname, '../../../..');
const startTimeoutMs = 40_000;

/** A service of the platform as a process of its own: no app imports another. */
export interface Service {
  /** Stands still, or goes on. */
  freeze(isFrozen: boolean): void;
  stop(): Promise<void>;
}

/** Starts `apps/<app>` and waits until it is ready. */
export async function startService(
  app: 'acl-manager' | 'alert-engine' | 'db-writer' | 'ingest-gateway' | 'siem-forwarder',
  { env, logDir }: { env: Readonly<Record<string, string>>; logDir: string },
): Promise<Service> {
  const port = await freePort();
  const child = await ManagedProcess.launch({
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join(ROOT, 'apps', app, 'src/main.ts')],
    cwd: ROOT,
    env: { PATH: process.env.PATH, OPS_HOST: '127.0.0.1', OPS_PORT: String(port), ...env },
    logFile: join(logDir, `${app}-${port}.log`),
  });
  const isReady = async (): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })).status === 200;
  await waitFor(async () => !child.isRunning || (await isReady()), { timeoutMs: startTimeoutMs, what: `${app} ready` });
  if (!child.isRunning) throw new Error(`${app} ended at once:\n${child.logTail()}`);
  return {
    freeze: (isFrozen) => process.kill(child.pid, isFrozen ? 'SIGSTOP' : 'SIGCONT'),
    stop: async () => {
      process.kill(child.pid, 'SIGCONT');
      await child.stop({ timeoutMs: 10_000 });
    },
  };
}
