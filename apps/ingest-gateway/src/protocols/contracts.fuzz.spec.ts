import {
  buildEvent,
  decodeEvent,
  EVENT_VIEWS,
  eventIdOf,
  parseEventId,
  parseTimestampMs,
  viewOf,
} from '@redoubt/contracts';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';

const EVENTS = [
  { eventType: 'failed_login', severity: 'high', sourceIp: '203.0.113.9', user: 'root', tags: ['a'], eventTimeMs: 1 },
  { event: { action: 'x', outcome: 'failure' }, source: { ip: '2001:db8::1', port: 22 }, user: { name: 'u' } },
  { event_type: 'a.b', source_ip: '203.0.113.9', timestamp: '2026-11-22T10:00:00+01:00', payload: { n: [1, null] } },
  { eventType: 'process_start', message: 'm', externalId: 'e', payload: { process: { command_line: 'x', pid: 1 } } },
];
const known = {
  eventId: 's-1763800000000-0-0',
  orgId: '0b7f1c1e-6a41-4d5e-8f0a-2c9b7d3e5f10',
  receivedAtMs: 1_763_800_000_000,
};

it.each([
  {
    name: 'events, and ECS and OCSF made of them',
    seeds: EVENTS.map((event) => JSON.stringify(event)),
    isRefusal: (error: unknown) => error instanceof SyntaxError,
    decode: (input: Buffer): boolean => {
      const text = input.toString();
      const value = JSON.parse(text) as unknown;
      const before = JSON.stringify(value);
      const decoded = decodeEvent(value);
      expect(JSON.stringify(value)).toBe(before);
      if (!decoded.ok) return false;
      const event = buildEvent(decoded.fields, known as Parameters<typeof buildEvent>[1]);
      for (const view of EVENT_VIEWS) expect(JSON.stringify(viewOf(view, event, text))).toMatch(/^\{/);
      return true;
    },
  },
  {
    name: 'ids of events',
    seeds: ['s-1763800000000-0-3', 'p-0-1-0', 'a-18446744073709551615-18446744073709551615-9'],
    decode: (input: Buffer): boolean => {
      const text = input.toString();
      const at = parseEventId(text);
      if (at === null) return false;
      expect(parseEventId(eventIdOf(at.lane, at.entryId, at.index))).toEqual(at);
      return true;
    },
  },
  {
    name: 'times',
    seeds: ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.123456+05:30', '1763800000', '1763800000123'],
    decode: (input: Buffer): boolean => {
      const ms = parseTimestampMs(input.toString());
      return typeof ms === 'number' && Number.isFinite(ms);
    },
  },
])('$name: whatever is given is read or refused', async (decoder) => {
  expect((await fuzzDecoder(decoder)).refused).toBeGreaterThan(0);
});
