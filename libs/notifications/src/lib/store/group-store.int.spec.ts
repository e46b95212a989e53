import { newOrgId, type OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { newGroup, type GroupState } from '../grouping/group-state.ts';
import { GroupStore, type StoredGroup } from './group-store.ts';
import { MAX_OUTCOMES, type NotificationOutcome } from './outcome.ts';

const channelId = '22222222-2222-4222-8222-000000000001';
const ref = { channelId, groupHash: 'a'.repeat(32) };

function state(timer: number): GroupState {
  return { ...newGroup({ ...ref, groupKey: 'all', groupBy: '' }, 1_000), timer, dueAtMs: timer * 10 };
}

describe('notification groups in Redis', () => {
  let redis: RedisClient;
  let store: GroupStore;
  let orgId: OrgId;
  beforeAll(async () => {
    redis = await connectTestClient();
    store = new GroupStore(redis);
  });
  afterAll(() => redis.close());
  beforeEach(() => (orgId = newOrgId()));

  const read = async (): Promise<StoredGroup> => (await store.read(orgId, [ref]))[0] as StoredGroup;

  it('come back as they were written, with when they are due', async () => {
    expect(await read()).toEqual({ ...ref, revision: 0, state: undefined });
    expect(await store.commit(orgId, { groups: [{ ...(await read()), state: state(1) }] })).toBe(true);
    expect((await read()).state).toEqual(state(1));
    expect(await store.countGroups(orgId, [channelId])).toEqual(new Map([[channelId, 1]]));
    expect(await store.due([orgId], 9)).toEqual([]);
    expect(await store.due([orgId, newOrgId()], 10)).toEqual([{ orgId, ...ref }]);
  });

  it('are written by one of those who read the same, however many try at once', async () => {
    const stored = await read();
    const tries = Array.from({ length: 20 }, (_, i) =>
      store.commit(orgId, { groups: [{ ...stored, state: state(i) }] }),
    );
    const won = (await Promise.all(tries)).map((isWritten, i) => (isWritten ? i : -1)).filter((i) => i >= 0);
    expect(won).toHaveLength(1);
    expect((await read()).state?.timer).toBe(won[0]);
  });

  it('lose no change of writers who read again', async () => {
    const add = async (): Promise<void> => {
      for (;;) {
        const stored = await read();
        const next = stored.state ?? state(0);
        next.overflowTold += 1;
        if (await store.commit(orgId, { groups: [{ ...stored, state: next }] })) return;
      }
    };
    await Promise.all(Array.from({ length: 12 }, add));
    expect((await read()).state?.overflowTold).toBe(12);
  });

  it('take records in once: whoever started from another position writes nothing at all', async () => {
    const stored = await read();
    const position = { from: '', to: '5-0-1' };
    expect(await store.commit(orgId, { groups: [{ ...stored, state: state(1) }], position })).toBe(true);
    expect(await store.position(orgId)).toBe('5-0-1');
    const again = await read();
    expect(await store.commit(orgId, { groups: [{ ...again, state: state(2) }], position })).toBe(false);
    expect((await read()).state?.timer).toBe(1);
    const other = { ...ref, groupHash: 'b'.repeat(32), revision: 7 };
    const next = { from: '5-0-1', to: '6-0-0' };
    const groups = [
      { ...again, state: state(3) },
      { ...other, state: state(3) },
    ];
    expect(await store.commit(orgId, { groups, position: next })).toBe(false);
    expect(await store.position(orgId)).toBe('5-0-1');
    expect((await read()).state?.timer).toBe(1);
  });

  it('that come again cannot be written over by who read the old one', async () => {
    await store.commit(orgId, { groups: [{ ...(await read()), state: state(1) }] });
    const old = await read();
    await store.commit(orgId, { groups: [{ ...old, state: undefined }] });
    expect(await store.due([orgId], 10 ** 9)).toEqual([]);
    const later = { ...state(2), createdAtMs: 2_000 };
    await store.commit(orgId, { groups: [{ ...(await read()), state: later }] });
    expect(await store.commit(orgId, { groups: [{ ...old, state: state(9) }] })).toBe(false);
    expect((await read()).state?.timer).toBe(2);
  });

  it('leave outcomes, the newest first, of which a hundred are kept for a month', async () => {
    const entry = (i: number): NotificationOutcome => ({
      messageId: `m${i}`,
      outcome: 'sent',
      detail: 'HTTP 200',
      reason: 'new',
      groupKey: 'all',
      alerts: [{ alertId: 'x', version: 1 }],
      toldCount: 1,
      attempts: 1,
      startedAtMs: i,
      finishedAtMs: i,
    });
    for (let i = 0; i < MAX_OUTCOMES + 5; i++) {
      await store.commit(orgId, { groups: [], outcome: { channelId, entry: entry(i) } });
    }
    const outcomes = await store.outcomes(orgId, channelId);
    expect(outcomes).toHaveLength(MAX_OUTCOMES);
    expect(outcomes[0]).toEqual(entry(MAX_OUTCOMES + 4));
    const ttl = await redis.call('TTL', orgKeys(orgId).notificationOutcomes(subjectHash(channelId)), []);
    expect(ttl).toBeGreaterThan(29 * 86_400);
  });
});
