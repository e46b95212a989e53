import { z } from 'zod';

const user = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'not the name of a user');
const head = {
  requestId: z.uuid(),
  /** Who asks: a person's address, or the name of the program. */
  actor: z.string().min(1).max(256),
  /** Why; stands in the audit chain. */
  reason: z.string().min(1).max(1_024),
};

/**
 * Entry of `{acl}:requests` or `{acl}:requests:operators` (field `request`): what a person asks of acl-manager. Nothing
 * is done twice for one id.
 */
export const securityRequestSchema = z.discriminatedUnion('action', [
  /** Exchanges the password of a user, or of all users one after the other. */
  z.strictObject({ action: z.literal('rotate'), ...head, user: user.optional() }),
  /** Turns a rotation round that is under way. */
  z.strictObject({ action: z.literal('rollback'), ...head, user }),
  /** Shuts a user out on every node and ends its connections; it stays out until `reinstate`. */
  z.strictObject({ action: z.literal('revoke'), ...head, user }),
  /** Asks every node whether the user may run the command (ACL DRYRUN); runs nothing. */
  z.strictObject({
    action: z.literal('test'),
    ...head,
    user,
    command: z.array(z.string().max(1_024)).min(1).max(64),
  }),
  /** Lets a user in again that `revoke` shut out. Refused when it was asked before the user was out. */
  z.strictObject({ action: z.literal('reinstate'), ...head, user }),
  /** Writes the declared users, or one of them, to every node now; who is shut out stays so. */
  z.strictObject({ action: z.literal('apply'), ...head, user: user.optional() }),
]);
export type SecurityRequest = z.infer<typeof securityRequestSchema>;
export type SecurityAction = SecurityRequest['action'];

/** JSON in `{acl}:reply:<requestId>`; gone after ten minutes. */
export interface SecurityReply {
  requestId: string;
  /** `running` is written over when the work has ended. */
  state: 'running' | 'done';
  ok: boolean;
  /** For people. */
  detail: string;
  result?: SecurityRequestResult;
}

/** What came of each action; `apply` stands for `reinstate` too. */
export type SecurityRequestResult =
  | { action: 'rotate' | 'rollback'; users: readonly RotatedUser[] }
  | { action: 'revoke'; user: string; endedConnections: number; leftConnections: number }
  | { action: 'test'; nodes: readonly { address: string; isAllowed: boolean; answer: string }[] }
  | { action: 'apply'; nodes: readonly { address: string; done: readonly string[]; digest: string; error?: string }[] };

export interface RotatedUser {
  user: string;
  ok: boolean;
  detail: string;
  /** The record of the rotation; no secrets. */
  evidence?: Readonly<Record<string, unknown>>;
}
