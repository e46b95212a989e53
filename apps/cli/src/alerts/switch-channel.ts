import { enableChannel } from '@redoubt/rulebook';
import { z } from 'zod';
import type { Context } from '../command/context.ts';
import { findOrg } from '../orgs/find-org.ts';
import { actorOf } from './actor.ts';
import { channelJson, channelSchema } from './channel-json.ts';
import { findChannel } from './find-channel.ts';
import { relayNow } from './relay.ts';

export const switchedSchema = z.object({ organization: z.string().describe('name'), channel: channelSchema });

/** Switches a channel on or off, at once. */
export async function switchChannel(
  context: Context,
  { name, org, actor }: { name: string; org: string; actor: string | undefined },
  isEnabled: boolean,
): Promise<z.infer<typeof switchedSchema>> {
  const database = await context.database();
  const organization = await findOrg(database, org);
  const { channelId } = await findChannel(database, organization.id, name);
  const info = await enableChannel(database, organization.id, channelId, { actor: actorOf(context, actor), isEnabled });
  await relayNow(context, organization.id);
  return { organization: organization.name, channel: channelJson(info) };
}
