import { FieldReport } from '@redoubt/enrichment';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, asText, flag, option } from '../../command/inputs.ts';
import { momentHelp, rangeOf } from '../../command/moment.ts';
import { scanEvents } from '../../events/scan-events.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatCount } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

const MOST_EVENTS = 1_000_000;

const fieldSchema = z.object({
  source: z.string().describe('log source: format and program, dataset or channel'),
  field: z.string().describe('dotted path'),
  events: z.number().int().describe('events that have it'),
  share: z.number().describe('of the events of the source'),
  types: z.record(z.string(), z.number().int()).describe('JSON types of its values; more than one is a drift'),
  isUnmapped: z.boolean().describe('it means nothing to the platform beyond its own name'),
  hasDrift: z.boolean(),
});

export const eventsFields = defineCommand({
  path: 'events fields',
  summary: 'report, per log source, fields that mean nothing to the platform or change their type',
  details:
    'Looks at stored events, newest first. Such fields are kept and may be searched and used by rules; they only fill none of the fields that all events share. null beside another type is no drift.',
  options: {
    org: requiredOrgOption,
    from: option('--from <time>', `earliest: ${momentHelp}`, asText, { defaultValue: '24h' }),
    to: option('--to <time>', 'before this time', asText),
    maxEvents: option('--max-events <n>', 'most events to look at', asInteger({ min: 1, max: MOST_EVENTS }), {
      defaultValue: 20_000,
    }),
    all: flag('--all', 'fields that are mapped and steady as well'),
  },
  examples: ['redoubt events fields --org acme', 'redoubt events fields --org acme --from 7d --output ndjson'],
  result: z.object({
    organization: z.string().describe('name'),
    events: z.number().int().describe('events looked at'),
    sources: z.array(
      z.object({
        source: z.string(),
        events: z.number().int(),
        unclassified: z.number().int(),
        isTruncated: z.boolean(),
      }),
    ),
    fields: z.array(fieldSchema),
  }),
  rowsOf: ({ fields }) => fields,
  run: async (context, { org, from, to, maxEvents, all }) => {
    const range = rangeOf({ from, to }, context.clock.now());
    const database = await context.database();
    const organization = await findOrg(database, org);
    const report = new FieldReport();
    let events = 0;
    const options = { mostEvents: maxEvents, timeoutMs: context.timeoutMs };
    for await (const { value, fields } of scanEvents(database, organization.id, range, options)) {
      report.add(value, fields);
      events += 1;
    }
    const sources = report.sources();
    const fields = sources.flatMap(({ source, events: ofSource, fields: used }) =>
      used
        .map((use) => ({ source, ...use, share: use.events / ofSource, hasDrift: hasDrift(use.types) }))
        .filter(({ isUnmapped, hasDrift: drifts }) => all || isUnmapped || drifts),
    );
    return {
      result: {
        organization: organization.name,
        events,
        sources: sources.map(({ source, events: count, unclassified, isTruncated }) => ({
          ...{ source, events: count, unclassified, isTruncated },
        })),
        fields,
      },
    };
  },
  render: ({ fields }, view) =>
    renderTable(
      [
        { name: 'source' },
        { name: 'field', isFlexible: true },
        { name: 'events', align: 'right' },
        { name: 'types' },
        { name: 'what' },
      ],
      fields.map((field) => [
        printable(field.source),
        printable(field.field),
        formatCount(field.events),
        Object.entries(field.types)
          .map(([type, count]) => `${type} ${formatCount(count)}`)
          .join(', '),
        [field.isUnmapped ? 'unmapped' : '', field.hasDrift ? view.style.warn('type drift') : '']
          .filter(Boolean)
          .join(', '),
      ]),
      view,
    ),
});

function hasDrift(types: Readonly<Record<string, number>>): boolean {
  return Object.keys(types).filter((type) => type !== 'null').length > 1;
}
