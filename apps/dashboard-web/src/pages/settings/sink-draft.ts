import type { Severity } from '@redoubt/contracts';
import type { components } from '../../api/schema.d.ts';
import type { sinksText } from '../../messages/sinks.ts';

export type ShownSink = components['schemas']['ListSinksReply']['sinks'][number];
export type SinkBody = components['schemas']['CreateSinkBody']['sink'];
export type SinkChange = components['schemas']['ChangeSinkBody'];
export type SinkType = ShownSink['type'];
export type SinkStream = ShownSink['filter']['streams'][number];
export type FieldName = keyof typeof sinksText.fields;

/** A setting of a kind of sink. */
export interface SinkField {
  name: FieldName;
  isSecret?: boolean;
  isOptional?: boolean;
}

const secret = (name: FieldName, isOptional = false): SinkField => ({ name, isSecret: true, isOptional });
const optional = (name: FieldName): SinkField => ({ name, isOptional: true });

/** What each kind is asked for; the rest has the API's defaults. */
export const SINK_FIELDS: Readonly<Record<SinkType, readonly SinkField[]>> = {
  syslog: [{ name: 'host' }, { name: 'port' }, optional('transport')],
  splunk_hec: [{ name: 'url' }, secret('token'), optional('index')],
  elasticsearch: [{ name: 'url' }, { name: 'index' }, secret('apiKey', true)],
  otlp: [{ name: 'url' }, secret('authorization', true)],
  webhook: [{ name: 'url', isSecret: true }, secret('secret', true)],
  file: [{ name: 'fileName' }],
  s3: [
    { name: 'url' },
    { name: 'bucket' },
    optional('region'),
    optional('prefix'),
    optional('format'),
    { name: 'accessKeyId' },
    secret('secretAccessKey'),
  ],
  kafka: [{ name: 'brokers' }, { name: 'topic' }, optional('username'), secret('password', true)],
};

/** What the form holds. */
export interface SinkDraft {
  type: SinkType;
  name: string;
  values: Partial<Record<FieldName, string>>;
  mapping: ShownSink['mapping'];
  streams: readonly SinkStream[];
  minSeverity: Severity;
  query: string;
  startAt: ShownSink['startAt'];
  onFull: ShownSink['onFull'];
}

export const EMPTY_SINK: SinkDraft = {
  ...{ type: 'syslog', name: '', values: {}, mapping: 'ecs', streams: ['events'] },
  ...{ minSeverity: 'informational', query: '', startAt: 'now', onFull: 'detach' },
};

/** A sink that is there, for changing it; its secrets are not shown. */
export function draftOf({ type, name, config, mapping, filter, startAt, onFull }: ShownSink): SinkDraft {
  const shown = SINK_FIELDS[type].flatMap(({ name: field }) => {
    const value = config[field];
    return value === undefined ? [] : [[field, Array.isArray(value) ? value.join(', ') : String(value)] as const];
  });
  const { streams, minSeverity, query = '' } = filter;
  return { type, name, values: Object.fromEntries(shown), mapping, streams, minSeverity, query, startAt, onFull };
}

/** A new sink as the API takes it. */
export function sinkOf(draft: SinkDraft): SinkBody {
  const { type, name, mapping, startAt, onFull } = draft;
  return {
    type,
    name: name.trim(),
    mapping,
    startAt,
    onFull,
    filter: filterOf(draft),
    ...settingsOf(draft),
  } as SinkBody;
}

/** The same for one that is there: only what differs of its settings. */
export function changeOf(draft: SinkDraft, before: ShownSink): SinkChange {
  const held = settingsOf(draftOf(before));
  const settings = Object.fromEntries(
    Object.entries(settingsOf(draft)).filter(([name, value]) => JSON.stringify(held[name]) !== JSON.stringify(value)),
  );
  return {
    ...{ name: draft.name.trim(), mapping: draft.mapping, onFull: draft.onFull, filter: filterOf(draft) },
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
  } as SinkChange;
}

/** Whether there is enough to ask the API. */
export function isSinkComplete({ type, name, values, streams }: SinkDraft, isNew: boolean): boolean {
  const isGiven = ({ name: field, isSecret, isOptional }: SinkField): boolean =>
    isOptional === true || (isSecret === true && !isNew) || (values[field] ?? '').trim() !== '';
  return name.trim() !== '' && streams.length > 0 && SINK_FIELDS[type].every(isGiven);
}

function filterOf({ streams, minSeverity, query }: SinkDraft): ShownSink['filter'] {
  return { streams: [...streams], minSeverity, ...(query.trim() === '' ? {} : { query: query.trim() }) };
}

function settingsOf({ type, values }: SinkDraft): Record<string, unknown> {
  const given = SINK_FIELDS[type].flatMap(({ name }) => {
    const text = (values[name] ?? '').trim();
    return text === '' ? [] : [[name, valueOf(name, text)] as const];
  });
  return Object.fromEntries(given);
}

function valueOf(name: FieldName, text: string): unknown {
  if (name === 'port') return Number(text);
  return name === 'brokers' ? text.split(/[\s,]+/).filter((broker) => broker !== '') : text;
}
