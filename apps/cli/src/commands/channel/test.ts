import { z } from 'zod';
import { findChannel } from '../../alerts/find-channel.ts';
import { NOT_TRIED } from '../../alerts/not-tried.ts';
import { relayNow } from '../../alerts/relay.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';

export const channelTest = defineCommand({
  path: 'channel test',
  summary: 'send a trial message and say what became of it',
  details: 'The notifier of alert-engine sends it, as it sends others. Channels that are off can be tried as well.',
  args: { name: argument('<channel>', 'name or id', asText) },
  options: { org: requiredOrgOption },
  examples: ['redoubt channel test soc-mail --org acme'],
  result: z.object({
    organization: z.string().describe('name'),
    channel: z.string().describe('name'),
    type: z.string(),
    target: z.string(),
    outcome: z
      .enum(['sent', 'failed', 'unanswered'])
      .describe('`unanswered`: no notifier said what became of it in time'),
    detail: z.string().describe('what the receiver answered, or why it failed'),
  }),
  run: async (context, { name, org }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const { channelId, ...info } = await findChannel(database, organization.id, name);
    await relayNow(context, organization.id);
    // Loaded here: it brings the job queue and every kind of receiver.
    const { runTrial } = await import('../../alerts/channel-trial.ts');
    const state = await runTrial(context, organization.id, channelId);
    const head = { organization: organization.name, channel: info.name, type: info.type, target: info.target };
    if (state.kind !== 'done') {
      context.output.note('is alert-engine running? redoubt lag --group notifier --all');
      const detail = 'no notifier said what became of it in time';
      return { result: { ...head, outcome: 'unanswered' as const, detail }, exitCode: EXIT.incomplete };
    }
    if (state.outcome === 'sent') return { result: { ...head, outcome: 'sent' as const, detail: state.detail } };
    return {
      result: { ...head, outcome: 'failed' as const, detail: detailOf(state.detail) },
      exitCode: EXIT.checksFailed,
    };
  },
  render: ({ channel, type, target, outcome, detail }, { style }) => {
    const word = outcome === 'sent' ? style.good('sent') : style.bad(outcome);
    return `${word}  ${printable(channel)} (${type} to ${printable(target)}): ${printable(detail)}`;
  },
});

/** The notifier does not have channels whose secret it cannot open. */
function detailOf(detail: string): string {
  if (detail !== NOT_TRIED) return detail;
  return `${NOT_TRIED}: the notifier does not have this channel; is its REDOUBT_SECRET_KEY the one the channel was made with?`;
}
