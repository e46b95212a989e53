import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { decodeGroup, decodeSource, encodeGroup, encodeSource } from './correlation/checkpoint-codec.ts';
import { CorrelationGroup } from './correlation/correlation-group.ts';
import { parseNetwork } from './evaluate/network.ts';
import { buildPack } from './pack/build-pack.ts';
import { parseRules } from './parse/parse-rules.ts';

const DETECTION = `title: Failed login
id: 8a1bf7d2-7b0e-4d4e-9a0c-3f6d1c2b4a5e
status: stable
logsource: {product: linux, service: sshd}
detection:
  selection:
    eventType|contains: [failed, denied]
    sourceIp|cidr: 203.0.113.0/24
  named:
    - user|re: '^ro+t$'
    - message|startswith|windash: '-x'
  filter: {action: null, tries|gte: 3}
  condition: (1 of sel* or all of named*) and not filter
level: high
tags: [attack.t1110]
`;
const CORRELATION = `title: Brute force
name: brute
correlation:
  type: event_count
  rules: [failed]
  group-by: [sourceIp]
  timespan: 5m
  condition: {gte: 10}
level: critical
---
title: Failed
name: failed
logsource: {category: authentication}
detection: {a: {eventType: failed_login}, condition: a}
`;
const FILTER = `title: Not from us
logsource: {category: authentication}
filter:
  rules: [failed]
  own: {sourceIp|cidr: 10.0.0.0/8}
  condition: own
`;
const ANCHORS = `title: &t A
id: x
logsource: {product: *t}
detection: {s: &s {a: 1, b: [*t, "1*", '?']}, condition: s}
`;

function group(): Buffer {
  const made = new CorrelationGroup('rule', 'key', ['203.0.113.9', 'root'], 3);
  made.lastMatchMs = 1_763_800_000_000;
  made.entries.push(
    { timeMs: 1, eventId: 's-1763800000000-0-3', position: 2, value: 'x', weight: 1, fresh: 1 },
    { timeMs: 2, eventId: 'own', position: 0, value: 0.5, weight: 4, fresh: 2 },
  );
  return encodeGroup(made);
}

const source = { key: 'sshd', watermarkMs: 1_763_800_000_000, lastReceivedMs: 1_763_800_000_001, touch: 9 };
// Node throws its own from outside of the realm of a spec.
const isRangeError = (error: unknown): boolean => (error as Error).name === 'RangeError';

it.each([
  {
    name: 'rules (Sigma YAML)',
    seeds: [DETECTION, CORRELATION, FILTER, ANCHORS],
    decode: (input: Buffer): boolean => {
      const text = input.toString();
      const { rules, filters } = parseRules(text, 'a.yml');
      buildPack({ packId: 'p', version: '1', title: 'p', files: [{ path: 'a.yml', text }] });
      return rules.length + filters.length > 0;
    },
  },
  {
    name: 'checkpoints of correlation groups',
    flips: 0.7,
    seeds: [group()],
    isRefusal: isRangeError,
    decode: (input: Buffer): boolean => {
      const read = decodeGroup('rule', input);
      expect(encodeGroup(decodeGroup('rule', encodeGroup(read))).equals(encodeGroup(read))).toBe(true);
      return true;
    },
  },
  {
    name: 'checkpoints of sources',
    flips: 0.7,
    seeds: [encodeSource(source)],
    isRefusal: isRangeError,
    decode: (input: Buffer): boolean => {
      const read = decodeSource(input);
      expect(decodeSource(encodeSource(read))).toEqual(read);
      return true;
    },
  },
  {
    name: 'networks',
    seeds: ['203.0.113.0/24', '2001:db8::/33', '10.0.0.1', '::ffff:10.0.0.0/104'],
    decode: (input: Buffer): boolean => parseNetwork(input.toString()) !== undefined,
    isRefusal: () => false,
  },
])('$name: whatever is given is read or refused', async (decoder) => {
  expect((await fuzzDecoder(decoder)).refused).toBeGreaterThan(0);
});
