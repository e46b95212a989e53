import {
  ECS_CATEGORIES,
  ECS_ROWS,
  ECS_SEVERITY,
  EVENT_TYPES,
  OCSF_CLASSES,
  OCSF_CLASSES_ABOUT_USERS,
  OCSF_FAILURES,
  OCSF_ROWS,
  OCSF_SEVERITY,
  OCSF_SUCCESSES,
  OCSF_VERSION,
  type ViewRow,
} from '@redoubt/contracts';
import { codeList, markdownTable } from './markdown-table.ts';

/** What the functions say that rows name with `as`. */
const SAYINGS: Readonly<Record<string, string>> = {
  rfc3339: 'RFC 3339',
  ecsSeverity: scale(ECS_SEVERITY),
  ocsfSeverity: scale(OCSF_SEVERITY),
  ecsCategory: 'see below',
  ecsType: 'see below',
  ocsfClass: 'see below',
  ocsfCategory: 'first digit of the class',
  ocsfActivity: 'see below',
  ocsfType: 'class × 100 + activity',
  unknownType: '0, where there is an asset',
  onlyTrue: 'where true',
};

/** Renders `docs/reference/event-views.md` from the tables of `libs/contracts/src/lib/views`. */
export function renderEventViewsPage(): string {
  return `# Views of an event

Generated from the tables of \`libs/contracts/src/lib/views\` by \`npm run docs\`; do not edit.

One model, two views: every event, whatever its sender spoke, can be had in the Elastic Common Schema 8 and in the Open Cybersecurity Schema Framework ${OCSF_VERSION}. The same tables make what [sinks](protocols.md#out-sinks) with the mapping \`ecs\` or \`ocsf\` send.

\`\`\`sh
redoubt events search --org acme --from 1h --view ecs --output ndjson
redoubt events show s-1700000000000-0-12 --org acme --view ocsf
curl "$URL/api/v1/events?view=ecs&limit=10" -H "Authorization: Bearer $KEY"          # beside each event, as view
curl "$URL/api/v1/events/export?view=ocsf" -H "Authorization: Bearer $KEY"           # one object a line
\`\`\`

A field that an event does not have is not in its view. \`original\` is the log line as it was sent (\`raw\`), or the JSON of the event as it was accepted: nothing that a sender said is lost by a view.

## ECS

${rowsTable('ECS', ECS_ROWS)}

${markdownTable(
  ['event type', 'event.category', 'event.type'],
  Object.keys(EVENT_TYPES).map((name) => {
    const known = ECS_CATEGORIES[name as keyof typeof EVENT_TYPES];
    return [`\`${name}\``, codeList(known?.category), codeList(known?.type)];
  }),
)}

## OCSF

${rowsTable('OCSF', OCSF_ROWS)}

\`metadata\` also holds version and product. The user of an event is \`user\` in the classes ${OCSF_CLASSES_ABOUT_USERS.join(' and ')}, and \`actor.user\` elsewhere. \`status_id\` is 1 for the outcome \`success\`, 2 for \`failure\`; without an outcome 1 for ${codeList(OCSF_SUCCESSES)}, 2 for ${codeList(OCSF_FAILURES)}; else 0.

${markdownTable(
  ['event type', 'class_uid', 'activity_id'],
  Object.keys(EVENT_TYPES).map((name) => {
    const known = OCSF_CLASSES[name as keyof typeof EVENT_TYPES];
    return [`\`${name}\``, String(known?.classUid ?? 0), String(known?.activityId ?? 99)];
  }),
)}
`;
}

function rowsTable(schema: string, rows: readonly ViewRow[]): string {
  const cells = rows.map(({ to, from, as }) => [
    `\`${to}\``,
    from.map((name) => `\`${name}\``).join(', else '),
    as === undefined ? '' : (SAYINGS[as] ?? as),
  ]);
  return markdownTable([schema, 'from', 'said as'], cells);
}

function scale(values: Readonly<Record<string, number>>): string {
  return Object.values(values).join(', ');
}
