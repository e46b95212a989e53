import { appendAudit } from '@redoubt/storage';
import type { DeadLetter } from '@redoubt/stream';
import type { Context } from '../command/context.ts';
import { explainError } from '../command/explain-error.ts';
import type { KnownOrg } from '../orgs/org-directory.ts';
import { operatorOf } from '../people/operator.ts';

/** Ids told; the number is told in any case. */
const mostNamed = 100;

/**
 * Tells the audit log that events go back. Done before, so that none goes back unnoticed; without PostgreSQL it is only
 * said that the log lacks it, since this is a tool for bad days.
 */
export async function auditReplay(
  context: Context,
  { orgId }: KnownOrg,
  group: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  const letterIds = letters.slice(0, mostNamed).map(({ deadLetterId }) => deadLetterId);
  const entry = {
    ...{ orgId, actor: operatorOf(context), action: 'dead_letters.replayed', target: { kind: 'group', id: group } },
    after: { count: letters.length, letterIds },
  };
  try {
    await (await context.database()).transaction((session) => appendAudit(session, entry));
  } catch (error) {
    context.output.warn(`the audit log does not tell of it: ${explainError(error).message}`);
  }
}
