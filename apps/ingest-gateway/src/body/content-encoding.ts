import { Refusal } from '../http/refusal.ts';

export type BodyEncoding = 'identity' | 'gzip' | 'deflate' | 'br' | 'zstd';

const ENCODINGS: Readonly<Record<string, BodyEncoding>> = {
  identity: 'identity',
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

/** Value of Accept-Encoding in answers to an unknown coding (RFC 9110 section 12.5.3). */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

/** Reads a Content-Encoding header. @throws Refusal unsupported_encoding for an unknown coding or more than one */
export function encodingOf(header: string | undefined): BodyEncoding {
  if (header === undefined || header === '') return 'identity';
  const name = header.trim().toLowerCase();
  if (Object.hasOwn(ENCODINGS, name)) return ENCODINGS[name] as BodyEncoding;
  throw new Refusal('unsupported_encoding', `one of ${ACCEPTED_ENCODINGS}, not several`, {
    headers: { 'accept-encoding': ACCEPTED_ENCODINGS },
  });
}
