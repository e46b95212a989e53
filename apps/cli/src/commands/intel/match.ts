import { INDICATOR_KINDS, IntelTable, type ListedIndicator } from '@redoubt/enrichment';
import { SEVERITIES } from '@redoubt/contracts';
import { readIntelIndicators, type StoredEvent } from '@redoubt/storage';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, asText, option } from '../../command/inputs.ts';
import { momentHelp, rangeOf } from '../../command/moment.ts';
import { scanEvents } from '../../events/scan-events.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { counted } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { formatTime, isoTime } from '../../output/time.ts';

const MOST_EVENTS = 10_000_000;
const MOST_MATCHES = 100_000;

const matchSchema = z.object({
  eventId: z.string(),
  eventTime: z.string().describe('RFC 3339'),
  eventTimeMs: z.number().describe('epoch ms'),
  eventType: z.string(),
  severity: z.enum(SEVERITIES),
  sourceIp: z.string().optional(),
  asset: z.string().optional(),
  user: z.string().optional(),
  field: z.string().describe('where in the event it stands'),
  value: z.string().describe('what stands there'),
  indicator: z.object({
    kind: z.enum(INDICATOR_KINDS),
    value: z.string(),
    list: z.string(),
    threat: z.string().optional(),
    confidence: z.number().optional().describe('0 to 100'),
  }),
});

export const intelMatch = defineCommand({
  path: 'intel match',
  summary: 'find stored events that name what threat-intelligence lists name',
  details:
    'Looks back over what is stored, newest first: addresses, names, links and hashes wherever they stand in an event. An indicator that was past its time when the event happened does not count. Times are event times.',
  options: {
    org: requiredOrgOption,
    list: option('--list <name>', 'only this list (default: all)', asText),
    from: option('--from <time>', `earliest: ${momentHelp}`, asText, { defaultValue: '24h' }),
    to: option('--to <time>', 'before this time', asText),
    limit: option(
      '--limit <n>',
      `most matches to show, up to ${MOST_MATCHES}`,
      asInteger({ min: 1, max: MOST_MATCHES }),
      {
        defaultValue: 1_000,
      },
    ),
    maxEvents: option('--max-events <n>', 'most events to look at', asInteger({ min: 1, max: MOST_EVENTS }), {
      defaultValue: 1_000_000,
    }),
  },
  examples: [
    'redoubt intel match --org acme --from 7d',
    'redoubt intel match --org acme --list partner-feed --from 30d --output ndjson',
  ],
  result: z.object({
    organization: z.string().describe('name'),
    indicators: z.number().int().describe('indicators looked for'),
    events: z.number().int().describe('events looked at'),
    isComplete: z.boolean().describe('false when --limit or --max-events ended it'),
    matches: z.array(matchSchema),
  }),
  rowsOf: ({ matches }) => matches,
  run: async (context, { org, list, from, to, limit, maxEvents }) => {
    const range = rangeOf({ from, to }, context.clock.now());
    const database = await context.database();
    const organization = await findOrg(database, org);
    const all = (await readIntelIndicators(database, organization.id)) as ListedIndicator[];
    const indicators = list === undefined ? all : all.filter(({ listName }) => listName === list);
    if (indicators.length === 0) context.output.note('no indicators; redoubt intel import brings some');
    const table = new IntelTable(indicators);
    const matches: z.infer<typeof matchSchema>[] = [];
    let events = 0;
    const options = { mostEvents: indicators.length === 0 ? 0 : maxEvents, timeoutMs: context.timeoutMs };
    if (options.mostEvents > 0) {
      for await (const { event, value, fields } of scanEvents(database, organization.id, range, options)) {
        events += 1;
        for (const match of table.match(value, fields, event.eventTimeMs)) matches.push(matchJson(event, match));
        if (matches.length >= limit) break;
      }
    }
    const isComplete = matches.length < limit && events < maxEvents;
    if (!isComplete) context.output.note('there may be more: see --limit and --max-events');
    const counts = { indicators: indicators.length, events, isComplete };
    return { result: { organization: organization.name, ...counts, matches: matches.slice(0, limit) } };
  },
  render: ({ matches, events, indicators }, view) => {
    const summary = `${counted(matches.length, 'match', 'matches')} in ${counted(events, 'event')} for ${counted(indicators, 'indicator')}`;
    if (matches.length === 0) return summary;
    const table = renderTable(
      [
        { name: 'event time (utc)' },
        { name: 'type' },
        { name: 'field' },
        { name: 'value' },
        { name: 'list' },
        { name: 'threat', isFlexible: true },
      ],
      matches.map((match) => [
        formatTime(match.eventTimeMs),
        printable(match.eventType),
        printable(match.field),
        printable(match.value),
        printable(match.indicator.list),
        printable(match.indicator.threat ?? '-'),
      ]),
      view,
    );
    return `${table}\n${summary}`;
  },
});

function matchJson(event: StoredEvent, { indicator, field, value }: ReturnType<IntelTable['match']>[number]) {
  const { eventId, eventTimeMs, eventType, severity, sourceIp, asset, user } = event;
  const { kind, value: named, listName, threat, confidence } = indicator;
  return {
    ...{ eventId, eventTime: isoTime(eventTimeMs), eventTimeMs, eventType, severity, field, value },
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(asset === undefined ? {} : { asset }),
    ...(user === undefined ? {} : { user }),
    indicator: {
      ...{ kind, value: named, list: listName },
      ...(threat === undefined ? {} : { threat }),
      ...(confidence === undefined ? {} : { confidence }),
    },
  };
}
