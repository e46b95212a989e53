declare const brand: unique symbol;

/** An organisation (tenant) id: a lower-case UUID v4 that the platform generated; never user text. */
export type OrgId = string & { readonly [brand]: 'OrgId' };

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Tells whether `text` has the exact shape that ACL patterns and key builders expect of an organisation id. */
export function isOrgId(text: string): text is OrgId {
  return text.length === 36 && uuidV4.test(text);
}

/**
 * Checks and brands an organisation id.
 *
 * @throws TypeError when `text` is not a lower-case UUID v4
 */
export function parseOrgId(text: string): OrgId {
  if (!isOrgId(text)) throw new TypeError('an organisation id is a lower-case UUID v4');
  return text;
}

/** Makes a fresh organisation id from the platform's random source (RFC 9562 UUID v4). */
export function newOrgId(): OrgId {
  return globalThis.crypto.randomUUID() as string as OrgId;
}
