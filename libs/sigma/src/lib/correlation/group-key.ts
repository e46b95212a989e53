import { createHash } from 'node:crypto';

/** Longest text of one part of a group key, in UTF-16 units; a longer one ends in a digest of the whole. */
const MAX_PART = 1_024;

/**
 * Text of a field's value as groups and distinct values compare it: exactly, numbers and booleans by their spelling.
 *
 * @returns undefined when the value is absent, null or an object
 */
export function textOf(value: unknown, maxLength = MAX_PART): string | undefined {
  if (Array.isArray(value)) return value.length === 1 ? textOf(value[0], maxLength) : listText(value, maxLength);
  // Checkpoints are UTF-8, which has no lone surrogates: what they give back must be what was counted.
  if (typeof value === 'string') return value.length <= maxLength ? value.toWellFormed() : shortened(value, maxLength);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

function listText(values: readonly unknown[], maxLength: number): string | undefined {
  if (values.length === 0) return undefined;
  const text = JSON.stringify(values);
  return text.length <= maxLength ? text : shortened(text, maxLength);
}

function shortened(text: string, maxLength: number): string {
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return `${text.slice(0, Math.max(0, maxLength - digest.length - 1)).toWellFormed()}~${digest}`;
}

/** Readable and unambiguous name of a group: `sourceIp=192.0.2.1,user=root`. */
export function groupKeyOf(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return '';
  return names.map((name, index) => `${escaped(name)}=${escaped(values[index] as string)}`).join(',');
}

function escaped(text: string): string {
  return /[\\,=]/.test(text) ? text.replace(/[\\,=]/g, '\\$&') : text;
}

/** Name of a group in checkpoints: 16 bytes of its key's SHA-256 in base64url, so that user text stands in no key. */
export function groupHashOf(groupKey: string): string {
  return createHash('sha256').update(groupKey).digest('base64url').slice(0, 22);
}
