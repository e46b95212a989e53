/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/** One letter of a value within a JSON text: never a quote by itself, never half of an escape. */
const letter = String.raw`(?:[^\s@"'\\]|\\.)`;

/**
 * What secrets look like wherever they stand, and what is left of them. Each is bounded, so that the time is linear in
 * the length of a line; none takes a quote or half of an escape, so that a line of JSON stays one.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // scheme://user:password@host
  [new RegExp(String.raw`([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"'\\]{0,256}:)${letter}{1,512}@`, 'gi'), `$1${REDACTED}@`],
  [/\b((?:Bearer|Basic|Splunk|ApiKey) {1,4})[\w.~+/=-]{16,4096}/gi, `$1${REDACTED}`],
  [/([?&](?:access_token|token|api[_-]?key|key|secret|password|sig|signature)=)[^&\s"'#\\]{1,4096}/gi, `$1${REDACTED}`],
  [/(rk_[0-9A-Za-z]{4,32}_)[\w-]{16,256}/g, `$1${REDACTED}`],
  [/(whsec_)[\w+/=-]{8,256}/g, `$1${REDACTED}`],
  [/eyJ[\w-]{6,2048}\.[\w-]{6,4096}\.[\w-]{6,2048}/g, REDACTED],
];

/** A text, or a line of JSON, without what looks like a secret in it: logins in addresses, tokens, keys. */
export function redactText(text: string): string {
  let out = text;
  for (const [shape, rest] of SHAPES) out = out.replace(shape, rest);
  return out;
}
