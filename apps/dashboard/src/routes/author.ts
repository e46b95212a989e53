import type { Author } from '@redoubt/rulebook';
import type { AuditActor } from '@redoubt/storage';
import { auditActorOf, type Principal } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOf } from '../auth/actor.ts';

/** Why something is changed. */
export const reason = z.string().trim().min(1).max(1_000).optional().describe('Why, for the audit log');

interface Asker {
  principal: Principal;
  address: string;
}

/** Who makes a change, from where and why, as libs/tenancy and libs/storage want it. */
export function byOf({ principal, address }: Asker, why?: string): AuditActor {
  return auditActorOf(principal, { address, ...(why === undefined ? {} : { reason: why }) });
}

/** The same as libs/rulebook wants it. */
export function authorOf({ principal, address }: Asker, why?: string): Author {
  return { actor: actorOf(principal), address, ...(why === undefined ? {} : { reason: why }) };
}
