import { MAX_SHORT_TEXT } from '../event.ts';
import { isIpAddress } from '../ip-address.ts';

/** A record as its product wrote it. */
export type ProductRecord = Readonly<Record<string, unknown>>;

/** What a record of a known product says by itself. Every value is valid; what is not valid in the record is left out. */
export interface ProductFields {
  eventType?: string | undefined;
  severity?: string | undefined;
  sourceIp?: string | undefined;
  destinationIp?: string | undefined;
  user?: string | undefined;
  asset?: string | undefined;
  action?: string | undefined;
  outcome?: string | undefined;
  message?: string | undefined;
  externalId?: string | undefined;
}

/** Reads one product's records; undefined when the record is none of them. */
export type ProductReader = (record: ProductRecord) => ProductFields | undefined;

/** A member that is an object, else an empty one. */
export function objectIn(record: ProductRecord, name: string): ProductRecord {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ProductRecord) : NOTHING;
}

const NOTHING: ProductRecord = Object.freeze({});

/** A member that is a text of use: not empty, not a dash, and short enough. */
export function textIn(record: ProductRecord, name: string): string | undefined {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  if (typeof value !== 'string' || value === '' || value === '-') return undefined;
  return value.length <= MAX_SHORT_TEXT ? value : undefined;
}

/** A member that is an IP address; IPv4 in its IPv6 form (RFC 4291 section 2.5.5.2) is given as IPv4. */
export function addressIn(record: ProductRecord, name: string): string | undefined {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  if (typeof value !== 'string') return undefined;
  const plain = value.startsWith('::ffff:') && value.includes('.') ? value.slice(7) : value;
  return isIpAddress(plain) ? plain : undefined;
}

/** An own entry of a table whose keys are a sender's text. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string | undefined): T | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
