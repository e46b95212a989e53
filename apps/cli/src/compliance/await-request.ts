import { findComplianceRequest } from '@redoubt/storage';
import { CliError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { EXIT } from '../command/exit-code.ts';

const LOOK_EVERY_MS = 200;
/** Of --timeout, for what comes after. */
const RESERVE_MS = 2_000;

/** Waits until compliance-reporter has done what was asked. @throws CliError when it failed, or nobody does it in time */
export async function awaitRequest(context: Context, requestId: string): Promise<unknown> {
  const database = await context.database();
  const deadlineMs = context.clock.now() + Math.max(1_000, context.timeoutMs - RESERVE_MS);
  while (!context.signal.aborted && context.clock.now() < deadlineMs) {
    const found = await findComplianceRequest(database, requestId);
    if (found?.state === 'done') return found.result;
    if (found?.state === 'failed')
      throw new CliError(EXIT.unexpected, `compliance-reporter could not do it: ${found.error}`);
    await context.pause(LOOK_EVERY_MS);
  }
  throw new CliError(EXIT.timeout, 'compliance-reporter has not answered yet', [
    `it goes on by itself as soon as it runs: request ${requestId}`,
    'in a checkout, "npm start" starts it',
  ]);
}
