import { severityOf, type EventFields } from '@redoubt/contracts';
import type { LineFormat } from '../types.ts';
import { deviceFields, MAX_VALUES, typeWord, type DeviceNames } from './device-fields.ts';

const NAMES: DeviceNames = {
  sourceIp: ['srcip', 'src_ip', 'src', 'SRC', 'source_ip', 'remip', 'client_ip', 'ip'],
  destinationIp: ['dstip', 'dst_ip', 'dst', 'DST', 'destination_ip', 'locip'],
  user: ['user', 'username', 'usr', 'suser', 'srcuser', 'acct'],
  asset: ['devname', 'host', 'hostname', 'dvchost'],
  action: ['action', 'act'],
  outcome: ['outcome', 'status', 'result'],
  time: ['time', 'ts', 'timestamp', 'eventtime', '@timestamp'],
  externalId: ['id', 'event_id', 'externalId'],
  message: ['msg', 'message'],
};
/** One pair: a bare value, or one in quotes with `\"` as escape. */
const PAIR = /([A-Za-z_@][\w.@:/-]{0,127})=(?:"((?:[^"\\]|\\.)*)"|(\S*))(?:[\s,;]+|$)/gy;
const FEWEST_PAIRS = 3;
const TYPE_NAMES = ['eventType', 'event_type', 'event', 'subtype', 'type'] as const;
const LEVEL_NAMES = ['level', 'severity', 'lvl', 'pri'] as const;

function parse(text: string): EventFields | null {
  const values = Object.create(null) as Record<string, string>;
  let pairs = 0;
  let end = 0;
  for (const match of text.matchAll(PAIR)) {
    const [whole, name, quoted, bare] = match as unknown as [string, string, string | undefined, string | undefined];
    values[name] = quoted === undefined ? (bare as string) : quoted.replace(/\\(.)/gs, '$1');
    end = match.index + whole.length;
    if ((pairs += 1) >= MAX_VALUES) break;
  }
  // A sentence that happens to hold pairs is no record of them.
  if (pairs < FEWEST_PAIRS || (end < text.length && pairs < MAX_VALUES)) return null;
  const level = LEVEL_NAMES.map((name) => values[name]).find((value) => value !== undefined);
  const type = TYPE_NAMES.map((name) => values[name]).find((value) => value !== undefined);
  return {
    eventType: typeWord(type),
    severity: severityOf(level) ?? 'informational',
    ...deviceFields(NAMES, values),
    payload: { format: 'key_value', values },
  };
}

/** Records of `name=value` pairs and nothing else, at least three: logfmt, and the logs of many firewalls. */
export const keyValueFormat: LineFormat = {
  name: 'key_value',
  startsWith: (code) => (code >= 0x61 && code <= 0x7a) || (code >= 0x40 && code <= 0x5a) || code === 0x5f,
  parse: (text) => (text.slice(0, 160).includes('=') ? parse(text) : null),
};
