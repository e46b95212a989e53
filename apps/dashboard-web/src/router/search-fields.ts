/** A search as it stands in the address, or as a link gives it. */
export type RawSearch = Readonly<Record<string, unknown>>;

/** A text up to 256 characters; empty is none. */
export function textField(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 256 ? value : undefined;
}

/** One of the words. */
export function wordField<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  return words.find((word) => word === value);
}

/** Those of the words that are named, each once. */
export function wordsField<T extends string>(value: unknown, words: readonly T[]): T[] | undefined {
  const named: readonly unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  const found = words.filter((word) => named.includes(word));
  return found.length === 0 ? undefined : found;
}

/** A whole number of at least 0, such as an epoch millisecond. */
export function numberField(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : undefined;
}

export function flagField(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/** Leaves out what is undefined. */
export function searchOf<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
