import type { RedisCommand, Reply } from '@redoubt/redis';

/** Reads a whole hash. */
export function readHash(key: string): RedisCommand {
  return { name: 'HGETALL', key, args: [key], retry: 'free' };
}

/** The answer to HGETALL by field; empty when there is no such key. */
export function hashOf(reply: Reply): Map<string, string> {
  const flat = reply as string[];
  const fields = new Map<string, string>();
  for (let i = 0; i < flat.length; i += 2) fields.set(flat[i] as string, flat[i + 1] as string);
  return fields;
}

/**
 * Gives the replies of a batch.
 *
 * @throws the first error among them
 */
export function allOf(replies: readonly (Reply | Error)[]): Reply[] {
  const error = replies.find((reply) => reply instanceof Error);
  if (error) throw error;
  return replies as Reply[];
}
