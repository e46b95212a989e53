import type { AuditRecord } from './audit-record.ts';

/** Longest string in a record, characters. */
const MAX_STRING = 1_024;
/** Longest record, characters: the evidence of a rotation on two hundred nodes fits. */
const MAX_TEXT = 32_768;

/**
 * A record as the chain keeps it, JSON. Strings are cut and have no control characters, and a detail that is too long
 * is replaced by its beginning, since names in it come from whoever tried to log in.
 */
export function recordText(record: AuditRecord): string {
  const text = JSON.stringify(record, plain);
  if (text.length <= MAX_TEXT) return text;
  const detail = JSON.stringify(record.detail, plain);
  return JSON.stringify({ ...record, detail: { cutDetail: detail, characters: detail.length } }, plain);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? plainText(value, MAX_STRING) : value;
}

/** Text of a stranger: cut, and with U+FFFD for each control character, some of which PostgreSQL refuses. */
export function plainText(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\ufffd');
}
