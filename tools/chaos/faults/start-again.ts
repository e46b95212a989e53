import type { AppProcess } from '../../dev/app-process.ts';
import { pause } from './world.ts';

const RESTART_TIMEOUT_MS = 120_000;
const RESTART_PAUSE_MS = 500;

/** As an orchestrator does: a service that cannot start while servers are away is started again. */
export async function startAgain(app: Pick<AppProcess, 'start' | 'stop'>): Promise<void> {
  const deadlineMs = performance.now() + RESTART_TIMEOUT_MS;
  for (;;) {
    try {
      return await app.start();
    } catch (error) {
      await app.stop({ isForced: true });
      if (performance.now() > deadlineMs) throw error;
      await pause(RESTART_PAUSE_MS);
    }
  }
}
