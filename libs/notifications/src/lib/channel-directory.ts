import type { OrgId } from '@redoubt/contracts';
import type { Channel } from './channel.ts';

/** Where the channels of organisations are looked up. Throws RetryableError when it cannot tell now. */
export interface ChannelDirectory {
  /** All channels of an organisation, also disabled ones. Answers from memory most of the time. */
  channelsOf(orgId: OrgId): Promise<readonly Channel[]>;
}

/** The channel with this id, if the organisation still has it. */
export async function findChannel(
  directory: ChannelDirectory,
  orgId: OrgId,
  channelId: string,
): Promise<Channel | undefined> {
  return (await directory.channelsOf(orgId)).find((channel) => channel.channelId === channelId);
}
