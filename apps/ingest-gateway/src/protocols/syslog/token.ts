import { elementEnd, parseStructuredData, structuredDataEnd } from '../../parsers/structured-data.ts';

/** Structured data element that carries an API key; 32473 is the enterprise number for documentation (RFC 5612). */
export const TOKEN_ELEMENT = 'redoubt@32473';
const MARK = `[${TOKEN_ELEMENT} `;
const HEADER = /^<\d{1,3}>1 \S+ \S+ \S+ \S+ \S+ /;

/**
 * Takes the key `[redoubt@32473 key="rk_…"]` out of the structured data of a message (RFC 5424), so that it is stored
 * nowhere. Text of the message that looks the same is not touched.
 *
 * @param text  the message, as Latin-1 where it is not UTF-8: header and structured data are ASCII
 * @returns undefined when the message carries none; `unreadable` when there is one in what cannot be read as a header:
 *   such a message is of nobody known, and must not be stored with its key in it
 */
export function takeToken(text: string): { token: string | undefined; text: string } | 'unreadable' | undefined {
  if (!text.includes(MARK)) return undefined;
  const start = HEADER.exec(text)?.[0].length;
  const end = start === undefined ? -1 : structuredDataEnd(text, start);
  if (start === undefined || end < 0) return 'unreadable';
  if (text[start] !== '[') return undefined;
  let token: string | undefined;
  let rest = '';
  for (let at = start; at < end;) {
    const stop = elementEnd(text, at);
    if (text.startsWith(MARK, at)) token ??= parseStructuredData(text, at, stop)?.[TOKEN_ELEMENT]?.['key'];
    else rest += text.slice(at, stop);
    at = stop;
  }
  if (rest.length === end - start) return undefined;
  return { token, text: `${text.slice(0, start)}${rest === '' ? '-' : rest}${text.slice(end)}` };
}
