import { toError, type OrgId } from '@redoubt/contracts';
import { relayOutbox } from '@redoubt/rulebook';
import type { Services } from './services.ts';

/**
 * Brings a change of settings to Redis now. What fails is kept, and db-writer does it later.
 *
 * @returns whether it is in force
 */
export async function relayNow({ database, redis, log }: Services, orgId: OrgId): Promise<boolean> {
  try {
    const { failed } = await relayOutbox({ database, redis }, { orgId });
    for (const { error } of failed) log.warn({ err: error, orgId }, 'relay_failed');
    return failed.length === 0;
  } catch (error) {
    log.warn({ err: toError(error), orgId }, 'relay_failed');
    return false;
  }
}
