import { seededRandom } from '@redoubt/test-kit';
import { Batch } from '../../items/batch.ts';
import { ItemReader } from '../../items/item-reader.ts';
import { DEFAULT_LIMITS } from '../../limits.ts';
import { eventItems, type InvalidEvent } from './event-items.ts';
import type { Metadata } from './metadata.ts';

/** What becomes of a body: the lines that are stored, and why it was broken off. */
function taken(text: string, defaults: Metadata = {}): { lines: string[]; invalid?: InvalidEvent } {
  const batch = new Batch();
  const items = new ItemReader(batch, { maxEventBytes: 10_000, maxDepth: 64, text: { nowMs: 0, offsetMinutes: 0 } });
  let invalid: InvalidEvent | undefined;
  const body = Buffer.from(text);
  items.startPiece(body);
  const reading = eventItems({ items, batch, limits: DEFAULT_LIMITS }, defaults, (event) => (invalid = event));
  if (reading.kind !== 'whole') throw new TypeError('not held whole');
  const scanner = reading.scan(body, 0);
  while (scanner.read(100));
  const lines = batch.drain().lanes.flatMap((lane) => lane.lines.map(String));
  return { lines, ...(invalid === undefined ? {} : { invalid }) };
}

const asValue = (line: string): unknown => JSON.parse(line);

/** Wrappers whose heads are alike, differ in part, or may be mistaken for one another. */
const wrappers = [
  '{"time":1763800000.125,"host":"web-1","source":"/a","sourcetype":"_json","event":{"user":"alice"}}',
  '{"time":1763800001,"host":"web-1","source":"/a","sourcetype":"_json","event":{"user":"bob","n":[1,{"a":"}{"}]}}',
  '{"time":1763800002.5,"host":"web-1","source":"/a","sourcetype":"_json","event":"a line with } and \\"event\\":"}',
  '{"time":1763800003,"host":"web-2","source":"/a","sourcetype":"_json","event":{"user":"carol"}}',
  '{"time":1763800004,"host":"web-2","event":{"user":"dave"},"source":"/b"}',
  '{"time":1763800005,"host":"web-2","source":"/a","sourcetype":"_json","event":{"user":"eve"} }',
  '{"time":1763800006e0,"host":"web-2","source":"/a","sourcetype":"_json","event":{"user":"eve"}}',
  '{"time":"1763800007","host":"web-2","event":{"user":"frank"}}',
  '{"time":"1763800007.5","host":"web-2","event":{"user":"fred"}}',
  '{"time":1763800007.5,"host":"web-2","event":{"user":"fritz"}}',
  '{"host":"web-3","event":{"user":"grace"}}',
  '{"host":"web-3","event":{"user":"heidi"},"event":{"user":"ivan"}}',
  '{"host":"web-3","event":{"user":"judy"},"host":"web-4"}',
  '{"host":"web-3","event":{"user":"joan","asset":"own"}}',
  '{"host":"web-3","event":{"user":"jack","hec":{"own":true}}}',
  '{"time":1763800011,"host":"web-2","event":{"user":"jim","eventTimeMs":1763800000000}}',
  '{"time":1763800012,"host":"web-2","event":{"severity":"loud"}}',
  '{"time":1763800013,"host":"web-2","event":{"severity":"low","level":"high"}}',
  '{"host":"web-3","event":{ "user" : "ken" }}',
  '{"host":"web-3","event":  {"user":"kim"}}',
  '{"host":"web-3","event":{ }}',
  '{"host":"w\\u00e9b","event":{"user":"liv"}}',
  '{"host":"w\\u00e9b","event":{"user":"lou"}}',
  '{"host":"wéb","event":{"user":"ünï"}}',
  '{"host":"wéb","event":{"user":"ö"}}',
  '{"fields":{"time":7,"k":"v"},"time":1763800008,"event":{"user":"leo"}}',
  '{"fields":{"time":9,"k":"v"},"time":1763800008,"event":{"user":"mia"}}',
  '{"fields":{"k":"v"},"event":42}',
  '{"fields":{"k":"v"},"event":[1,2]}',
  '{"host":"\\"time\\":1","time":1763800009,"event":{"user":"nina"}}',
  '{"host":"\\"time\\":2","time":1763800010,"event":{"user":"olaf"}}',
] as const;

test.each([
  ['', {}],
  [' with metadata of the request', { host: 'h', time: '1763800099', index: 'main' }],
] as const)('an event is the same whatever stands before it%s', (_name, defaults) => {
  const alone = new Map(wrappers.map((text) => [text as string, taken(text, defaults).lines]));
  for (const lines of alone.values()) expect(lines).toHaveLength(1);
  const random = seededRandom(11);
  for (let round = 0; round < 200; round += 1) {
    const some = Array.from({ length: 8 }, () => wrappers[Math.floor(random() * wrappers.length)] as string);
    const body = some.join(random() < 0.5 ? '' : '\n');
    // Beside one that is not ASCII the whole piece is read another way.
    const plain = random() < 0.5 ? '' : '{"event":{"user":"é"}}';
    const lines = [
      ...(plain === '' ? [] : taken(plain, defaults).lines),
      ...some.flatMap((text) => alone.get(text) ?? []),
    ];
    expect(taken(plain + body, defaults).lines.map(asValue)).toEqual(lines.map(asValue));
  }
});

test.each([
  ['an event that is not there', '{"time":1,"event":null}', 12],
  ['blank text', '{"time":1,"event":" "}', 13],
  ['an empty object', '{"time":1,"event":{}}', 13],
  ['a time that is none', '{"time":"soon","event":{"a":1}}', 6],
  ['what is no JSON', '{"time":1,"event":{"a":1]}', 6],
])('ends at %s, behind others of the same head', (_name, last, code) => {
  const { lines, invalid } = taken(`{"time":1,"event":{"a":1}}{"time":2,"event":{"a":2}}${last}`);
  expect([lines.length, invalid]).toEqual([2, { code, number: 2 }]);
});
