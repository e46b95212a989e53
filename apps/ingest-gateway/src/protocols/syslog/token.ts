import { elementEnd, parseStructuredData, structuredDataEnd } from '../../parsers/structured-data.ts';

/** Structured data element that carries an API key; 32473 is the enterprise number for documentation (RFC 5612). */
export const TOKEN_ELEMENT = 'redoubt@32473';
const MARK = `[${TOKEN_ELEMENT} `;
const HEADER = /^<\d{1,3}>1 \S+ \S+ \S+ \S+ \S+ /;

/** How such a header begins, whole or not: its priority and version. */
const HEADER_START = /^<\d{1,3}>1 /;
/** What may be an API key, as tenancy makes them. */
const KEY = /\brk_[0-9A-Za-z]{1,32}_[0-9A-Za-z_-]{8,64}/g;
const BLANK = 'rk_********';

/** What is left of a message to be stored. */
export interface StrippedMessage {
  text: string;
  /** The key it came with; undefined where the element holds none. */
  token: string | undefined;
  /** The element stood in no header: it was text, the message is whoever's the others are, and a key in it is blanked. */
  isContent: boolean;
}

/**
 * Takes the key `[redoubt@32473 key="rk_…"]` out of the structured data of a message (RFC 5424), so that it is stored
 * nowhere. The same in the text behind a header is text and not touched; in a message without such a header it is text
 * too, since anybody who can get a line logged can write it and must not hide the line that way, but what may be a key
 * is blanked there.
 *
 * @param text  the message, as Latin-1 where it is not UTF-8: header and structured data are ASCII
 * @returns undefined when the message carries none; `unreadable` when there is one in a header of RFC 5424 that cannot be
 *   read to its end: such a message is of nobody known, and must not be stored with its key in it
 */
export function takeToken(text: string): StrippedMessage | 'unreadable' | undefined {
  if (!text.includes(MARK)) return undefined;
  if (!HEADER_START.test(text)) return withoutKeys(text);
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
  return { isContent: false, token, text: `${text.slice(0, start)}${rest === '' ? '-' : rest}${text.slice(end)}` };
}

function withoutKeys(text: string): StrippedMessage | undefined {
  const blanked = text.replace(KEY, BLANK);
  return blanked === text ? undefined : { isContent: true, token: undefined, text: blanked };
}
