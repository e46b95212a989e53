import { parseEventId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import { findDeadLetters, type DeadLetter } from '@redoubt/stream';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, BadValue } from '../../command/inputs.ts';
import { chooseGroup, groupOption } from '../../dead-letters/choose-group.ts';
import { deadLetterJson, deadLetterSchema } from '../../dead-letters/dead-letter-json.ts';
import { scanDeadLetters } from '../../dead-letters/scan.ts';
import { labelOf, selectOrg, type KnownOrg } from '../../orgs/org-directory.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { renderFacts } from '../../output/facts.ts';
import { printable } from '../../output/printable.ts';
import { LANE_NAMES } from '../stream/lanes.ts';

const asId = (text: string): string => {
  if (/^\d{1,20}-\d{1,20}$/.test(text) || parseEventId(text) !== null) return text;
  throw new BadValue('must be an id of "redoubt dlq list", such as 1700000000000-0, or an event id');
};

export const dlqShow = defineCommand({
  path: 'dlq show',
  summary: 'show one dead letter with the whole event',
  args: { id: argument('<id>', 'as "redoubt dlq list" shows it, or an event id', asId) },
  options: { org: requiredOrgOption, group: groupOption },
  examples: ['redoubt dlq show 1700000000000-0 --org acme'],
  result: z.object({
    organization: z.string().describe('name'),
    group: z.string(),
    deadLetter: deadLetterSchema.extend({
      event: z.string().describe('what the sender sent; of an unreadable entry its raw fields in base64, as JSON'),
    }),
  }),
  run: async (context, { id, org, group }) => {
    const redis = await context.redis();
    const known = await selectOrg(redis, org);
    const chosen = await chooseGroup(redis, known, group);
    const letter = chosen === undefined ? undefined : await find(context, known, chosen, id);
    if (chosen === undefined || letter === undefined) {
      const where = chosen === undefined ? labelOf(known) : `${labelOf(known)}, group ${chosen}`;
      throw usageError(`there is no dead letter ${id} in ${where}`, `redoubt dlq list --org ${labelOf(known)}`);
    }
    const deadLetter = { ...deadLetterJson(letter), event: letter.event.toString('utf8') };
    return { result: { organization: labelOf(known), group: chosen, deadLetter } };
  },
  render: ({ organization, group, deadLetter }, { style }) => {
    const facts = renderFacts(
      [
        ['id', deadLetter.id],
        ['organisation', organization],
        ['group', group],
        ['reason', deadLetter.reason],
        ['error', `${deadLetter.error}: ${deadLetter.message}`],
        ['tries', String(deadLetter.attempts)],
        ['replays', `${deadLetter.replays}${deadLetter.mayReplay ? '' : ' (the loop guard refuses another one)'}`],
        ['stream', LANE_NAMES[deadLetter.lane]],
        ['event id', deadLetter.eventId],
        ...(deadLetter.replays > 0 ? [['first event id', deadLetter.originalEventId] as const] : []),
        ['accepted', deadLetter.acceptedAt],
        ['died', deadLetter.diedAt],
      ],
      style,
    );
    return `${facts}\n\n${printable(deadLetter.event)}`;
  },
});

const mostScanned = 100_000;

async function find(context: Context, org: KnownOrg, group: GroupName, id: string): Promise<DeadLetter | undefined> {
  const redis = await context.redis();
  if (parseEventId(id) === null) return (await findDeadLetters(redis, org.orgId, group, [id]))[0];
  const { letters } = await scanDeadLetters(redis, { orgId: org.orgId, group }, {}, mostScanned);
  return letters.find((letter) => letter.eventId === id || letter.originalEventId === id);
}
