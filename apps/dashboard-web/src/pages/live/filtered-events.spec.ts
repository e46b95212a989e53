import type { ListedEvent } from '../../events/event-columns.tsx';
import { filteredEvents } from './filtered-events.ts';

const rows: ListedEvent[] = [
  { eventId: '1', eventType: 'failed_login', severity: 'medium', receivedAtMs: 1, user: 'Alice' },
  { eventId: '2', eventType: 'web_request', severity: 'informational', receivedAtMs: 2, sourceIp: '203.0.113.9' },
];
const ids = (filter: Parameters<typeof filteredEvents>[1]): string[] =>
  filteredEvents(rows, filter).map(({ eventId }) => eventId);

test('words are looked for in every field, whatever their case', () => {
  expect(ids({ text: 'ALICE' })).toEqual(['1']);
  expect(ids({ text: '203.0' })).toEqual(['2']);
  expect(ids({ text: 'nothing' })).toEqual([]);
});

test('a severity means that one or worse', () => {
  expect(ids({ severity: 'low' })).toEqual(['1']);
  expect(ids({ severity: 'informational' })).toEqual(['1', '2']);
  expect(ids({})).toEqual(['1', '2']);
});
