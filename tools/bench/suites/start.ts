import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '@redoubt/test-kit';
import type { SuiteResult } from '../figure.ts';
import { ofRounds } from '../measure/statistics.ts';
import type { SuiteContext } from '../suite-context.ts';

const ROOT = join(import.meta.dirname, '../../..');
const READY = 'Redoubt is ready';
const READY_TIMEOUT_MS = 180_000;
const ROUNDS = 3;

/** From `npm start` to its ready line: the first time with an empty folder, then on data that is there. */
export async function runStart({ options, logDir, onStep }: SuiteContext): Promise<SuiteResult> {
  const dataDir = join(logDir, 'data');
  onStep('the first time');
  const first = await secondsToReady(dataDir);
  const again: number[] = [];
  for (let round = 0; round < (options.isQuick ? 1 : ROUNDS); round++) {
    onStep('again, on the data that is there');
    again.push(await secondsToReady(dataDir));
  }
  return {
    figures: [
      { name: 'warm_start_seconds', unit: 's', ...ofRounds(again), baseline: { name: 'first start s', value: first } },
    ],
    notes: ['from the command to its ready line: three Redis nodes, PostgreSQL and all services; packages installed'],
    failures: [],
  };
}

async function secondsToReady(dataDir: string): Promise<number> {
  const [gateway, page] = [await freePort(), await freePort()];
  const startedMs = performance.now();
  const child = spawn('npm', ['start', '--', '--rate', '0', '--port', String(gateway), '--page-port', String(page)], {
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: ROOT, REDOUBT_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Its own group, so that npm and all that it started can be told to stop.
    detached: true,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => signal(child.pid, 'SIGTERM'), READY_TIMEOUT_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === READY) return (performance.now() - startedMs) / 1_000;
    }
    throw new Error(`npm start ended before it was ready; logs: ${dataDir}`);
  } finally {
    clearTimeout(timer);
    signal(child.pid, 'SIGTERM');
    child.stdout.resume();
    await exited;
  }
}

function signal(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {
    // It has ended.
  }
}
