import { newOrgId, type Lane, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { EventPartitions } from './event-partitions.ts';
import { readEventRange } from './event-range.ts';
import { EventStore } from './event-store.ts';
import { claimPositions } from './stream-positions.ts';

describe('readEventRange', () => {
  let test: TestDatabase;
  let store: EventStore;
  let orgId: OrgId;
  const startMs = Date.now() - 3 * 3_600_000;

  beforeAll(async () => {
    test = await createTestDatabase();
    store = new EventStore({
      database: test.database,
      partitions: new EventPartitions(test.database),
      consumer: 'db_writer',
    });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    orgId = newOrgId();
    await claimPositions(test.database, { orgId, consumer: 'db_writer', epoch: 1 });
  });

  /** Stores entries of three events each, `ms` after the start. */
  async function put(lane: Lane, ...entries: [number, number][]): Promise<void> {
    const events = entries.flatMap(([ms, sequence]) =>
      [0, 1, 2].map((index) => {
        const entryId = `${startMs + ms}-${sequence}`;
        const line = Buffer.from(JSON.stringify({ eventType: 'x', n: index }));
        const fields = { eventType: 'x', severity: 'low' as const };
        return {
          eventId: `${lane}-${entryId}-${index}`,
          lane,
          entryId,
          index,
          fields,
          line,
          acceptedAtMs: startMs + ms,
        };
      }),
    );
    await store.store([{ orgId, epoch: 1, lane, events }]);
  }

  const ids = (rows: readonly { entryId: string; index: number }[]): string[] =>
    rows.map((r) => `${Number(r.entryId.split('-')[0]) - startMs}-${r.entryId.split('-')[1]}.${r.index}`);

  it('goes on over gaps until it has what was asked for: fewer mean that there is no more', async () => {
    const minutes = [0, 1, 3, 20, 100];
    await put('s', ...minutes.map((minute): [number, number] => [minute * 60_000, 0]));
    const range = { from: `${startMs}-0`, before: `${startMs + 7_200_000}-0` };
    expect(await readEventRange(test.database, orgId, 's', range, 100)).toHaveLength(15);
    const some = await readEventRange(test.database, orgId, 's', range, 7);
    expect(ids(some).at(-1)).toBe('180000-0.2');
  });

  it('stops at a size too, at the end of an entry, and gives one entry at least', async () => {
    await put('s', [0, 0], [1, 0], [2, 0], [120_000, 0]);
    const range = { from: `${startMs}-0`, before: `${startMs + 7_200_000}-0` };
    const lineBytes = JSON.stringify({ eventType: 'x', n: 0 }).length;
    const read = async (sizeBytes: number): Promise<(string | undefined)[]> => {
      const rows = await readEventRange(test.database, orgId, 's', range, 100, { sizeBytes });
      return [String(rows.length), ids(rows).at(-1)];
    };
    expect(await read(1)).toEqual(['3', '0-0.2']);
    expect(await read(4 * lineBytes)).toEqual(['6', '1-0.2']);
    expect(await read(9 * lineBytes + 1)).toEqual(['12', '120000-0.2']);
  });

  it('gives whole entries of one lane in stream order, sequences as numbers', async () => {
    await put('s', [10, 9], [10, 10], [20, 0]);
    await put('p', [15, 0]);
    const range = { from: `${startMs + 10}-9`, before: `${startMs + 20}-0` };
    const rows = await readEventRange(test.database, orgId, 's', range, 100);
    expect(ids(rows)).toEqual(['10-9.0', '10-9.1', '10-9.2', '10-10.0', '10-10.1', '10-10.2']);
    expect(JSON.parse(rows[1]?.line.toString() ?? '')).toEqual({ eventType: 'x', n: 1 });
    expect(rows[0]?.acceptedAtMs).toBe(startMs + 10);
  });

  it('stops at the end of an entry, and finds what lies hours on', async () => {
    await put('s', [0, 0], [1, 0], [2 * 3_600_000, 0]);
    const before = `${startMs + 3 * 3_600_000}-0`;
    const first = await readEventRange(test.database, orgId, 's', { from: `${startMs}-0`, before }, 2);
    expect(ids(first)).toEqual(['0-0.0', '0-0.1', '0-0.2']);
    const later = await readEventRange(test.database, orgId, 's', { from: `${startMs + 2}-0`, before }, 2);
    expect(ids(later)).toEqual([`${2 * 3_600_000}-0.0`, `${2 * 3_600_000}-0.1`, `${2 * 3_600_000}-0.2`]);
    const none = await readEventRange(test.database, newOrgId(), 's', { from: '1-0', before }, 2);
    expect(none).toEqual([]);
  });
});
