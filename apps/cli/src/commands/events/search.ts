import { searchEvents, type StoredEvent } from '@redoubt/storage';
import type { SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, asIpAddress, asSeverity, asText, option } from '../../command/inputs.ts';
import { momentHelp, rangeOf } from '../../command/moment.ts';
import { eventJson, eventSchema, renderView, rowOf, viewOption, type EventJson } from '../../events/event-json.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { formatTime } from '../../output/time.ts';

const maxLimit = 10_000;
const pageSize = 1_000;

export const eventsSearch = defineCommand({
  path: 'events search',
  summary: 'find stored events, newest first',
  details:
    'All conditions hold together; times are event times. Give --text a time range: it looks at every event left.',
  options: {
    org: requiredOrgOption,
    type: option('--type <type>', 'event type', asText),
    severity: option('--severity <severity>', 'this severe or worse', asSeverity),
    sourceIp: option('--source-ip <address>', 'source address', asIpAddress),
    user: option('--user <user>', 'user', asText),
    asset: option('--asset <asset>', 'asset', asText),
    from: option('--from <time>', `earliest: ${momentHelp}`, asText),
    to: option('--to <time>', 'before this time', asText),
    text: option('--text <text>', 'part of the message or the JSON, any case', asText),
    limit: option('--limit <n>', `most to show, up to ${maxLimit}`, asInteger({ min: 1, max: maxLimit }), {
      defaultValue: 50,
    }),
    view: viewOption,
    cursor: option('--cursor <cursor>', 'go on after an earlier page', asText),
  },
  examples: [
    'redoubt events search --org demo --type failed_login --from 24h',
    'redoubt events search --org demo --source-ip 203.0.113.7 --severity high',
    'redoubt events search --org demo --from 1h --view ecs --output ndjson',
    'redoubt events search --org demo --limit 10000 --output ndjson | jq -r .sourceIp | sort | uniq -c',
  ],
  result: z.object({
    organization: z.string().describe('name'),
    events: z.array(eventSchema),
    nextCursor: z.string().optional().describe('for --cursor; absent on the last page'),
  }),
  rowsOf: ({ events }) => events.map(rowOf),
  run: async (context, { org, limit, cursor, view, ...given }) => {
    const nowMs = context.clock.now();
    const filters = filtersOf(given, nowMs);
    const database = await context.database();
    const organization = await findOrg(database, org);
    const events: StoredEvent[] = [];
    let next = cursor;
    do {
      const page = await searchEvents(database, organization.id, filters, {
        limit: Math.min(pageSize, limit - events.length),
        timeoutMs: context.timeoutMs,
        ...(next === undefined ? {} : { cursor: next }),
      });
      events.push(...page.events);
      next = page.nextCursor;
    } while (next !== undefined && events.length < limit);
    if (events.length === 0) context.output.note('no such events');
    if (next !== undefined) context.output.note(`there are more: --limit up to ${maxLimit}, or --cursor ${next}`);
    const more = next === undefined ? {} : { nextCursor: next };
    return {
      result: { organization: organization.name, events: events.map((event) => eventJson(event, view)), ...more },
    };
  },
  render: ({ events }, view) => renderEvents(events, view),
});

interface GivenFilters {
  type: string | undefined;
  severity: (typeof SEVERITIES)[number] | undefined;
  sourceIp: string | undefined;
  user: string | undefined;
  asset: string | undefined;
  from: string | undefined;
  to: string | undefined;
  text: string | undefined;
}

function filtersOf({ severity, from, to, ...same }: GivenFilters, nowMs: number): Parameters<typeof searchEvents>[2] {
  const all = { ...same, minSeverity: severity, ...rangeOf({ from, to }, nowMs) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function renderEvents(events: readonly EventJson[], view: View): string {
  if (events[0]?.view !== undefined) return events.map((event) => renderView(event.view ?? {})).join('\n');
  return renderTable(
    [
      { name: 'event time (utc)' },
      { name: 'severity' },
      { name: 'type' },
      { name: 'source' },
      { name: 'user' },
      { name: 'asset' },
      { name: 'message', isFlexible: true },
    ],
    events.map((event) => [
      formatTime(event.eventTimeMs) + (event.isFuture ? view.style.warn(' (future)') : ''),
      view.style.severity(event.severity),
      printable(event.eventType),
      event.sourceIp ?? '-',
      printable(event.user ?? '-'),
      printable(event.asset ?? '-'),
      printable(event.message ?? event.payload),
    ]),
    view,
  );
}
