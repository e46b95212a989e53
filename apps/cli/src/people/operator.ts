import type { AuditActor } from '@redoubt/storage';
import { actorOf } from '../alerts/actor.ts';
import { asText, option } from '../command/inputs.ts';
import type { Context } from '../command/context.ts';

export const auditReasonOption = option('--reason <text>', 'why, for the audit log', asText);

/** Who changes something, for the audit log. */
export function operatorOf(
  context: Context,
  given: { actor?: string | undefined; reason?: string | undefined } = {},
): AuditActor {
  const name = actorOf(context, given.actor);
  return { kind: 'operator', name, ...(given.reason === undefined ? {} : { reason: given.reason }) };
}
