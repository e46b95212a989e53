import { Refusal } from '../http/refusal.ts';

export type BodyFormat = 'json' | 'ndjson' | 'text';

/** Media types of `POST /v1/events`. */
export const MEDIA_TYPES: Readonly<Record<string, BodyFormat>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'text/plain': 'text',
};

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;

/**
 * Reads a Content-Type header.
 *
 * @throws Refusal unsupported_media_type, also for a charset that is not UTF-8 (JSON allows no other, RFC 8259 section 8.1)
 */
export function formatOf(header: string | undefined): BodyFormat {
  if (header === undefined) throw new Refusal('unsupported_media_type', `send one of ${accepted()}`);
  // The usual spellings, without any parsing.
  if (header === 'application/x-ndjson') return 'ndjson';
  if (header === 'application/json') return 'json';
  const end = header.indexOf(';');
  const mediaType = (end === -1 ? header : header.slice(0, end)).trim().toLowerCase();
  if (!Object.hasOwn(MEDIA_TYPES, mediaType)) {
    throw new Refusal('unsupported_media_type', `send one of ${accepted()}`);
  }
  const charset = end === -1 ? undefined : CHARSET.exec(header)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    throw new Refusal('unsupported_media_type', 'the charset must be utf-8');
  }
  return MEDIA_TYPES[mediaType] as BodyFormat;
}

function accepted(): string {
  return Object.keys(MEDIA_TYPES).join(', ');
}
