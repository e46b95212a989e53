import type { IncomingMessage } from 'node:http';

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What is said to a page of another origin. */
export const OTHER_ORIGIN = 'a page of another origin may not ask this';

export function changesSomething({ method = 'GET' }: Pick<IncomingMessage, 'method'>): boolean {
  return !SAFE.has(method);
}

/**
 * Whether a page of another origin made a browser send this. Programs send neither header and are nobody's page.
 *
 * `Sec-Fetch-Site: none` is a person who opened the address; `same-site` is another host of the same domain.
 */
export function isOfOtherOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && hostOf(headers.origin) !== headers.host;
}

/** Undefined for what is no origin, `null` included. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
