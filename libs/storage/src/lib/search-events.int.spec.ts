import { newOrgId, PermanentError, type OrgId } from '@redoubt/contracts';
import { eventAt } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { DAY_MS } from './event-days.ts';
import { EventPartitions } from './event-partitions.ts';
import type { EventRow } from './event-row.ts';
import { EventStore } from './event-store.ts';
import { searchEvents, type EventFilters, type SearchOptions } from './search-events.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
const nowMs = Date.now();
let server: TestDatabase;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());

async function orgWith(events: EventRow[]): Promise<OrgId> {
  const orgId = newOrgId();
  await claimPositions(server.database, { orgId, consumer, epoch: 1 });
  const store = new EventStore({
    database: server.database,
    partitions: new EventPartitions(server.database),
    consumer,
  });
  await store.store([{ orgId, epoch: 1, events, lane: 's' }]);
  return orgId;
}

async function found(orgId: OrgId, filters: EventFilters, options?: SearchOptions): Promise<string[]> {
  return (await searchEvents(server.database, orgId, filters, options)).events.map((event) => event.eventId);
}

describe('searchEvents', () => {
  test('pages are newest first, without gap or repeat, also inside one instant', async () => {
    const events = Array.from({ length: 57 }, (_, index) =>
      eventAt(`${index + 1}-0`, { eventTimeMs: nowMs - Math.floor(index / 20) * 1000 }),
    );
    const orgId = await orgWith(events);
    const seen: string[] = [];
    const times: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchEvents(
        server.database,
        orgId,
        { fromMs: nowMs - DAY_MS },
        cursor === undefined ? { limit: 10 } : { limit: 10, cursor },
      );
      seen.push(...page.events.map((event) => event.eventId));
      times.push(...page.events.map((event) => event.eventTimeMs));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(57);
    expect(new Set(seen).size).toBe(57);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(await found(orgId, {}, { limit: 1000 })).toEqual(seen);
  });

  test('conditions hold together', async () => {
    const orgId = await orgWith([
      eventAt('1-0', { sourceIp: '203.0.113.7', user: 'root', severity: 'high', message: 'Failed 100% for root' }),
      eventAt('2-0', { sourceIp: '2001:db8::7', user: 'ann', asset: 'web-1' }),
      eventAt('3-0', { eventType: 'web_request', user: 'root', severity: 'low' }),
    ]);
    expect(await found(orgId, { user: 'root' })).toEqual(['s-3-0-0', 's-1-0-0']);
    expect(await found(orgId, { user: 'root', type: 'failed_login' })).toEqual(['s-1-0-0']);
    expect(await found(orgId, { sourceIp: '2001:DB8:0::7' })).toEqual(['s-2-0-0']);
    expect(await found(orgId, { minSeverity: 'medium' })).toEqual(['s-2-0-0', 's-1-0-0']);
    expect(await found(orgId, { asset: 'web-1' })).toEqual(['s-2-0-0']);
    expect(await found(orgId, { text: 'FAILED 100%' })).toEqual(['s-1-0-0']);
    expect(await found(orgId, { text: '1_0' })).toEqual([]);
    expect(await found(newOrgId(), {})).toEqual([]);
    const [event] = (await searchEvents(server.database, orgId, { sourceIp: '203.0.113.7' })).events;
    expect(event).toMatchObject({ orgId, severity: 'high', sourceIp: '203.0.113.7', user: 'root', isFuture: false });
    expect(JSON.parse(event?.payload ?? '')).toMatchObject({ user: 'root' });
  });

  test('an event is found by its event time, wherever its accept time has put it', async () => {
    const weekAgo = nowMs - 7 * DAY_MS;
    const orgId = await orgWith([
      eventAt('1-0', { eventTimeMs: nowMs - 1000 }, { acceptedAtMs: weekAgo }),
      eventAt('2-0', { eventTimeMs: weekAgo }, { acceptedAtMs: nowMs }),
      eventAt('3-0', { eventTimeMs: nowMs + 60_000 }, { acceptedAtMs: nowMs - DAY_MS + 1 }),
      eventAt('4-0', { eventTimeMs: nowMs - 2000 }, { acceptedAtMs: nowMs }),
    ]);
    expect(await found(orgId, { fromMs: nowMs - 60_000 })).toEqual(['s-3-0-0', 's-1-0-0', 's-4-0-0']);
    expect(await found(orgId, { fromMs: nowMs - 60_000, toMs: nowMs })).toEqual(['s-1-0-0', 's-4-0-0']);
    expect(await found(orgId, { toMs: nowMs - DAY_MS })).toEqual(['s-2-0-0']);
    expect(await found(orgId, {})).toEqual(['s-3-0-0', 's-1-0-0', 's-4-0-0', 's-2-0-0']);
  });

  test('an accept time that no clock can have shown hides nothing', async () => {
    const in2100 = Date.UTC(2100, 0, 1);
    const orgId = await orgWith([
      eventAt('1-0', {}, { acceptedAtMs: in2100 }),
      eventAt('2-0', {}, { acceptedAtMs: 5 }),
    ]);
    expect(await found(orgId, { fromMs: in2100 - DAY_MS })).toEqual(['s-1-0-0']);
    expect(await found(orgId, { toMs: DAY_MS })).toEqual(['s-2-0-0']);
  });

  test.each<[string, EventFilters, SearchOptions]>([
    ['a limit of 0', {}, { limit: 0 }],
    ['a limit of 1001', {}, { limit: 1001 }],
    ['a foreign cursor', {}, { cursor: 'abc' }],
    ['a bad address', { sourceIp: '1.2.3' }, {}],
  ])('refuses %s', async (_name, filters, options) => {
    await expect(searchEvents(server.database, newOrgId(), filters, options)).rejects.toBeInstanceOf(PermanentError);
  });
});
