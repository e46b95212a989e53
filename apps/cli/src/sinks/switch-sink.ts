import { enableSink } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf } from '../alerts/actor.ts';
import { relayNow } from '../alerts/relay.ts';
import type { Context } from '../command/context.ts';
import { findOrg } from '../orgs/find-org.ts';
import { findSink } from './find-sink.ts';
import { sinkJson, sinkSchema } from './sink-json.ts';

export const switchedSinkSchema = z.object({ organization: z.string().describe('name'), sink: sinkSchema });

/** Switches a sink on or off, at once. */
export async function switchSink(
  context: Context,
  { name, org, actor }: { name: string; org: string; actor: string | undefined },
  isEnabled: boolean,
): Promise<z.infer<typeof switchedSinkSchema>> {
  const database = await context.database();
  const organization = await findOrg(database, org);
  const { sinkId } = await findSink(database, organization.id, name);
  const info = await enableSink(database, organization.id, sinkId, { actor: actorOf(context, actor), isEnabled });
  await relayNow(context, organization.id);
  return { organization: organization.name, sink: sinkJson(info) };
}
