import { parseEventId } from '@redoubt/contracts';
import { findEvents } from '@redoubt/storage';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, BadValue } from '../../command/inputs.ts';
import { eventJson, eventSchema, renderView, rowOf, viewOption } from '../../events/event-json.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';

/** Event times that PostgreSQL and JavaScript both know. */
const EVER = { fromMs: Date.UTC(1, 0, 1), toMs: Date.UTC(9999, 11, 31) };

const eventIdArgument = argument('<event-id>', 'as "redoubt events search --json" shows it', (text: string): string => {
  if (parseEventId(text) === null) throw new BadValue('must be the id of an event, such as s-1700000000000-0-12');
  return text;
});

export const eventsShow = defineCommand({
  path: 'events show',
  summary: 'show a stored event, as it was accepted or in the schema of others',
  args: { eventId: eventIdArgument },
  options: { org: requiredOrgOption, view: viewOption },
  examples: [
    'redoubt events show s-1700000000000-0-12 --org acme',
    'redoubt events show s-1700000000000-0-12 --org acme --view ocsf',
  ],
  result: z.object({ organization: z.string().describe('name'), event: eventSchema }),
  rowsOf: ({ event }) => [rowOf(event)],
  run: async (context, { org, eventId, view }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const [event] = await findEvents(database, organization.id, [eventId], { ...EVER, timeoutMs: context.timeoutMs });
    if (event === undefined) throw usageError(`no event ${eventId} is stored for ${organization.name}`);
    return { result: { organization: organization.name, event: eventJson(event, view) } };
  },
  render: ({ event }) => {
    const { view, payload, ...known } = event;
    return renderView(view ?? { ...known, payload: JSON.parse(payload) as unknown });
  },
});
