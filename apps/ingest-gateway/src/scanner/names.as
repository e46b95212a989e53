/**
 * Looks through JSON events of which nearly all are alike, and says of each whether `JSON.parse` and `decodeEvent`
 * would take it, and with which severity. It knows the usual spellings alone: of whatever else it says that it does not
 * know, and the event is parsed. So it may be mistaken in one direction only, and the specs hold it to that.
 *
 * AssemblyScript in four files that make one module: this, lines.as, values.as, grammar.as, in this order.
 * `node apps/ingest-gateway/src/scanner/build.ts` makes scanner.wasm of them.
 */

// What a name means for its value: `NameKind` of scanner-names.ts.
@inline const ANY: i32 = 0;
@inline const UNKNOWN: i32 = 1;
@inline const SHORT_TEXT: i32 = 2;
@inline const TEXT: i32 = 3;
@inline const TYPE: i32 = 4;
@inline const SEVERITY: i32 = 5;
@inline const ADDRESS: i32 = 6;
@inline const TIME: i32 = 7;
@inline const TIME_MS: i32 = 8;
@inline const TAGS: i32 = 9;

/** Answer for an event that has to be parsed. */
@inline const UNSURE: i32 = -1;

@inline const QUOTE: u32 = 0x22;
@inline const BACKSLASH: u32 = 0x5c;
@inline const BRACE: u32 = 0x7b;
@inline const BRACE_END: u32 = 0x7d;
@inline const BRACKET: u32 = 0x5b;
@inline const BRACKET_END: u32 = 0x5d;
@inline const COMMA: u32 = 0x2c;
@inline const COLON: u32 = 0x3a;
@inline const LF: u32 = 0x0a;
@inline const CR: u32 = 0x0d;

/** Nesting that is followed here, the event included; one bit each. */
@inline const MAX_DEPTH: i32 = 60;

// Memory: the tables of names and words, then the text.
/** Open addressing; a slot holds context, kind, child context, `once` bit, order or rank, length, `watched` bit, text. */
@inline const SLOT: usize = 48;
@inline const SLOT_TEXT: usize = 16;
@inline const MAX_NAME: i32 = 32;
@inline const SLOTS: u32 = 1024;
const names: usize = memory.data(48 * 1024, 16);
/** Context that holds the words of severities: no object has it. */
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

@inline
function isSame(one: usize, other: usize, length: i32): bool {
  let i: i32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(one + i) != load<u64>(other + i)) return false;
  for (; i < length; i++) if (load<u8>(one + i) != load<u8>(other + i)) return false;
  return true;
}
