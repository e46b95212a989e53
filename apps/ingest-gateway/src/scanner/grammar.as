// JSON as such (RFC 8259).

/** Any JSON value; `depth` is that of what it stands in. */
function anyValue(depth: i32): bool {
  const byte = peek();
  if (byte == QUOTE) return string();
  if (byte == BRACE || byte == BRACKET) return nested(depth);
  if (byte == 0x74 || byte == 0x66 || byte == 0x6e) return literal(byte);
  return number() >= 0;
}

/** An object or array without meaning. A bit of `objects` tells of each that is open whether it is an object. */
function nested(outer: i32): bool {
  let depth = outer;
  let objects: u64 = 0;
  let byte = peek();
  while (true) {
    // Here a value begins.
    if (byte == BRACE || byte == BRACKET) {
      depth += 1;
      if (depth > maxDepth) return false;
      const isObject = byte == BRACE;
      objects = (objects << 1) | (isObject ? 1 : 0);
      at += 1;
      space();
      byte = peek();
      if (byte != (isObject ? BRACE_END : BRACKET_END)) {
        if (isObject && !member()) return false;
        byte = peek();
        continue;
      }
    } else if (byte == QUOTE) {
      if (!string()) return false;
      space();
    } else {
      if (byte == 0x74 || byte == 0x66 || byte == 0x6e ? !literal(byte) : number() < 0) return false;
      space();
    }
    // Here one has ended, or an empty one is about to.
    while (true) {
      const isObject = (objects & 1) != 0;
      byte = peek();
      at += 1;
      if (byte == (isObject ? BRACE_END : BRACKET_END)) {
        depth -= 1;
        objects >>= 1;
        if (depth == outer) return true;
        space();
        continue;
      }
      if (byte != COMMA) return false;
      space();
      if (isObject && !member()) return false;
      byte = peek();
      break;
    }
  }
}

/** A name and its colon; the value comes next. */
function member(): bool {
  if (peek() != QUOTE || !string()) return false;
  space();
  if (peek() != COLON) return false;
  at += 1;
  space();
  return true;
}

function literal(byte: u32): bool {
  if (byte == 0x74) return word(0x65757274);
  if (byte == 0x6e) return word(0x6c6c756e);
  if (at + 5 > end || load<u32>(at + 1) != 0x65736c61) return false;
  at += 5;
  return true;
}

@inline
function word(letters: u32): bool {
  if (at + 4 > end || load<u32>(at) != letters) return false;
  at += 4;
  return true;
}

/** A number without exponent of at most so many bytes. @returns its length, -1 when it is none */
function plainNumber(maxBytes: i32): i32 {
  const length = number();
  if (length < 0 || length > maxBytes) return -1;
  for (let i = at - length; i < at; i++) if ((load<u8>(i) | 0x20) == 0x65) return -1;
  return length;
}

/** @returns the length of the number at `at`, -1 when none is there (RFC 8259 section 6) */
function number(): i32 {
  const from = at;
  if (peek() == 0x2d) at += 1;
  const first = peek() - 0x30;
  if (first > 9) return -1;
  at += 1;
  if (first != 0) digits();
  if (peek() == 0x2e) {
    at += 1;
    if (!digits()) return -1;
  }
  if ((peek() | 0x20) == 0x65) {
    at += 1;
    const sign = peek();
    if (sign == 0x2b || sign == 0x2d) at += 1;
    if (!digits()) return -1;
  }
  return <i32>(at - from);
}

@inline
function digits(): bool {
  const from = at;
  while (peek() - 0x30 <= 9) at += 1;
  return at > from;
}

/**
 * The string at `at`, of which only quote, backslash and control characters are looked for.
 *
 * @returns its length in bytes, -1 when it holds an escape, a control character or no end
 */
@inline
function plainString(): i32 {
  const from = at + 1;
  at = special(from);
  if (at >= end || load<u8>(at) != QUOTE) return -1;
  at += 1;
  return <i32>(at - from) - 1;
}

/** The string at `at`, whatever it holds. */
@inline
function string(): bool {
  at = special(at + 1);
  if (at < end && load<u8>(at) == QUOTE) {
    at += 1;
    return true;
  }
  return escapedString();
}

/** Goes on at the first special character of a string. */
function escapedString(): bool {
  while (true) {
    if (at >= end) return false;
    const byte: u32 = load<u8>(at);
    if (byte == QUOTE) {
      at += 1;
      return true;
    }
    if (byte != BACKSLASH || at + 1 >= end) return false;
    const escaped: u32 = load<u8>(at, 1);
    at += 2;
    if (escaped == 0x75) {
      if (at + 4 > end) return false;
      for (let i: usize = 0; i < 4; i++) if (!isHex(load<u8>(at + i))) return false;
      at += 4;
    } else if (!isEscape(escaped)) return false;
    at = special(at);
  }
}

function isHex(byte: u32): bool {
  return byte - 0x30 <= 9 || (byte | 0x20) - 0x61 <= 5;
}

function isEscape(byte: u32): bool {
  return (
    byte == QUOTE ||
    byte == BACKSLASH ||
    byte == 0x2f ||
    byte == 0x62 ||
    byte == 0x66 ||
    byte == 0x6e ||
    byte == 0x72 ||
    byte == 0x74
  );
}

/**
 * Position of the next quote, backslash or control character from `from` on. Reads up to 15 bytes behind the end, which
 * belong to this memory and are told apart by the callers.
 */
@inline
function special(from: usize): usize {
  let i = from;
  while (i < end) {
    const bytes = v128.load(i);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH))),
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
      ),
    );
    if (found != 0) return i + ctz(found);
    i += 16;
  }
  return i;
}
