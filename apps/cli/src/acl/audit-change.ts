import { AuditLog, type AuditEntry } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import type { Context } from '../command/context.ts';

/**
 * Puts what this command did to Redis users into the installation's chain. It is done by then, so a failure is said and
 * not thrown.
 *
 * @param open how to Redis. @default as the settings say
 */
export async function auditChange(
  context: Context,
  entry: AuditEntry,
  open: () => Promise<RedisClient> = () => context.redis(),
): Promise<boolean> {
  try {
    await new AuditLog({ redis: await open(), clock: context.clock }).append(entry);
    return true;
  } catch (error) {
    context.output.warn(`it is done, but could not be written to the audit chain: ${toError(error).message}`);
    return false;
  }
}
