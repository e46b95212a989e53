/** A search as pages see it: plain words, lists, numbers and flags. What is empty is left out of the address. */
export type SearchValue = string | number | boolean | readonly string[] | undefined;

/** Writes `?status=firing,acknowledged&q=ssh`: addresses people can read and edit. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const text = Array.isArray(value) ? value.join(',') : value === undefined || value === null ? '' : String(value);
    if (text !== '') parameters.set(name, text);
  }
  // Commas and colons are harmless here, and easier to read.
  const text = parameters.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/** Reads an address: every value is a text. */
export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}
