/**
 * Looks through JSON events of which nearly all are alike, and says of each whether `JSON.parse` and `decodeEvent`
 * would take it, and with which severity. It knows the usual spellings alone: of whatever else it says that it does not
 * know, and the event is parsed. So it may be mistaken in one direction only, and the specs hold it to that.
 *
 * AssemblyScript; `node apps/ingest-gateway/src/scanner/build.ts` makes scanner.wasm of it.
 */

// What a name means for its value: `NameKind` of scanner-names.ts.
// @ts-ignore: decorator
@inline const ANY: i32 = 0;
// @ts-ignore: decorator
@inline const UNKNOWN: i32 = 1;
// @ts-ignore: decorator
@inline const SHORT_TEXT: i32 = 2;
// @ts-ignore: decorator
@inline const TEXT: i32 = 3;
// @ts-ignore: decorator
@inline const TYPE: i32 = 4;
// @ts-ignore: decorator
@inline const SEVERITY: i32 = 5;
// @ts-ignore: decorator
@inline const ADDRESS: i32 = 6;
// @ts-ignore: decorator
@inline const TIME: i32 = 7;
// @ts-ignore: decorator
@inline const TIME_MS: i32 = 8;
// @ts-ignore: decorator
@inline const TAGS: i32 = 9;

/** Answer for an event that has to be parsed. */
// @ts-ignore: decorator
@inline const UNSURE: i32 = -1;

// @ts-ignore: decorator
@inline const QUOTE: u32 = 0x22;
// @ts-ignore: decorator
@inline const BACKSLASH: u32 = 0x5c;
// @ts-ignore: decorator
@inline const BRACE: u32 = 0x7b;
// @ts-ignore: decorator
@inline const BRACE_END: u32 = 0x7d;
// @ts-ignore: decorator
@inline const BRACKET: u32 = 0x5b;
// @ts-ignore: decorator
@inline const BRACKET_END: u32 = 0x5d;
// @ts-ignore: decorator
@inline const COMMA: u32 = 0x2c;
// @ts-ignore: decorator
@inline const COLON: u32 = 0x3a;
// @ts-ignore: decorator
@inline const LF: u32 = 0x0a;
// @ts-ignore: decorator
@inline const CR: u32 = 0x0d;

/** Nesting that is followed here, the event included; one bit each. */
// @ts-ignore: decorator
@inline const MAX_DEPTH: i32 = 60;

// Memory: the tables of names and words, then the text.
/** Open addressing; a slot holds context, kind, child context, `once` bit, order or rank, length, `watched` bit, text. */
// @ts-ignore: decorator
@inline const SLOT: usize = 48;
// @ts-ignore: decorator
@inline const SLOT_TEXT: usize = 16;
// @ts-ignore: decorator
@inline const MAX_NAME: i32 = 32;
// @ts-ignore: decorator
@inline const SLOTS: u32 = 1024;
const names: usize = memory.data(48 * 1024, 16);
/** Context that holds the words of severities: no object has it. */
// @ts-ignore: decorator
@inline const WORDS: i32 = 255;

let maxShortText: i32 = 0;
let maxType: i32 = 0;
let maxTags: i32 = 0;

let maxDepth: i32 = 0;
let end: usize = 0;
/** Where reading stopped: behind the value read last. */
let at: usize = 0;
let onceSeen: u32 = 0;
let watchedSeen: u32 = 0;
let severityRank: i32 = 0;
let severityOrder: i32 = 0;

export function setLimits(shortText: i32, type: i32, tags: i32): void {
  maxShortText = shortText;
  maxType = type;
  maxTags = tags;
}

/** @returns false when it has no room: a longer table or a longer name */
export function addName(
  text: usize,
  length: i32,
  context: i32,
  kind: i32,
  child: i32,
  once: i32,
  order: i32,
  watched: i32,
): bool {
  if (length > MAX_NAME) return false;
  let slot = hashOf(text, length, context);
  for (let tried: u32 = 0; tried < SLOTS / 2; tried++) {
    const entry = names + (<usize>slot) * SLOT;
    if (load<u8>(entry, 5) == 0) {
      store<u8>(entry, <u8>context, 0);
      store<u8>(entry, <u8>kind, 1);
      store<u8>(entry, <u8>child, 2);
      store<u8>(entry, <u8>once, 3);
      store<u8>(entry, <u8>order, 4);
      store<u8>(entry, <u8>length, 5);
      store<u8>(entry, <u8>watched, 6);
      memory.copy(entry + SLOT_TEXT, text, length);
      return true;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
  return false;
}

/** By length, first, middle and last byte: enough for so few names. */
// @ts-ignore: decorator
@inline
function hashOf(text: usize, length: i32, context: i32): u32 {
  const first: u32 = load<u8>(text);
  const middle: u32 = load<u8>(text + (<usize>length >> 1));
  const last: u32 = load<u8>(text + <usize>length - 1);
  const mixed = (first | (middle << 8) | (last << 16) | (<u32>length << 24)) + <u32>context * 0x9e3779b1;
  return (mixed * 0x85ebca6b) >> 22;
}

/** Slot of a name, 0 when it means nothing in its context. */
function find(text: usize, length: i32, context: i32): usize {
  if (length == 0 || length > MAX_NAME) return 0;
  let slot = hashOf(text, length, context);
  let entry = names + (<usize>slot) * SLOT;
  for (let known: i32 = load<u8>(entry, 5); known != 0; known = load<u8>(entry, 5)) {
    if (known == length && <i32>load<u8>(entry) == context && isSame(entry + SLOT_TEXT, text, length)) return entry;
    slot = (slot + 1) & (SLOTS - 1);
    entry = names + (<usize>slot) * SLOT;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isSame(one: usize, other: usize, length: i32): bool {
  let i: i32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(one + i) != load<u64>(other + i)) return false;
  for (; i < length; i++) if (load<u8>(one + i) != load<u8>(other + i)) return false;
  return true;
}

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

// @ts-ignore: decorator
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

// @ts-ignore: decorator
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
// @ts-ignore: decorator
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

function namedText(entry: usize, kind: i32): bool {
  const text = at + 1;
  if (kind == SHORT_TEXT || kind == TEXT || kind == TAGS) {
    if (!string()) return false;
    return kind == TEXT || <i32>(at - text) - 1 <= maxShortText;
  }
  const length = plainString();
  if (length < 0) return false;
  if (kind == TYPE) return isType(text, length);
  if (kind == ADDRESS) return isAddress(text, text + length);
  if (kind == TIME || kind == TIME_MS) return isTime(text, length);
  if (kind != SEVERITY) return false;
  const known = find(text, length, WORDS);
  if (known == 0) return false;
  takeSeverity(entry, load<u8>(known, 4));
  return true;
}

// @ts-ignore: decorator
@inline
function takeSeverity(entry: usize, rank: i32): void {
  const order: i32 = load<u8>(entry, 4);
  if (order >= severityOrder) return;
  severityOrder = order;
  severityRank = rank;
}

/** As `severityOf` reads numbers: syslog's 0 to 7, and up to 100. */
function severityNumber(entry: usize): bool {
  const from = at;
  const length = plainNumber(3);
  if (length < 0) return false;
  let value: i32 = 0;
  for (let i: i32 = 0; i < length; i++) {
    const digit = <i32>load<u8>(from + i) - 0x30;
    if (<u32>digit > 9) return false;
    value = value * 10 + digit;
  }
  if (value > 100) return false;
  let rank = 0;
  if (value <= 2) rank = 4;
  else if (value == 3) rank = 3;
  else if (value == 4) rank = 2;
  else if (value == 5) rank = 1;
  else if (value < 21) rank = 0;
  else if (value < 48) rank = 1;
  else if (value < 74) rank = 2;
  else rank = value < 90 ? 3 : 4;
  takeSeverity(entry, rank);
  return true;
}

function isType(text: usize, length: i32): bool {
  if (length == 0 || length > maxType) return false;
  for (let i: i32 = 0; i < length; i++) {
    const byte: u32 = load<u8>(text + i);
    const isWord = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5f || byte == 0x2e;
    if (!isWord) return false;
  }
  return true;
}

/** Four numbers up to 255 without leading zeros. */
function isAddress(from: usize, to: usize): bool {
  let i = from;
  for (let part = 0; part < 4; part++) {
    if (part > 0) {
      if (i >= to || load<u8>(i) != 0x2e) return false;
      i += 1;
    }
    const first = i;
    let value: u32 = 0;
    while (i < to && i - first < 4) {
      const digit = <u32>load<u8>(i) - 0x30;
      if (digit > 9) break;
      value = value * 10 + digit;
      i += 1;
    }
    const length = i - first;
    if (length == 0 || value > 255 || (length > 1 && load<u8>(first) == 0x30)) return false;
  }
  return i == to;
}

/** Number of two digits, or 100 when one is none. */
// @ts-ignore: decorator
@inline
function twoDigits(text: usize): u32 {
  const tens = <u32>load<u8>(text) - 0x30;
  const ones = <u32>load<u8>(text, 1) - 0x30;
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/** RFC 3339 with a zone of `Z` or an offset, or without. */
function isTime(text: usize, length: i32): bool {
  if (length < 19) return false;
  const century = twoDigits(text);
  const year = twoDigits(text + 2);
  const month = twoDigits(text + 5);
  const day = twoDigits(text + 8);
  if (century > 99 || year > 99 || month < 1 || month > 12 || day < 1) return false;
  if (load<u8>(text, 4) != 0x2d || load<u8>(text, 7) != 0x2d) return false;
  const middle: u32 = load<u8>(text, 10);
  if (middle != 0x54 && middle != 0x74 && middle != 0x20) return false;
  if (load<u8>(text, 13) != 0x3a || load<u8>(text, 16) != 0x3a) return false;
  if (twoDigits(text + 11) > 23 || twoDigits(text + 14) > 59 || twoDigits(text + 17) > 59) return false;
  if (day > daysOf(century * 100 + year, month)) return false;
  let i: i32 = 19;
  if (i < length && (load<u8>(text + i) == 0x2e || load<u8>(text + i) == 0x2c)) {
    const first = i + 1;
    i = first;
    while (i < length && <u32>load<u8>(text + i) - 0x30 <= 9) i += 1;
    if (i == first || i - first > 9) return false;
  }
  if (i == length) return true;
  const zone: u32 = load<u8>(text + i);
  i += 1;
  if (zone == 0x5a || zone == 0x7a) return i == length;
  if ((zone != 0x2b && zone != 0x2d) || i + 4 > length || twoDigits(text + i) > 23) return false;
  i += 2;
  if (load<u8>(text + i) == 0x3a) i += 1;
  return i + 2 == length && twoDigits(text + i) <= 59;
}

function daysOf(year: u32, month: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

function tags(depth: i32): bool {
  if (depth > maxDepth) return false;
  at += 1;
  space();
  if (peek() == BRACKET_END) return endsEmpty(BRACKET_END);
  for (let count: i32 = 1; count <= maxTags; count++) {
    if (peek() != QUOTE) return false;
    const text = at + 1;
    if (!string() || <i32>(at - text) - 1 > maxShortText) return false;
    space();
    const next = peek();
    at += 1;
    if (next == BRACKET_END) return true;
    if (next != COMMA) return false;
    space();
  }
  return false;
}

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

// @ts-ignore: decorator
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

// @ts-ignore: decorator
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
// @ts-ignore: decorator
@inline
function plainString(): i32 {
  const from = at + 1;
  at = special(from);
  if (at >= end || load<u8>(at) != QUOTE) return -1;
  at += 1;
  return <i32>(at - from) - 1;
}

/** The string at `at`, whatever it holds. */
// @ts-ignore: decorator
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
// @ts-ignore: decorator
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
