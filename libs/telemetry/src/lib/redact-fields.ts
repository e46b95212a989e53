import { pino } from 'pino';
import { REDACTED } from './redact-text.ts';

/** Deeper things, and those beyond a number of them, are not written: what is not looked at is not told. */
const MAX_DEPTH = 12;
const MAX_VALUES = 2_000;
const CUT = '[cut]';

/** Ends of names, without their case, `-` and `_`. */
const SECRET_NAME =
  /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|authorization|cookie|credential|requirepass|masterauth)(s?)$/;

/**
 * A copy of what is logged in which the values of fields that hold credentials are replaced, however deep they stand,
 * in arrays and errors too. An error becomes its type, message, stack and fields.
 */
export function redactFields(fields: object): Record<string, unknown> {
  const bounds = { left: MAX_VALUES };
  return copyOf(fields, bounds, [fields]);
}

interface Bounds {
  left: number;
}

/** @param within  the objects around it, outermost first */
function copyOf(fields: object, bounds: Bounds, within: readonly object[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isSecret(name, value) ? REDACTED : cleaned(value, bounds, within),
    ]),
  );
}

function cleaned(value: unknown, bounds: Bounds, within: readonly object[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  bounds.left -= 1;
  if (within.length >= MAX_DEPTH || bounds.left < 0 || within.includes(value)) return CUT;
  const around = [...within, value];
  if (Array.isArray(value)) return value.map((one) => cleaned(one, bounds, around));
  if (isError(value)) return copyOf(pino.stdSerializers.err(value), bounds, around);
  if ('toJSON' in value && typeof value.toJSON === 'function') return cleaned(value.toJSON(), bounds, around);
  return copyOf(value, bounds, around);
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
