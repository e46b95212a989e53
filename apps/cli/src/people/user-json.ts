import { z } from 'zod';
import type { User } from '@redoubt/tenancy';
import { isoTime } from '../output/time.ts';

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  hasPassword: z.boolean().describe('false: signs in through a provider only'),
  emailProof: z
    .enum(['mail', 'provider', 'operator'])
    .optional()
    .describe('what has shown that the account belongs to the person of its address; absent: nothing'),
  isDisabled: z.boolean(),
  createdAt: z.string().describe('RFC 3339'),
  lastLoginAt: z.string().optional().describe('RFC 3339'),
});
export type UserJson = z.infer<typeof userSchema>;

export function userJson(user: User): UserJson {
  const { id, email, displayName, hasPassword, emailProof } = user;
  return {
    ...{ id, email, displayName, hasPassword },
    ...(emailProof === undefined ? {} : { emailProof }),
    isDisabled: user.disabledAtMs !== undefined,
    createdAt: isoTime(user.createdAtMs),
    ...(user.lastLoginAtMs === undefined ? {} : { lastLoginAt: isoTime(user.lastLoginAtMs) }),
  };
}
