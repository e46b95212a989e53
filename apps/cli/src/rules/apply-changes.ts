import { toError, type OrgId } from '@redoubt/contracts';
import { relayOutbox } from '@redoubt/rulebook';
import type { Context } from '../command/context.ts';

/**
 * Brings changed rules to Redis, where alert-engine sees them within a second.
 *
 * @returns false when that was not possible now; db-writer does it later, nothing is lost
 */
export async function applyChanges(context: Context, orgId: OrgId): Promise<boolean> {
  try {
    const deps = await context.tenancy();
    const { failed } = await relayOutbox(deps, { orgId });
    if (failed[0]) throw failed[0].error;
    return true;
  } catch (error) {
    context.output.warn(
      `saved, but not in force yet: ${toError(error).message}; db-writer brings it to Redis when it can be reached`,
    );
    return false;
  }
}
