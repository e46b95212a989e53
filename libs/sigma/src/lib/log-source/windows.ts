import type { EventSource } from '../model/sigma-event.ts';
import type { ChannelSpec, EventIdSpec, WindowsFile } from './data-file.ts';
import { addData } from './evtx.ts';
import { addMapped, fieldMappings, type FieldMapping, type Fields } from './field-mapping.ts';
import { isObject, type JsonObject } from './field-path.ts';
import { sourceOf } from './source-registry.ts';

interface Entry {
  source: EventSource;
  mappings: readonly FieldMapping[];
  /** Entries that one more field decides, before this one. */
  special: readonly { field: string; is: ReadonlySet<string>; entry: Entry }[];
}

interface Log {
  source: EventSource;
  byId: ReadonlyMap<number, Entry>;
}

const PRODUCT = 'windows';

/** Tells the log source of Windows events by channel, provider and event id. */
export class WindowsTable {
  readonly #byChannel = new Map<string, Log>();
  readonly #byProvider = new Map<string, Log>();
  readonly #unknown: Log = { source: sourceOf({ product: PRODUCT }), byId: new Map() };

  constructor(file: WindowsFile) {
    for (const spec of file.channels) {
      const log = logOf(spec, spec.events === undefined ? [] : (file.events[spec.events] ?? []));
      for (const channel of spec.channels) this.#byChannel.set(channel, log).set(channel.toLowerCase(), log);
      for (const provider of spec.providers ?? []) this.#byProvider.set(provider, log);
    }
  }

  /**
   * Tells the log source of a flattened event and adds to it what its categories call other names.
   *
   * @param fields  `Channel`, `Provider_Name` and `EventID` as Sigma names them; written to
   */
  classify(fields: Fields): EventSource {
    const log = this.#logOf(fields['Channel'], fields['Provider_Name']);
    const id = fields['EventID'];
    let entry = log.byId.get(typeof id === 'string' ? Number(id) : (id as number));
    if (entry === undefined) return log.source;
    for (const { field, is, entry: narrower } of entry.special) {
      const value = fields[field];
      if (typeof value === 'string' && is.has(value)) {
        entry = narrower;
        break;
      }
    }
    if (entry.mappings.length > 0) addMapped(fields, fields, entry.mappings);
    return entry.source;
  }

  #logOf(channel: unknown, provider: unknown): Log {
    if (typeof channel === 'string') {
      const known = this.#byChannel.get(channel) ?? this.#byChannel.get(channel.toLowerCase());
      if (known) return known;
    }
    return (typeof provider === 'string' ? this.#byProvider.get(provider) : undefined) ?? this.#unknown;
  }
}

function logOf(spec: ChannelSpec, events: readonly EventIdSpec[]): Log {
  const parts = { product: spec.product ?? PRODUCT, service: spec.service };
  const byId = new Map<number, Entry>();
  for (const event of events.filter((e) => e.when === undefined)) {
    for (const id of event.ids) byId.set(id, { ...entryOf(event), special: specialOf(id) });
  }
  return { source: sourceOf({ ...parts, categories: spec.categories }), byId };

  function entryOf(event: EventIdSpec): Entry {
    const categories = [...(spec.categories ?? []), ...event.categories];
    return { source: sourceOf({ ...parts, categories }), mappings: fieldMappings(event.fields), special: [] };
  }

  function specialOf(id: number): Entry['special'] {
    return events.flatMap((event) =>
      event.when !== undefined && event.ids.includes(id)
        ? [{ field: event.when.field, is: new Set(event.when.is), entry: entryOf(event) }]
        : [],
    );
  }
}

const winlogNames = [
  ['EventID', ['event_id', 'event_identifier']],
  ['Channel', ['channel']],
  ['Provider_Name', ['provider_name', 'source_name']],
  ['Provider_Guid', ['provider_guid']],
  ['Computer', ['computer_name']],
  ['EventRecordID', ['record_id', 'record_number']],
  ['Task', ['task']],
  ['Keywords', ['keywords']],
] as const;

/** A Winlogbeat event (`winlog` object of the Elastic agents) as one flat object. */
export function flattenWinlog(event: JsonObject, winlog: JsonObject): Fields {
  const out: Fields = {};
  addData(out, winlog['event_data']);
  addData(out, winlog['user_data']);
  for (const [name, keys] of winlogNames) {
    for (const key of keys) {
      if (winlog[key] !== undefined && winlog[key] !== null) out[name] = winlog[key];
    }
  }
  if (out['EventID'] === undefined) out['EventID'] = codeOf(event);
  if (event['message'] !== undefined) out['Message'] ??= event['message'];
  numberId(out);
  return out;
}

/** The same with dotted keys: `winlog.channel`, `winlog.event_data.Image`. */
export function undotWinlog(event: JsonObject): JsonObject {
  const winlog: Fields = {};
  const data: Fields = {};
  for (const key in event) {
    if (key.startsWith('winlog.event_data.')) data[key.slice(18)] = event[key];
    else if (key.startsWith('winlog.')) winlog[key.slice(7)] = event[key];
  }
  return { event_data: data, ...winlog };
}

function codeOf(event: JsonObject): unknown {
  return isObject(event['event']) ? event['event']['code'] : event['event.code'];
}

const flatNames = [
  ['Channel', ['LogName', 'EventLog', 'Log', 'channel', 'log_name']],
  ['Provider_Name', ['ProviderName', 'SourceName', 'Provider', 'provider_name', 'source_name']],
  ['Computer', ['ComputerName', 'MachineName', 'Hostname', 'computer_name']],
  ['Message', ['message']],
] as const;

/**
 * A flat Windows event (NXLog, Get-WinEvent and such) under Sigma's names, as a copy.
 *
 * @returns undefined when the object names neither channel nor provider
 */
export function flattenFlat(event: JsonObject): Fields | undefined {
  const out: Fields = { ...event };
  for (const [name, others] of flatNames) {
    for (const other of others) {
      const value = typeof out[name] === 'string' ? undefined : scalarName(event[other]);
      if (typeof value === 'string') out[name] = value;
    }
  }
  if (typeof out['Channel'] !== 'string' && typeof out['Provider_Name'] !== 'string') return undefined;
  const inner: Fields = {};
  addData(inner, event['EventData']);
  for (const key in inner) if (out[key] === undefined) out[key] = inner[key];
  numberId(out);
  return out;
}

/** `Provider` may be an object with a name. */
function scalarName(value: unknown): unknown {
  return isObject(value) ? (value['Name'] ?? value['@Name']) : value;
}

function numberId(out: Fields): void {
  const id = out['EventID'];
  if (typeof id === 'string' && /^\d{1,6}$/.test(id)) out['EventID'] = Number(id);
}
