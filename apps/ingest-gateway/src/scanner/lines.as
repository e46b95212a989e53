// Lines, and the members of an event.

/**
 * Reads lines, each with one event, and writes for each that is not empty where it starts, where it ends and what
 * `scanEvent` says of it, as three 32-bit numbers.
 *
 * @returns how many lines there were; it stops when `maxRows` are full, and `position` tells where
 */
export function scanLines(from: usize, to: usize, rows: usize, maxRows: i32, maxBytes: i32, depth: i32): i32 {
  let start = from;
  let count: i32 = 0;
  while (start < to && count < maxRows) {
    if (load<u8>(start) == LF) {
      start += 1;
      continue;
    }
    let lineEnd: usize = 0;
    let verdict: i32 = UNSURE;
    // The grammar knows no line feed in a string, so that a good event ends before the next one by itself.
    if (load<u8>(start) == BRACE && scanFrom(start, to, depth)) {
      let behind = at;
      while (behind < to && isBlank(load<u8>(behind))) behind += 1;
      if (behind == to || load<u8>(behind) == LF) {
        lineEnd = behind;
        const stop = load<u8>(lineEnd - 1) == CR ? lineEnd - 1 : lineEnd;
        if (<i32>(stop - start) <= maxBytes) verdict = severityRank;
      }
    }
    if (lineEnd == 0) lineEnd = lineFeed(start, to);
    store<i32>(rows, <i32>(start - from), 0);
    store<i32>(rows, <i32>(lineEnd - from), 4);
    store<i32>(rows, verdict, 8);
    rows += 12;
    count += 1;
    start = lineEnd + 1;
  }
  at = start;
  return count;
}

/** Which watched names the event read last has, as bits. */
export function watchedNames(): u32 {
  return watchedSeen;
}

/** Where the last call stopped. */
export function position(): usize {
  return at;
}

/** @returns the rank of the severity of the event that fills the range, or -1 for one that has to be parsed */
export function scanEvent(from: usize, to: usize, depth: i32): i32 {
  if (from >= to || load<u8>(from) != BRACE || !scanFrom(from, to, depth)) return UNSURE;
  return at == to ? severityRank : UNSURE;
}

@inline
function isBlank(byte: u32): bool {
  return byte == 0x20 || byte == CR || byte == 0x09;
}

function lineFeed(from: usize, to: usize): usize {
  let i = from;
  const feeds = i8x16.splat(<i8>LF);
  for (; i + 16 <= to; i += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(i), feeds));
    if (found != 0) return i + ctz(found);
  }
  while (i < to && load<u8>(i) != LF) i += 1;
  return i;
}

/** Reads the event at `from`, whose bytes go no further than `to`; `at` is behind it then. */
function scanFrom(from: usize, to: usize, depth: i32): bool {
  end = to;
  at = from;
  maxDepth = min(depth, MAX_DEPTH);
  onceSeen = 0;
  watchedSeen = 0;
  severityRank = 0;
  severityOrder = i32.MAX_VALUE;
  return maxDepth > 0 && object(0, 1);
}

@inline
function space(): void {
  while (at < end) {
    const byte: u32 = load<u8>(at);
    // A line feed ends the event; the parser reads those that have some between their tokens.
    if (byte != 0x20 && byte != CR && byte != 0x09) return;
    at += 1;
  }
}

/** Behind the end everything reads as 0, which no grammar takes. */
@inline
function peek(): u32 {
  return at < end ? load<u8>(at) : 0;
}

/** The object at `at` whose names have a meaning, with at least one member. */
function object(context: i32, depth: i32): bool {
  if (depth > maxDepth) return false;
  at += 1;
  space();
  if (peek() != QUOTE) return context != 0 && endsEmpty(BRACE_END);
  while (true) {
    const name = at + 1;
    const length = plainString();
    // A name with an escape may be any.
    if (length < 0) return false;
    space();
    if (peek() != COLON) return false;
    at += 1;
    space();
    const entry = find(name, length, context);
    if (entry == 0 ? !anyValue(depth) : !namedValue(entry, depth)) return false;
    space();
    const next = peek();
    at += 1;
    if (next == BRACE_END) return true;
    if (next != COMMA) return false;
    space();
    if (peek() != QUOTE) return false;
  }
}

function endsEmpty(bracket: u32): bool {
  if (peek() != bracket) return false;
  at += 1;
  return true;
}

function namedValue(entry: usize, depth: i32): bool {
  const kind: i32 = load<u8>(entry, 1);
  const once: i32 = load<u8>(entry, 3);
  if (kind == UNKNOWN) return false;
  watchedSeen |= <u32>load<u8>(entry, 6);
  if (once != 0) {
    const bit: u32 = 1 << once;
    // Of a name that is there twice the last one counts: for the parser to say.
    if ((onceSeen & bit) != 0) return false;
    onceSeen |= bit;
  }
  const byte = peek();
  const child: i32 = load<u8>(entry, 2);
  if (byte == BRACE && child != 0) return object(child, depth + 1);
  // Nothing is as if it were not there.
  if (byte == 0x6e) return word(0x6c6c756e);
  if (kind == ANY) return anyValue(depth);
  if (byte == QUOTE) return namedText(entry, kind);
  if (kind == TAGS) return byte == BRACKET && tags(depth + 1);
  if (kind == SEVERITY) return severityNumber(entry);
  if (kind == SHORT_TEXT || kind == TEXT) return byte == 0x74 || byte == 0x66 ? literal(byte) : plainNumber(300) >= 0;
  if (kind == TIME) return plainNumber(19) >= 0;
  if (kind == TIME_MS) return plainNumber(15) >= 0;
  return false;
}
