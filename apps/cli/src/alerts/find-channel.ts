import type { OrgId } from '@redoubt/contracts';
import { listChannels, type ChannelInfo } from '@redoubt/rulebook';
import type { Database } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';
import { similarTo } from '../output/similar.ts';

/**
 * The channel of this name, id, or first digits of an id.
 *
 * @throws CliError when there is none, or there are several
 */
export async function findChannel(database: Database, orgId: OrgId, typed: string): Promise<ChannelInfo> {
  const channels = await listChannels(database, orgId);
  const named = channels.find(({ name, channelId }) => name === typed || channelId === typed);
  if (named) return named;
  const [first, second] = typed.length < 4 ? [] : channels.filter(({ channelId }) => channelId.startsWith(typed));
  if (first && !second) return first;
  const names = channels.map(({ name }) => name);
  const similar = similarTo(typed, names);
  const hint =
    similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'redoubt channel list --org <org> shows them';
  throw usageError(`there is no channel ${JSON.stringify(typed)} in this organisation`, hint);
}
