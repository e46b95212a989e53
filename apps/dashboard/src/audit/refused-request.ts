import type { AuditActor } from '@redoubt/storage';
import { auditActorOf, type Principal } from '@redoubt/tenancy';

/** A request that was refused for what it asked or who asked it. */
export interface RefusedRequest {
  /** Absent: nobody was recognised. */
  principal?: Principal | undefined;
  operation: string;
  /** Code of the problem, or why a sign-in was refused. */
  code: string;
  address: string;
  /** Method and path as they were sent, percent-encoded, without what looks like a secret. */
  path?: string;
}

export function actorOfRefused({ principal, address }: RefusedRequest): AuditActor {
  const from = address === '' ? {} : { address };
  return principal ? auditActorOf(principal, from) : { kind: 'system', name: 'unauthenticated', ...from };
}

/** Refusals of one key are one flood. */
export function windowKeyOf({ principal, operation, code, address }: RefusedRequest): string {
  const who = principal ? `${principal.orgId} ${principal.kind}:${principal.id}` : address;
  return `${who} ${operation} ${code}`;
}
