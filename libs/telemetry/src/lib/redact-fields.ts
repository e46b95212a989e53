import { pino } from 'pino';
import { REDACTED } from './redact-text.ts';

/** Deeper things, and fields and members beyond a number of them, are not written: what is not looked at is not told. */
const MAX_DEPTH = 12;
const MAX_VALUES = 5_000;
const CUT = '[cut]';
/** Instead of what throws when it is read. */
const UNREADABLE = '[unreadable]';

/** Ends of names, without their case, `-` and `_`. */
const SECRET_NAME =
  /(?:^pass|pwd|password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|authorization|cookie|credential|requirepass|masterauth)(s?)$/;

/**
 * A copy of what is logged in which the values of fields that hold credentials are replaced, however deep they stand,
 * in arrays and errors too. An error becomes its type, message, stack and fields; bytes become their number. Throws for
 * nothing: callers log while they handle another error.
 */
export function redactFields(fields: object): Record<string, unknown> {
  try {
    return copyOf(fields, { left: MAX_VALUES }, [fields]);
  } catch {
    return { fields: UNREADABLE };
  }
}

interface Bounds {
  left: number;
}

/** @param within  the objects around it, outermost first */
function copyOf(fields: object, bounds: Bounds, within: readonly object[]): Record<string, unknown> {
  const copy: [string, unknown][] = [];
  for (const name of Object.keys(fields)) {
    copy.push([name, copyOfField(fields as Record<string, unknown>, name, { bounds, within })]);
    // Those of the line itself are named all the same: callers spell them.
    if (bounds.left < 0 && within.length > 1) break;
  }
  return Object.fromEntries(copy);
}

function copyOfField(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  { bounds, within }: { bounds: Bounds; within: readonly object[] },
): unknown {
  try {
    const value = fields[name];
    return isSecret(name, value) ? REDACTED : cleaned(value, bounds, within);
  } catch {
    return UNREADABLE;
  }
}

function cleaned(value: unknown, bounds: Bounds, within: readonly object[]): unknown {
  bounds.left -= 1;
  if (bounds.left < 0) return CUT;
  if (typeof value !== 'object' || value === null) return value;
  if (within.length >= MAX_DEPTH || within.includes(value)) return CUT;
  const around = [...within, value];
  if (Array.isArray(value)) return copyOfList(value, bounds, around);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (isError(value)) return copyOf(pino.stdSerializers.err(value), bounds, around);
  if ('toJSON' in value && typeof value.toJSON === 'function') return cleaned(value.toJSON(), bounds, around);
  return copyOf(value, bounds, around);
}

function copyOfList(list: readonly unknown[], bounds: Bounds, within: readonly object[]): unknown[] {
  const copy: unknown[] = [];
  for (const one of list) {
    copy.push(cleaned(one, bounds, within));
    if (bounds.left < 0) break;
  }
  return copy;
}

/** Whether a field is named after a credential; what says only that there is one, or how many, is none. */
function isSecret(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  const match = SECRET_NAME.exec(name.slice(-64).toLowerCase().replaceAll(/[-_]/g, ''));
  return match !== null && !(match[1] === 's' && typeof value === 'number');
}

/** By shape: errors of the runtime need not be of this realm's class. */
function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}
