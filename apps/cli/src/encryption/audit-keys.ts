import { appendAudit } from '@redoubt/storage';
import type { Context } from '../command/context.ts';
import { operatorOf } from '../people/operator.ts';

/** Tells the audit log of a change of keys. @throws before anything changes, when PostgreSQL is away */
export async function auditKeys(
  context: Context,
  reason: string | undefined,
): Promise<(action: string, keyId: string, after: unknown) => Promise<void>> {
  const database = await context.database();
  const actor = operatorOf(context, { reason });
  return async (action, keyId, after) => {
    const target = { kind: 'encryption_key', id: keyId };
    await database.transaction((session) => appendAudit(session, { orgId: null, actor, action, target, after }));
  };
}
