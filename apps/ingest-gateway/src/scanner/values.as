// What a value has to be under a name with a meaning.

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
