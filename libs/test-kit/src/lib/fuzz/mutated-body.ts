/** What is put in: marks of the languages that are read here, and what often trips a reader. */
export const FUZZ_TOKENS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    '\r\n',
    '\0',
    ' ',
    '}{',
    '""',
    'null',
    'true',
    '0',
    '-1',
    '1e999',
    '{}',
    '[]',
  ],
  ...[
    '"event":',
    '"\\u0065vent":{}',
    '{"index":{}}\n',
    '\ud800',
    '\u2028',
    '€',
    '\ufeff',
    '99999999999999999999',
    '"__proto__":',
  ],
];

/**
 * Changes a body in one to four places.
 *
 * @param flips  share of changes that are one byte for another
 */
export function mutatedBody(body: Buffer, random: () => number, flips = 0.15): Buffer {
  let result = body;
  // Most have few changes, so that they come past the first look.
  for (let left = 1 + Math.floor(random() ** 3 * 4); left > 0; left -= 1)
    result = random() < flips ? flipped(result, random) : mutatedOnce(result, random);
  return result;
}

function flipped(body: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(body);
  const at = Math.floor(random() * body.length);
  // Any byte, or a printable one: half of all bytes are no UTF-8 where they stand.
  if (at < copy.length) copy[at] = random() < 0.3 ? Math.floor(random() * 256) : 0x20 + Math.floor(random() * 95);
  return copy;
}

function mutatedOnce(body: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * (body.length + 1));
  const end = Math.min(body.length, at + 1 + Math.floor(random() ** 3 * 60));
  const kind = random();
  const token = Buffer.from(FUZZ_TOKENS[Math.floor(random() * FUZZ_TOKENS.length)] as string);
  if (kind < 0.24) return Buffer.concat([body.subarray(0, at), token, body.subarray(at)]);
  if (kind < 0.36) return Buffer.concat([body.subarray(0, at), body.subarray(end)]);
  if (kind < 0.48) return Buffer.concat([body.subarray(0, end), body.subarray(at)]);
  if (kind < 0.54) return body.subarray(0, at);
  return scalarChanged(body, token, random);
}

/** Puts another value where a number or short text stands, which leaves the rest well formed. */
function scalarChanged(body: Buffer, token: Buffer, random: () => number): Buffer {
  const text = body.toString('latin1');
  const scalars = [...text.matchAll(/"[^"\\\n]{0,20}"|\b\d+(?:\.\d+)?\b/g)];
  const found = scalars[Math.floor(random() * scalars.length)];
  if (found === undefined) return body;
  const value =
    random() < 0.5 ? Buffer.from(JSON.stringify(token.toString('utf8'))) : Buffer.from(String(random() * 1e13));
  return Buffer.concat([body.subarray(0, found.index), value, body.subarray(found.index + found[0].length)]);
}
