import {
  decodeEvent,
  EVENT_TYPES,
  FIELD_ALIASES,
  FIELD_ECS_PATHS,
  FIELD_PRODUCT_PATHS,
  FUTURE_TOLERANCE_MS,
  laneOf,
  LOOSE_NAMES,
  MAX_EVENT_TYPE,
  MAX_FRAME_BYTES,
  MAX_FRAME_EVENTS,
  MAX_SHORT_TEXT,
  MAX_TAGS,
  SEVERITIES,
  SEVERITY_WORDS,
  severityOf,
  WINDOWS_EVENTS,
  type EventFields,
  type Severity,
  type WindowsEventMeaning,
} from '@redoubt/contracts';
import { codeList, markdownTable } from './markdown-table.ts';

const short = `text, up to ${MAX_SHORT_TEXT} characters`;

/** What each field is; one row of the page per field of the contract. */
const fields: Record<keyof EventFields, readonly [type: string, meaning: string]> = {
  eventType: [
    `word of \`[a-z0-9_.]\`, up to ${MAX_EVENT_TYPE}`,
    'what happened; other spellings are folded (`User-Login` → `user_login`)',
  ],
  severity: ['word or number, see below', 'how bad it is; `informational` when absent'],
  sourceIp: ['IPv4 or IPv6 address', 'where it came from'],
  destinationIp: ['IPv4 or IPv6 address', 'where it went'],
  user: [short, 'the account concerned'],
  asset: [short, 'the host or system concerned'],
  action: [short, 'what was tried'],
  outcome: [short, 'how it ended, usually `success` or `failure`'],
  eventTimeMs: ['time, see below', 'when it happened; the time of acceptance when absent'],
  message: ['text', 'what a person reads'],
  tags: [
    `up to ${MAX_TAGS} texts of up to ${MAX_SHORT_TEXT} characters`,
    'words of the sender; a lone text counts as a list of one',
  ],
  payload: ['any JSON', 'everything else the sender knows'],
  raw: ['text', 'the log line it was made from, byte for byte without its line end'],
  rawBase64: ['base64', 'the same for a line that is not UTF-8'],
  externalId: [short, 'the sender’s own id, by which duplicates are found'],
};

/** Renders `docs/reference/events.md` from the event contract. */
export function renderEventsPage(): string {
  return (
    [intro, fieldSection(), typeSection(), windowsSection(), severitySection(), timeSection(), limitSection()].join(
      '\n\n',
    ) + '\n'
  );
}

const intro = `# Events

Generated from \`libs/contracts\` by \`npm run docs\`; do not edit.

An event is one JSON object. Its fields are read under their canonical names, under the aliases and under the paths of the Elastic Common Schema (dotted keys or nested objects; of a list the first member counts). A canonical name wins over an alias, an alias over a path, earlier ones over later ones. Names that other products use in their own records come last; what does not fit under them is left out and refuses nothing, and so it is with ${codeList(LOOSE_NAMES)}. \`null\` counts as absent; numbers and booleans count as text where text is asked for. Unknown fields stay in the stored bytes and mean nothing. An object without any known field is an event of type \`unclassified\`; only an empty object is refused.`;

function fieldSection(): string {
  const rows = Object.entries(fields).map(([name, [type, meaning]]) => {
    const key = name === 'eventTimeMs' ? 'timestamp' : (name as keyof typeof FIELD_ALIASES);
    const flat = [...(name === 'eventTimeMs' ? ['timestamp'] : []), ...(FIELD_ALIASES[key] ?? [])];
    return [
      `\`${name}\``,
      type,
      codeList(flat),
      codeList(FIELD_ECS_PATHS[key]),
      codeList(FIELD_PRODUCT_PATHS[key]),
      meaning,
    ];
  });
  return `## Fields\n\n${markdownTable(['field', 'value', 'aliases', 'ECS paths', 'other products', 'meaning'], rows)}`;
}

function typeSection(): string {
  const rows = Object.entries(EVENT_TYPES).map(([word, meaning]) => [`\`${word}\``, meaning]);
  const text = 'Any other word of the same shape is accepted; rules and dashboards go by these.';
  return `## Event types\n\n${text}\n\n${markdownTable(['eventType', 'meaning'], rows)}`;
}

function windowsSection(): string {
  const rows = [...WINDOWS_EVENTS].flatMap(([channel, byId]) => {
    const idsOf = new Map<string, number[]>();
    for (const [id, meaning] of byId) {
      const key = [meaningText(meaning), codeList(meaning.user), codeList(addressFields(meaning))].join('\n');
      idsOf.set(key, [...(idsOf.get(key) ?? []), id]);
    }
    return [...idsOf].map(([key, ids]) => [channel, ids.join(', '), ...key.split('\n')]);
  });
  const text = `A Windows event may come as converters of EVTX files write it: \`{"Event": {"System": …, "EventData": …}}\`, at the top or under \`payload\`, as the \`winlog\` object of the Elastic agents, or flat with \`EventID\` and \`Channel\`. What the sender says under canonical names and aliases wins; what is not valid in the Windows event (an \`IpAddress\` of \`-\`) is left out. \`asset\` is \`Computer\`, the event time \`TimeCreated.SystemTime\`, \`outcome\` the audit bits of \`Keywords\`.`;
  return `## Windows events\n\n${text}\n\n${markdownTable(['channel', 'event ids', 'eventType', 'user', 'addresses'], rows)}`;
}

function meaningText({ eventType, severity, byStatus }: WindowsEventMeaning): string {
  const level = severity === undefined ? '' : ` (${severity})`;
  if (byStatus === undefined) return `\`${eventType}\`${level}`;
  const cases = Object.entries(byStatus.values).map(
    ([value, type]) => `\`${type}\` where ${byStatus.field} is ${value}`,
  );
  return [...cases, `else \`${byStatus.other}\``].join(', ');
}

function addressFields({ sourceIp, destinationIp }: WindowsEventMeaning): string[] {
  return [sourceIp, destinationIp].filter((name) => name !== undefined);
}

function severitySection(): string {
  const rows = SEVERITIES.map((severity) => [
    `\`${severity}\``,
    codeList(Object.keys(SEVERITY_WORDS).filter((word) => SEVERITY_WORDS[word] === severity && word !== severity)),
    ranges(severity, 0, 7),
    ranges(severity, 8, 100),
    laneOf(severity) === 'p' ? '`events:priority`' : '`events:stream`',
  ]);
  const text =
    'A word in any case, or a number, also as text: 0 to 7 is a syslog code (RFC 5424, 0 is worst), 8 to 100 an ECS severity (100 is worst).';
  return `## Severities\n\n${text}\n\n${markdownTable(['severity', 'also', 'syslog', 'ECS', 'stream'], rows)}`;
}

/** The numbers of a scale that mean a severity: `0-2`, or `–` for none. */
function ranges(severity: Severity, from: number, to: number): string {
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((n) => severityOf(n) === severity);
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined) return '–';
  return first === last ? String(first) : `${first}-${last}`;
}

function timeSection(): string {
  const examples: unknown[] = ['2026-01-01T12:00:00Z', '2026-01-01T13:00:00.250+01:00', '2026-01-01 12:00:00'];
  examples.push(1_767_268_800, 1_767_268_800_250, 1_767_268_800_250_000, '1767268800250000000', '1767268800.25');
  const rows = examples.map((timestamp) => {
    const decoded = decodeEvent({ timestamp });
    const ms = decoded.ok ? decoded.fields.eventTimeMs : undefined;
    if (ms === undefined) throw new Error(`not a time: ${String(timestamp)}`);
    return [`\`${JSON.stringify(timestamp)}\``, `\`${ms}\``, new Date(ms).toISOString()];
  });
  const minutes = FUTURE_TOLERANCE_MS / 60_000;
  return `## Times

\`eventTimeMs\` as a number is in milliseconds since 1970. Under any other name, and as text, a time is RFC 3339 (without an offset: UTC) or a number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by its magnitude. Days that do not exist are refused.

Every event time is accepted, however old. One that lies more than ${minutes} minutes after the time of acceptance is flagged \`isFuture\` and moves no window.

${markdownTable(['given as `timestamp`', 'eventTimeMs', 'that is'], rows)}`;
}

function limitSection(): string {
  const rows = [
    ['short text (`user`, `asset`, `action`, `outcome`, `externalId`, one tag)', `${MAX_SHORT_TEXT} UTF-16 units`],
    ['`eventType`', `${MAX_EVENT_TYPE} characters`],
    ['tags', String(MAX_TAGS)],
    ['events of one stream entry (frame)', String(MAX_FRAME_EVENTS)],
    ['bytes after which a frame takes no further event', String(MAX_FRAME_BYTES)],
  ];
  return `## Limits\n\nWhat goes beyond is refused for that event alone; nothing is cut. Limits of requests are in the OpenAPI document of the gateway.\n\n${markdownTable(['what', 'at most'], rows)}`;
}
