import { isIpAddress } from '@redoubt/contracts';

/** What an indicator names. */
export const INDICATOR_KINDS = ['ip', 'network', 'domain', 'url', 'email', 'md5', 'sha1', 'sha256'] as const;
export type IndicatorKind = (typeof INDICATOR_KINDS)[number];

/** One entry of a threat-intelligence list. */
export interface Indicator {
  kind: IndicatorKind;
  /** In one spelling per thing: lower case, canonical address, no dot at the end of a name. */
  value: string;
  /** What it stands for, in the list's own words. */
  threat?: string;
  /** 0 to 100. */
  confidence?: number;
  /** Epoch ms; afterwards it means nothing any more. */
  validUntilMs?: number;
}

/** Longest value of an indicator; longer ones are of no use. */
export const MAX_INDICATOR_VALUE = 2_048;

/** The usual spelling of an address, told apart first: most texts that are looked up in events are one. */
const PLAIN_IPV4 = /^(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])){3}$/;
const MD5 = /^[0-9a-f]{32}$/;
const SHA1 = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const NAME = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
/** NUL and halves of surrogate pairs are in no address, and PostgreSQL takes neither. */
const MAIL = /^[^\s@\p{C}]{1,64}@([^\s@]+)$/u;
const URL_SCHEME = /^(?:https?|ftp):\/\//;

/**
 * Tells what a text names and gives it its one spelling; `hxxp://` and `[.]`, by which lists keep links from being
 * followed, are undone.
 *
 * @returns undefined when it names nothing of use
 */
export function indicatorOf(text: string): { kind: IndicatorKind; value: string } | undefined {
  if (PLAIN_IPV4.test(text)) return { kind: 'ip', value: text };
  const value = text
    .trim()
    .replace(/\[(?:\.|dot)\]|\(\.\)/gi, '.')
    .replace(/^hxxp/i, 'http')
    .replaceAll('[:]', ':');
  if (value === '' || value.length > MAX_INDICATOR_VALUE) return undefined;
  const lower = value.toLowerCase();
  if (SHA256.test(lower)) return { kind: 'sha256', value: lower };
  if (SHA1.test(lower)) return { kind: 'sha1', value: lower };
  if (MD5.test(lower)) return { kind: 'md5', value: lower };
  if (URL_SCHEME.test(lower)) return urlOf(value);
  const network = networkOf(lower);
  if (network !== undefined) return network;
  const name = lower.replace(/\.$/, '');
  if (NAME.test(name)) return { kind: 'domain', value: name };
  const domain = MAIL.exec(name)?.[1];
  return domain !== undefined && NAME.test(domain) ? { kind: 'email', value: name } : undefined;
}

function urlOf(text: string): { kind: IndicatorKind; value: string } | undefined {
  try {
    const url = new URL(text);
    url.hash = '';
    return { kind: 'url', value: url.href };
  } catch {
    return undefined;
  }
}

function networkOf(text: string): { kind: IndicatorKind; value: string } | undefined {
  const [address = '', length, more] = text.split('/');
  if (more !== undefined || !isIpAddress(address)) return undefined;
  const number = addressNumber(address);
  if (length === undefined) return { kind: 'ip', value: addressText(number) };
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  // A list that names everything names nothing.
  if (!(bits >= 1 && bits <= number.bits)) return undefined;
  if (bits === number.bits) return { kind: 'ip', value: addressText(number) };
  const masked = { ...number, value: maskedTo(number, bits) };
  return { kind: 'network', value: `${addressText(masked)}/${bits}` };
}

/** An address as a number. */
export interface AddressNumber {
  value: bigint;
  bits: 32 | 128;
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** @param text  a valid address; IPv4 in its IPv6 form (RFC 4291 section 2.5.5.2) is IPv4 */
export function addressNumber(text: string): AddressNumber {
  const plain = MAPPED.exec(text)?.[1] ?? text;
  if (!plain.includes(':')) return { value: BigInt(dotted(plain)), bits: 32 };
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  const number = tail === null ? 0 : dotted(tail[2] as string);
  const groups = tail === null ? plain : `${tail[1]}${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
  const [head = '', rest] = groups.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const zeros = rest === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  const value = [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return { value, bits: 128 };
}

/** The address with all but its first `length` bits cleared. */
export function maskedTo({ value, bits }: AddressNumber, length: number): bigint {
  const shift = BigInt(bits - length);
  return (value >> shift) << shift;
}

function dotted(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressText({ value, bits }: AddressNumber): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(16 * (7 - i))) & 0xffffn).toString(16));
  // The one spelling of RFC 5952 is what URL parsers write.
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
