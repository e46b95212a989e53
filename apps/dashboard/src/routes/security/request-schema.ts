import { z } from 'zod';

const rotated = z.strictObject({
  user: z.string(),
  ok: z.boolean(),
  detail: z.string(),
  evidence: z.record(z.string(), z.unknown()).optional().describe('Record of the rotation; no secrets'),
});

const nodeDone = z.strictObject({
  ...{ address: z.string(), done: z.array(z.string()), digest: z.string(), error: z.string().optional() },
});

export const testedNode = z.strictObject({
  address: z.string(),
  isAllowed: z.boolean(),
  answer: z.string().describe('Of the node, word by word'),
});

/** What acl-manager says of a request. */
export const securityReplySchema = z.strictObject({
  requestId: z.string(),
  state: z.enum(['running', 'done']),
  ok: z.boolean(),
  detail: z.string(),
  result: z
    .discriminatedUnion('action', [
      z.strictObject({ action: z.enum(['rotate', 'rollback']), users: z.array(rotated) }),
      z.strictObject({
        ...{ action: z.literal('revoke'), user: z.string() },
        ...{ endedConnections: z.int(), leftConnections: z.int() },
      }),
      z.strictObject({ action: z.literal('test'), nodes: z.array(testedNode) }),
      z.strictObject({ action: z.literal('apply'), nodes: z.array(nodeDone) }),
    ])
    .optional(),
});

export const redisUser = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/)
  .describe('Name of a Redis user');

/** Acting on the installation always has a reason. */
export const neededReason = z.string().trim().min(1).max(1_000).describe('Why, for both audit logs');
