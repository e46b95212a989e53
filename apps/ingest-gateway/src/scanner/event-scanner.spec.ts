import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeEvent,
  FIELD_ALIASES,
  FIELD_ECS_PATHS,
  FIELD_PRODUCT_PATHS,
  KNOWN_NAMES,
  SEVERITY_WORDS,
  severityRank,
} from '@redoubt/contracts';
import fc from 'fast-check';
import { exceedsDepth } from '../items/depth.ts';
import { eventScanner, ROW_NUMBERS, UNSURE } from './event-scanner.ts';
import { ADDED_NAMES } from './scanner-names.ts';
import { DIGEST_SECTION, scannerSource } from './scanner-source.ts';

const MAX_DEPTH = 8;
const limits = { maxLines: 1_000, maxEventBytes: 2_000, maxDepth: MAX_DEPTH };

function scan(text: string): number {
  const piece = Buffer.from(text);
  return eventScanner.scanEvent(piece, 0, piece.length, MAX_DEPTH);
}

/** What the parser says: the rank of the severity, or UNSURE for whatever it refuses. */
function parsed(text: string): number {
  if (exceedsDepth(text, MAX_DEPTH)) return UNSURE;
  try {
    const result = decodeEvent(JSON.parse(text));
    return result.ok ? severityRank(result.fields.severity) : UNSURE;
  } catch {
    return UNSURE;
  }
}

/** It may say UNSURE of anything, but never take what the parser refuses or reads otherwise. */
function expectAgreement(text: string): boolean {
  const rank = scan(text);
  if (rank !== UNSURE) expect({ text, rank }).toEqual({ text, rank: parsed(text) });
  return rank !== UNSURE;
}

const paths = [FIELD_ALIASES, FIELD_ECS_PATHS, FIELD_PRODUCT_PATHS].flatMap((table) => Object.values(table).flat());
const inner = [...new Set(paths.filter((path) => path.includes('.')).map((path) => path.split('.')[1] as string))];

const scalar = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(SEVERITY_WORDS), 'HIGH', ' low', 'loud', '7', '100', '101') },
  fc.constantFrom<unknown>('203.0.113.7', '256.0.0.1', '01.2.3.4', '1.2.3', '2001:db8::1', '1.2.3.4.5', '', '-'),
  fc.constantFrom<unknown>('2026-02-28T12:00:00Z', '2026-02-29T12:00:00Z', '2024-02-29t23:59:59.123456789+05:30'),
  fc.constantFrom<unknown>('2026-13-01T00:00:00Z', '0000-01-01 00:00:00', '1763800000.125', '2026-01-01T24:00:00Z'),
  fc.constantFrom<unknown>('failed_login', 'User-Login', '-', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(1_025)),
  fc.constantFrom<unknown>(0, 1, 7, 8, 20, 21, 100, 101, -1, 1.5, 1e21, 1763800000, 8.65e15, 1e300, 9007199254740993),
  fc.constantFrom<unknown>(true, false, null, '"', '\\', 'a\nb', '\u0000', '\ud800', 'ü', '中', '🙂'),
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.integer(),
  fc.double(),
);
const tags = fc.array(scalar, { maxLength: 70 });
const object = fc.dictionary(fc.oneof(fc.constantFrom(...inner, 'Event', '__proto__'), fc.string()), scalar);
const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  fc.oneof(tags, object, fc.array(object, { maxLength: 3 }), fc.jsonValue({ maxDepth: 9 })),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('eventType', 'severity', 'level', 'sourceIp', 'user', 'tags', 'payload') },
  { weight: 8, arbitrary: fc.constantFrom(...KNOWN_NAMES, ...ADDED_NAMES) },
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('__proto__', 'constructor'),
);

/** Members as senders write them, of which some event is made that the scanner knows. */
const usual = fc.constantFrom<[string, unknown]>(
  ...Object.keys(SEVERITY_WORDS).flatMap((word): [string, unknown][] => [
    ['severity', word],
    ['level', word],
    ['event', { severity: 50, action: 'a' }],
    ['log', { level: word }],
    ['log.level', word],
  ]),
  ...([3, 7, 8, 100].map((number) => ['severity', number]) as [string, unknown][]),
  ...(['eventType', 'event_type', 'event.action'].map((key) => [key, 'failed_login']) as [string, unknown][]),
  ...(['sourceIp', 'dst_ip', 'client.ip'].map((key) => [key, '203.0.113.7']) as [string, unknown][]),
  ...(['timestamp', '@timestamp', 'time'].map((key) => [key, '2024-02-29T23:59:59.5+05:30']) as [string, unknown][]),
  ...(['user', 'asset', 'id', 'action'].map((key) => [key, 'a "quoted" \\ text']) as [string, unknown][]),
  ...([true, 7, 1.5].map((plain) => ['outcome', plain]) as [string, unknown][]),
  ['source', { ip: '203.0.113.7' }],
  ['host', { name: 'web-1', other: [1] }],
  ['tags', ['a', 'b']],
  ['eventTimeMs', 1_763_800_000_000],
  ['message', 'ü 中 🙂'],
  ['payload', { a: [{}, [], [1.5e300, -0, { b: null }]], c: 'x' }],
);
const member = fc.oneof({ weight: 9, arbitrary: usual }, fc.tuple(name, value));

/** How JSON may be written: white space, escapes of letters that need none, numbers in other forms. */
function spell(node: unknown, random: () => number): string {
  const gap = (): string => (random() < 0.1 ? ([' ', '\t', '\r', ' \r\t '][Math.floor(random() * 4)] as string) : '');
  const list = (open: string, parts: string[], close: string): string =>
    open + gap() + parts.join(`${gap()},${gap()}`) + gap() + close;
  const text = (plain: string): string => {
    const json = JSON.stringify(plain);
    return random() < 0.05 ? json.replace(/[a-z](?=[^\\]*"$)/, (c) => `\\u00${c.charCodeAt(0).toString(16)}`) : json;
  };
  if (Array.isArray(node))
    return list(
      '[',
      node.map((item) => spell(item, random)),
      ']',
    );
  if (typeof node === 'object' && node !== null) {
    const members = Object.entries(node).map(([key, item]) => `${text(key)}${gap()}:${gap()}${spell(item, random)}`);
    return list('{', members, '}');
  }
  if (typeof node === 'string') return text(node);
  const json = JSON.stringify(node) ?? 'null';
  return typeof node === 'number' && random() < 0.1 ? json.replace('e+', 'E') : json;
}

/** Events as lists of members, so that names may be there twice. */
const eventText = fc.tuple(fc.array(member, { maxLength: 5 }), fc.infiniteStream(fc.nat(99))).map(([members, dice]) => {
  const random = (): number => (dice.next().value as number) / 100;
  return `{${members.map(([key, item]) => `${spell(key, random)}:${spell(item, random)}`).join()}}`;
});

describe('the event scanner', () => {
  it('is built of its source', () => {
    const code = new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'scanner.wasm')));
    const [digest] = WebAssembly.Module.customSections(code, DIGEST_SECTION);
    expect(Buffer.from(digest ?? new ArrayBuffer(0)).toString('hex')).toBe(hash('sha256', scannerSource()));
  });

  it('says what the parser says, of whatever it says something', () => {
    let runs = 0;
    let sure = 0;
    fc.assert(
      fc.property(eventText, (text) => {
        runs += 1;
        if (expectAgreement(text)) sure += 1;
      }),
      { numRuns: 5_000 },
    );
    // Else the property would hold of nothing.
    expect(sure / runs).toBeGreaterThan(0.1);
  });

  it('is not fooled by one byte that is another', () => {
    const good =
      '{"eventType":"a.b_1","severity":"high","timestamp":"2026-01-31T10:11:12.5Z","sourceIp":"203.0.113.9",' +
      '"user":"a\\u00e9\\n","tags":["x","y"],"payload":{"n":[-1.5e+3,0,{}],"s":true,"z":null},"event":{"action":"x"}}';
    expect(scan(good)).toBe(3);
    const bytes = Buffer.from(good);
    for (let at = 0; at < bytes.length; at += 1) {
      const before = bytes[at] as number;
      for (const byte of Buffer.from('\0\t\n\r "\\{}[],:.-+0159aeEfntu_Z\x1f\x7f')) {
        bytes[at] = byte;
        expectAgreement(bytes.toString('latin1'));
      }
      expectAgreement(good.slice(0, at));
      expectAgreement(good.slice(0, at) + good.slice(at + 1));
      bytes[at] = before;
    }
  });

  it.each([
    ['{"a":1}', 0],
    ['{"severity":"critical"}', 4],
    ['{"level":"error"}', 3],
    ['{"severity":"low","level":"error"}', 1],
    ['{"level":"error","severity":"low"}', 1],
    ['{"severity":null,"level":"error"}', 3],
    ['{"event":{"severity":90},"log":{"level":"low"}}', 4],
    ['{"log.level":"low"}', 1],
    ['{"severity":4,"event.severity":90}', 2],
    ['{"a":[[],{},[{"b":[1,"]"]}]]} \t', UNSURE],
    ['{"a":[[],{},[{"b":[1,"]"]}]]}', 0],
    // For the parser: twice, escaped, a dialect, out of range.
    ['{"severity":"low","severity":"high"}', UNSURE],
    ['{"event":{"severity":90},"event":{}}', UNSURE],
    ['{"severit\\u0079":"high"}', UNSURE],
    ['{"EventID":4624}', UNSURE],
    ['{"payload":{"Event":{}}}', UNSURE],
    ['{"sourceIp":"::1"}', UNSURE],
    ['{"severity":"high"', UNSURE],
    ['{}', UNSURE],
    ['[]', UNSURE],
    ['', UNSURE],
  ])('%s: %i', (text, rank) => expect(scan(text)).toBe(rank));

  it('follows nesting as far as it is allowed', () => {
    const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect([MAX_DEPTH, MAX_DEPTH + 1].map((depth) => scan(nested(depth)))).toEqual([0, UNSURE]);
  });

  it('tells which events have a name that protocols add', () => {
    const bitsOf = (text: string): number => (scan(text) === UNSURE ? UNSURE : eventScanner.addedNames);
    ADDED_NAMES.forEach((added, bit) => expect(bitsOf(`{"a":1,"${added}":null}`)).toBe(1 << bit));
    expect(bitsOf('{"hec":1,"asset":"a"}')).toBe(0b110);
    expect(bitsOf('{"a":{"hec":1},"b":"asset"}')).toBe(0);
  });

  it('finds lines, and stops where its room ends', () => {
    const lines = [
      '{"severity":"high"}',
      '{"a"',
      '{"b":1}\r',
      ' {"c":1}',
      `{"d":"${'x'.repeat(2_000)}"}`,
      '{"e":"\u00e9"}',
    ];
    const piece = Buffer.from(`\n\n${lines.join('\n\n')}\n`);
    const read = (start: number, maxLines: number): [string, number][] => {
      const count = eventScanner.scanLines(piece, start, piece.length, { ...limits, maxLines });
      return Array.from({ length: count }, (_, row) => {
        const [from = 0, to = 0, rank = 0] = eventScanner.rows.subarray(row * ROW_NUMBERS);
        return [piece.toString('utf8', start + from, start + to), rank];
      });
    };
    const expected = lines.map((line, index) => [line, [3, UNSURE, 0, UNSURE, UNSURE, 0][index]]);
    expect(read(0, 100)).toEqual(expected);
    expect(eventScanner.linesEnd).toBe(piece.length);
    expect(read(0, 2)).toEqual(expected.slice(0, 2));
    expect(read(eventScanner.linesEnd, 100)).toEqual(expected.slice(2));
  });
});
