import { askCompliance, countAskedCompliance, type Database, type NewComplianceRequest } from '@redoubt/storage';
import { getUser, type Principal } from '@redoubt/tenancy';
import { actorOf } from '../auth/actor.ts';
import { Refusal } from '../http/refusal.ts';

/** Requests of one organisation, or of the installation, that may wait at a time. */
const mostWaiting = 5;

/**
 * Writes down what compliance-reporter is to do.
 *
 * @returns the request's id
 * @throws Refusal `overloaded` when too much waits already
 */
export async function askReporter(
  database: Database,
  request: Omit<NewComplianceRequest, 'requestedBy' | 'requestKey'>,
  principal: Principal,
): Promise<string> {
  if ((await countAskedCompliance(database, request.orgId)) >= mostWaiting) {
    const detail = 'as many runs and reports wait as may; compliance-reporter takes up one after the other';
    throw new Refusal('overloaded', detail, { retryAfterS: 10 });
  }
  const requestedBy = await nameOf(database, principal);
  // Without a key of the schedule there is nothing to conflict with.
  return (await askCompliance(database, { ...request, requestedBy })) as string;
}

/** As runs, reports and waivers name people. */
export async function nameOf(database: Database, principal: Principal): Promise<string> {
  if (principal.kind !== 'user') return actorOf(principal);
  return (await getUser(database, principal.userId)).email;
}
