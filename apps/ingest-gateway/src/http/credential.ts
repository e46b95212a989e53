const BASIC = /^basic +/i;
const API_KEY_PAIR = /^apikey +([A-Za-z0-9+/]{20,}={0,2})$/i;

/** Longer than any credential with a key in it; keeps decoding off hostile text. */
const MAX_LENGTH = 1024;

/**
 * Brings an Authorization value into a form that is checked as a key: `Basic` carries it as password or, with an empty
 * password, as user name (RFC 7617), `ApiKey` as Elasticsearch's base64 of `id:key`. Other values stay as they are.
 */
export function credentialOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length > MAX_LENGTH) return authorization;
  // The usual case, without any expression.
  if (authorization.startsWith('Bearer ')) return authorization;
  if (BASIC.test(authorization)) return passwordIn(authorization.replace(BASIC, ''));
  const pair = API_KEY_PAIR.exec(authorization)?.[1];
  return pair === undefined ? authorization : (passwordIn(pair) ?? authorization);
}

function passwordIn(base64: string): string | undefined {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  const password = text.slice(colon + 1);
  return password === '' ? text.slice(0, colon) : password;
}
