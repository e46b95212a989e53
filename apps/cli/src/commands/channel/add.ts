import { createSecretBox, type SecretBox } from '@redoubt/encryption';
import { listChannels, saveChannel } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { channelJson, channelSchema, renderChannels } from '../../alerts/channel-json.ts';
import { CHANNEL_TYPES, channelOptions, draftChannel, type ChannelDraft } from '../../alerts/new-channel.ts';
import { asName } from '../../alerts/note-option.ts';
import { relayNow } from '../../alerts/relay.ts';
import { CliError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asChoice, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';

export const channelAdd = defineCommand({
  path: 'channel add',
  summary: 'tell somebody of alerts: by mail, Slack, webhook or PagerDuty',
  details:
    'Secrets are read from a file, standard input or REDOUBT_CHANNEL_SECRET, kept encrypted under REDOUBT_SECRET_KEY, and never shown again. For email the secret is the password of its mail server, for webhook the signing secret (Standard Webhooks), for pagerduty the routing key; the address of a Slack webhook is its secret. Try it with redoubt channel test.',
  args: { type: argument('<type>', CHANNEL_TYPES.join(', '), asChoice(CHANNEL_TYPES)) },
  options: {
    org: requiredOrgOption,
    name: option('--name <text>', 'what to call it', asName, { isRequired: true }),
    ...channelOptions,
    replace: flag('--replace', 'replace the channel of this name, if there is one, with all its settings'),
    actor: actorOption,
  },
  examples: [
    'redoubt channel add email --org acme --name soc-mail --to soc@acme.example --min-severity high',
    'redoubt channel add slack --org acme --name soc-chat --url-file slack-webhook.url',
    'redoubt channel add webhook --org acme --name soar --url https://soar.acme.example/alerts --new-secret --group-by alert',
    'pass show pagerduty | redoubt channel add pagerduty --org acme --name on-call --secret-file - --min-severity critical',
  ],
  result: z.object({
    organization: z.string().describe('name'),
    channel: channelSchema,
    isReplaced: z.boolean(),
    newSecret: z.string().optional().describe('the signing secret that was made; shown this once'),
  }),
  run: async (context, { type, org, name, replace, actor, ...given }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const before = (await listChannels(database, organization.id)).find((channel) => channel.name === name);
    if (before && !replace) {
      const hints = ['nothing was changed; --replace replaces it with all its settings'];
      throw new CliError(EXIT.conflict, `there is a channel ${JSON.stringify(name)} already (${before.type})`, hints);
    }
    const draft = await draftChannel(context, type, name, given);
    const options = {
      actor: actorOf(context, actor),
      ...(before === undefined ? {} : { channelId: before.channelId }),
      ...boxFor(context, draft),
    };
    const info = await saveChannel(database, organization.id, draft.channel, options);
    await relayNow(context, organization.id);
    const { newSecret } = draft;
    if (newSecret !== undefined)
      context.output.note('the signing secret is shown this once: give it to the receiver now');
    context.output.note(`next: redoubt channel test ${JSON.stringify(name)} --org ${organization.name}`);
    return {
      result: {
        organization: organization.name,
        channel: channelJson(info),
        isReplaced: before !== undefined,
        ...(newSecret === undefined ? {} : { newSecret }),
      },
    };
  },
  render: ({ channel, newSecret }, view) =>
    [renderChannels([channel], view), ...(newSecret === undefined ? [] : [newSecret])].join('\n\n'),
});

/** What has no secret needs no key. */
function boxFor({ settings }: Context, { channel }: ChannelDraft): { secretBox?: SecretBox } {
  const hasSecret = channel.type !== 'email' || channel.smtp?.password !== undefined;
  return hasSecret ? { secretBox: createSecretBox(settings.secretKeys()) } : {};
}
