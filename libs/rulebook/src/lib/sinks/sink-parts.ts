import type { GroupName } from '@redoubt/key-schema';
import { checked } from '../checked.ts';
import { sinkSchema, type Sink } from './sink-settings.ts';

/** A sink without its secrets. */
export interface SinkInfo extends Pick<
  Sink,
  'sinkId' | 'name' | 'type' | 'isEnabled' | 'filter' | 'mapping' | 'batch' | 'onFull' | 'startAt'
> {
  /** Its cursor. */
  group: GroupName;
  /** Where it leads, as far as that is no secret. */
  target: string;
  /** Settings of its type that are no secret. */
  config: Record<string, unknown>;
  hasSecret: boolean;
}

/** Secret settings by name; empty when it has none. */
export type SinkSecrets = Record<string, string>;

const SECRET_FIELDS = [
  ...['token', 'apiKey', 'password', 'secret', 'authorization', 'secretAccessKey', 'clientKeyPem'],
];
/** The address of a webhook is a credential; of others it is where they lead. */
const SECRET_URL_TYPES: readonly string[] = ['webhook'];
/** Settings that say who gets the secrets. */
const PLACE_FIELDS = ['url', 'host', 'port', 'transport', 'brokers', 'isTls', 'username', 'isTlsVerified', 'caPem'];

/** Whether a setting of a sink is never shown. */
export function isSecretField(type: string, name: string): boolean {
  return SECRET_FIELDS.includes(name) || (name === 'url' && SECRET_URL_TYPES.includes(type));
}

/** Whether it decides who gets the secrets. */
export function isPlaceField(name: string): boolean {
  return PLACE_FIELDS.includes(name);
}

/** Takes a sink apart into what may be shown and what may not. */
export function splitSink(sink: Sink, group: GroupName): { info: SinkInfo; secrets: SinkSecrets } {
  const { sinkId, name, type, isEnabled, filter, mapping, batch, onFull, startAt, ...own } = sink;
  const config: Record<string, unknown> = {};
  const secrets: SinkSecrets = {};
  for (const [field, value] of Object.entries(own)) {
    if (value === undefined) continue;
    if (isSecretField(type, field)) secrets[field] = String(value);
    else config[field] = value;
  }
  const head = { sinkId, name, type, isEnabled, filter, mapping, batch, onFull, startAt, group };
  return { info: { ...head, target: targetOf(sink), config, hasSecret: Object.keys(secrets).length > 0 }, secrets };
}

function targetOf(sink: Sink): string {
  switch (sink.type) {
    case 'syslog':
      return `${sink.transport}://${sink.host}:${sink.port}`;
    case 'file':
      return sink.fileName;
    case 's3':
      return `${new URL(sink.url).host}/${sink.bucket}`;
    case 'kafka':
      return `${sink.brokers[0] ?? ''}/${sink.topic}`;
    case 'elasticsearch':
      return `${new URL(sink.url).host}/${sink.index}`;
    default:
      return new URL(sink.url).host;
  }
}

/** Puts a sink together again. @throws PermanentError  the parts make none: an earlier release took what this one refuses */
export function joinSink(info: SinkInfo, secrets: SinkSecrets): Sink {
  const { sinkId, name, type, isEnabled, filter, mapping, batch, onFull, startAt, config } = info;
  const head = { sinkId, name, type, isEnabled, filter, mapping, batch, onFull, startAt };
  return checked(sinkSchema, { ...head, ...config, ...secrets }, 'sink');
}
