import { detectionSchema, eventIntelSchema, INTEL_RULE, type EventFields } from '@redoubt/contracts';
import {
  eventIntelOf,
  indicatorOf,
  intelDetections,
  IntelTable,
  type ListedIndicator,
  type MatchedEvent,
} from '../index.ts';

const atMs = Date.UTC(2026, 10, 22);
const listed = (text: string, more: Partial<ListedIndicator> = {}): ListedIndicator => ({
  ...(indicatorOf(text) as { kind: 'ip'; value: string }),
  listName: 'feed',
  ...more,
});
const table = new IntelTable([
  listed('203.0.113.9', { confidence: 90, threat: 'botnet' }),
  listed('203.0.113.0/24', { listName: 'nets' }),
  listed('bad.example.org', { confidence: 10 }),
]);

function event(id: string, fields: Partial<EventFields>): MatchedEvent {
  const all: EventFields = { eventType: 'x', severity: 'low', ...fields };
  return { eventId: id, acceptedAtMs: atMs, fields: all, matches: table.match(all, all, atMs) };
}

it('says one thing of a listed source, however many events and lists name it', () => {
  const events = Array.from({ length: 25 }, (_, i) => event(`s-1-0-${i}`, { sourceIp: '203.0.113.9', asset: `a${i}` }));
  const [detection, ...others] = intelDetections(events);
  expect(others).toEqual([]);
  expect(detectionSchema.parse(detection)).toMatchObject({
    detectionId: 's-1-0-24',
    ruleId: INTEL_RULE.id,
    severity: 'high',
    subject: { sourceIp: '203.0.113.9' },
    count: 25,
    listed: { address: '203.0.113.9', score: 90, lists: ['feed', 'nets'] },
    reason: 'sourceIp 203.0.113.9 is named by the list feed (botnet, confidence 90); also by nets',
  });
  expect(detection?.eventIds).toHaveLength(20);
});

it('speaks of the asset that met something listed, once per thing', () => {
  const found = intelDetections([
    event('s-1-0-0', {
      sourceIp: '10.0.0.1',
      destinationIp: '203.0.113.7',
      asset: 'web-1',
      message: 'GET https://x.bad.example.org/a',
    }),
    event('s-1-0-1', { sourceIp: '10.0.0.2', destinationIp: '203.0.113.7' }),
  ]);
  expect(found.map(({ subject, severity, count }) => [subject, severity, count])).toEqual([
    [{ asset: 'web-1', group: 'ip=203.0.113.7' }, 'medium', 1],
    [{ asset: 'web-1', group: 'domain=bad.example.org' }, 'low', 1],
    [{ sourceIp: '10.0.0.2', group: 'ip=203.0.113.7' }, 'medium', 1],
  ]);
  expect(found[1]?.listed).toBeUndefined();
  expect(found[0]?.reason).toBe('destinationIp 203.0.113.7 is named by the list nets (as network 203.0.113.0/24)');
});

it('keeps with the event what names it, within bounds', () => {
  const [first] = eventIntelOf(event('s-1-0-0', { sourceIp: '203.0.113.9' }).matches);
  expect(eventIntelSchema.parse(first)).toEqual({
    ...{ list: 'feed', kind: 'ip', indicator: '203.0.113.9', field: 'sourceIp', value: '203.0.113.9' },
    ...{ threat: 'botnet', confidence: 90 },
  });
  const many = Array.from({ length: 20 }, (_, i) => listed('203.0.113.9', { listName: `l${i}` }));
  const match = new IntelTable(many).match({}, { eventType: 'x', severity: 'low', sourceIp: '203.0.113.9' }, atMs);
  expect(match).toHaveLength(20);
  expect(eventIntelOf(match)).toHaveLength(8);
});
