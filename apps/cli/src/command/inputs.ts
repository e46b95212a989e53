import { isIpAddress, SEVERITIES } from '@redoubt/contracts';
import { isGroupName, type GroupName } from '@redoubt/key-schema';
import { parseDurationMs } from '../output/duration.ts';

/** A value that an option or argument cannot have; the message says what it can be. */
export class BadValue extends Error {
  override name = 'BadValue';
}

/** One option; `T` is what commands get. */
export interface OptionSpec<T> {
  flags: string;
  description: string;
  /** Absent for a flag. @throws BadValue */
  parse?: (text: string, before: T | undefined) => T;
  defaultValue?: T;
  /** Shown instead of the default value. */
  defaultText?: string;
  isRequired?: boolean;
}

/** One positional argument, `<name>`, `[name]` or `[names...]`. */
export interface ArgumentSpec<T> {
  name: string;
  description: string;
  /** @throws BadValue */
  parse: (text: string, before: T | undefined) => T;
}

/** The values that specs describe. */
export type ValuesOf<S> = {
  [K in keyof S]: S[K] extends OptionSpec<infer T> | ArgumentSpec<infer T> ? T : never;
};

interface Given<T> {
  defaultValue?: T;
  defaultText?: string;
  isRequired?: boolean;
}

type Parsed<T, G> = G extends { defaultValue: T } | { isRequired: true } ? T : T | undefined;

/** An option with a value; its type leaves out `undefined` when it is required or has a default. */
export function option<T, const G extends Given<T>>(
  flags: string,
  description: string,
  parse: (text: string, before: T | undefined) => T,
  given: G = {} as G,
): OptionSpec<Parsed<T, G>> {
  return { flags, description, parse: parse as unknown as OptionSpec<Parsed<T, G>>['parse'], ...given } as OptionSpec<
    Parsed<T, G>
  >;
}

/** An option without a value. */
export function flag(flags: string, description: string): OptionSpec<boolean> {
  return { flags, description, defaultValue: false };
}

/** `--no-…`, which switches off what is otherwise on. */
export function offSwitch(flags: `--no-${string}`, description: string): OptionSpec<boolean> {
  return { flags, description };
}

export function argument<T>(
  name: string,
  description: string,
  parse: (text: string, before: T | undefined) => T,
): ArgumentSpec<T> {
  return { name, description, parse };
}

export const asText = (text: string): string => {
  if (text === '') throw new BadValue('must not be empty');
  return text;
};

export const asTexts = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  asText(text),
];

/** Several words, separated by commas or given one by one. */
export const asWords = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...text.split(',').map((word) => asText(word.trim())),
];

export const asInteger =
  ({ min, max }: { min: number; max: number }) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d{1,15}$/.test(text) || value < min || value > max) {
      throw new BadValue(`must be a whole number from ${min} to ${max}`);
    }
    return value;
  };

/** `500ms`, `10s`, `5m`, `1h`, `2d` as ms. */
export const asDuration = (text: string): number => {
  const durationMs = parseDurationMs(text);
  if (durationMs === undefined) throw new BadValue('must be a duration such as 30s, 5m, 1h or 2d');
  return durationMs;
};

export const asChoice =
  <C extends string>(choices: readonly C[]) =>
  (text: string): C => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new BadValue(`must be one of ${choices.join(', ')}`);
    return found;
  };

export const asSeverity = asChoice(SEVERITIES);

export const asIpAddress = (text: string): string => {
  if (!isIpAddress(text)) throw new BadValue('must be an IP address');
  return text;
};

export const asGroup = (text: string): GroupName => {
  if (!isGroupName(text)) {
    throw new BadValue(
      'must be a consumer group: alert_engine, ml_engine, db_writer, notifier, siem_forwarder[:<sink>]',
    );
  }
  return text;
};

const entryId = /^\d{1,20}-\d{1,20}$/;

export const asEntryIds = (text: string, before: readonly string[] | undefined): readonly string[] => {
  if (!entryId.test(text)) throw new BadValue('must be ids as "redoubt dlq list" shows them, such as 1700000000000-0');
  return [...(before ?? []), text];
};
