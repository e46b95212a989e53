import type { OrgId } from '@redoubt/contracts';
import { relayOutbox } from '@redoubt/rulebook';
import type { Context } from '../command/context.ts';
import { explainError } from '../command/explain-error.ts';

/** Brings a change to Redis now; where that fails it is kept, and db-writer does it later. */
export async function relayNow(context: Context, orgId: OrgId): Promise<void> {
  try {
    const { failed } = await relayOutbox(await context.tenancy(), { orgId });
    const [first] = failed;
    if (first) throw first.error;
  } catch (error) {
    const { message } = explainError(error);
    context.output.warn(
      `it is saved and not in force yet: ${message}; db-writer brings it to Redis as soon as that works`,
    );
  }
}
