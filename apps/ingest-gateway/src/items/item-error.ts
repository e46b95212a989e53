import type { DecodeErrorCode } from '@redoubt/contracts';

/** Why one event of a batch was refused. A closed set: the API documents it and metrics use it as a label. */
export const ITEM_CODES = [
  'invalid_json',
  'invalid_utf8',
  'event_too_large',
  'too_deep',
  'shed',
  'unsupported_action',
  'invalid_cloudevent',
  'invalid_log_record',
  'not_an_object',
  'empty_event',
  'invalid_event_type',
  'invalid_severity',
  'invalid_source_ip',
  'invalid_destination_ip',
  'invalid_event_time',
  'invalid_field',
  'field_too_long',
] as const satisfies readonly (DecodeErrorCode | GatewayItemCode)[];

type GatewayItemCode =
  | 'invalid_json'
  | 'invalid_utf8'
  | 'event_too_large'
  | 'too_deep'
  | 'shed'
  /** A bulk action other than index and create. */
  | 'unsupported_action'
  /** Not a CloudEvent of version 1.0. */
  | 'invalid_cloudevent'
  /** Not a log record of OTLP. */
  | 'invalid_log_record';

export type ItemCode = GatewayItemCode | DecodeErrorCode;

/** One refused event; `index` is its position among the events of the body, from 0, blank lines not counted. */
export interface ItemError {
  index: number;
  code: ItemCode;
  detail: string;
}
