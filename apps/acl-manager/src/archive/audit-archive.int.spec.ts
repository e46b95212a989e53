import { AuditLog, type AuditEntry, type AuditRow } from '@redoubt/acl';
import { systemClock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createAclManagerMetrics } from '../metrics.ts';
import { AuditArchive } from './audit-archive.ts';

const clock = systemClock;

describe('the copy of the audit chain', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let stored: TestDatabase;
  let audit: AuditLog;
  let archive: AuditArchive;
  const metrics = createAclManagerMetrics(testMetrics());
  beforeAll(async () => {
    cluster = await startRedisCluster();
    redis = await connectTestRedis(cluster.addresses);
    stored = await createTestDatabase();
  }, 60_000);
  afterAll(async () => {
    await redis.close();
    await stored.close();
    await cluster.stop();
  });
  beforeEach(async () => {
    await erase();
    await stored.database.query('TRUNCATE security_audit');
    audit = new AuditLog({ redis, clock });
    archive = open();
  });

  const erase = async (): Promise<void> => {
    await redis.call('DEL', clusterKeys.aclAudit(), []);
    await redis.call('DEL', clusterKeys.aclAuditHead(), []);
  };
  /** Leaves a stream that never held anything after these: Valkey 9 sets no last ID before that of a deleted entry. */
  const rewindTo = async (rows: readonly AuditRow[]): Promise<void> => {
    await redis.call('DEL', clusterKeys.aclAudit(), []);
    for (const { entryId, text, hash } of rows) {
      await redis.call('XADD', clusterKeys.aclAudit(), [entryId, 'record', text, 'hash', hash]);
    }
  };
  const open = (): AuditArchive => new AuditArchive({ audit, database: stored.database, metrics, log: testLogger() });
  const add = async (count: number, more: Partial<AuditEntry> = {}): Promise<void> => {
    for (let n = 0; n < count; n++) await audit.append({ kind: 'request', detail: {}, ...more });
  };
  const copied = async (): Promise<{ seq: number; kind: string }[]> =>
    (await stored.database.query<{ seq: string; kind: string }>('SELECT seq, kind FROM security_audit')).map((row) => ({
      ...{ kind: row.kind, seq: Number(row.seq) },
    }));

  it('goes on where it ended, also after a restart', async () => {
    await add(3);
    await archive.copy();
    await add(2);
    await archive.copy();
    archive = open();
    await add(1);
    await archive.copy();
    expect(archive.state).toEqual({ lastSeq: 6, behind: 0, error: null, gap: null });
    expect((await copied()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['is empty', 0],
    ['begins anew', 2],
    ['has grown beyond what it was', 5],
  ])('says that the chain was erased, when it %s', async (_, count) => {
    await add(3);
    await archive.copy();
    await erase();
    audit = new AuditLog({ redis, clock });
    archive = open();
    await add(count);
    await archive.copy();
    expect(archive.state.gap?.text).toContain('record 3');
    expect((await copied()).filter(({ kind }) => kind === 'log_gap')).toHaveLength(1);
    await add(1);
    await archive.copy();
    expect(await copied()).toHaveLength(3 + count + 2);
    expect(archive.state).toMatchObject({ error: null, behind: 0 });
  });

  it('copies what a new master put before the last record that was copied', async () => {
    await add(2);
    const held = await audit.head();
    const kept = await audit.read('0', 2);
    const [ms = '', n = ''] = String(kept[1]?.entryId).split('-');
    // The third gets a later millisecond, or there would be no room before it.
    await waitFor(() => clock.now() > Number(ms) + 1);
    await add(1);
    await archive.copy();
    await redis.call('HSET', clusterKeys.aclAuditHead(), ['seq', held.seq, 'hash', held.hash]);
    // Its clock is slower: it goes on from the last entry that it has.
    await rewindTo(kept);
    const before = new AuditLog({ redis, clock });
    await before.append({ kind: 'rotation_done', detail: {} });
    const [written] = await before.newest(1);
    const moved = { text: '', hash: '', ...written, entryId: `${ms}-${Number(n) + 1}` };
    await rewindTo([...kept, moved]);
    await archive.copy();
    expect(archive.state.gap).not.toBeNull();
    expect((await copied()).map(({ kind }) => kind)).toContain('rotation_done');
    expect((await copied()).map(({ kind }) => kind)).toContain('log_gap');
  });

  it('says how much was dropped before it was copied, and how much waits while the database is away', async () => {
    await add(2);
    await archive.copy();
    await add(4);
    const rows = await audit.read('0', 10);
    await redis.call('XDEL', clusterKeys.aclAudit(), [String(rows[2]?.entryId), String(rows[3]?.entryId)]);
    await archive.copy();
    expect(archive.state.gap?.text).toBe('after record 2, which was copied, the chain goes on with record 5');

    await stored.database.query('ALTER TABLE security_audit RENAME TO away');
    await add(3);
    await archive.copy();
    expect(archive.state).toMatchObject({ behind: 3, error: expect.any(String) });
    await stored.database.query('ALTER TABLE away RENAME TO security_audit');
    await archive.copy();
    expect(archive.state).toMatchObject({ behind: 0, error: null });
  });

  it('goes on after a login whose name no column takes', async () => {
    await add(1, { kind: 'login_failed', user: 'a\0b' });
    await add(1, { kind: 'rotation_done', user: 'cli' });
    await archive.copy();
    expect(archive.state).toMatchObject({ lastSeq: 2, error: null });
    expect((await copied()).map(({ kind }) => kind)).toEqual(['login_failed', 'rotation_done']);
  });
});
