import { commandSchema, type Command, type EntryId, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { appendRecords } from '@redoubt/stream';

/**
 * Puts commands on the organisation's stream in their order; returns the last entry that holds one.
 *
 * @throws ZodError       for what alert-engine would put among its dead letters
 * @throws AppendRefused  the stream is full, or Redis cannot take it now
 * @throws RangeError     without a command
 */
export async function appendCommands(redis: RedisClient, orgId: OrgId, commands: readonly Command[]): Promise<EntryId> {
  const lines = commands.map((command) => Buffer.from(JSON.stringify(commandSchema.parse(command))));
  const [first] = commands;
  if (first === undefined) throw new RangeError('there is no command to append');
  // Repeated after a failover, it is appended once.
  const entryIds = await appendRecords(redis, orgId, 'c', lines, { batchId: first.commandId });
  return entryIds.at(-1) as EntryId;
}
