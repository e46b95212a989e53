import { systemClock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createLogger } from '@redoubt/telemetry';
import { AclStage } from '../../testing/acl-stage.ts';
import { AuditLog } from './audit-log.ts';
import { parseAuditRecord, type AuditRecord } from './audit-record.ts';

const clock = systemClock;

describe('the audit chain in Redis', () => {
  let stage: AclStage;
  let redis: RedisClient;
  let log: AuditLog;
  beforeAll(async () => {
    stage = await AclStage.open({ replicas: 0 });
    const nodes = stage.cluster.nodes.map(({ host, port }) => ({ host, port }));
    redis = await connectRedis({ nodes }, { log: createLogger({ app: 'test', level: 'silent' }) });
  });
  afterAll(async () => {
    await redis.close();
    await stage.close();
  });
  beforeEach(async () => {
    await redis.call('DEL', clusterKeys.aclAudit(), []);
    await redis.call('DEL', clusterKeys.aclAuditHead(), []);
    log = new AuditLog({ redis, clock });
  });

  const add = (to: AuditLog, n: number): Promise<AuditRecord> => to.append({ kind: 'request', detail: { n } });
  const records = async (): Promise<AuditRecord[]> =>
    (await log.read('0', 1_000)).map(({ text }) => parseAuditRecord(text) as AuditRecord);

  it('takes records of several writers, each once and in one row', async () => {
    const other = new AuditLog({ redis, clock });
    const writing = [];
    for (let n = 0; n < 5; n++) writing.push(add(log, n), add(other, 100 + n));
    await Promise.all(writing);
    expect((await records()).map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect((await records()).every(({ kind }) => kind === 'request')).toBe(true);
    expect(await log.verify()).toEqual({ records: 10, fault: null });
  });

  it('is verified over several pages, and where they meet', async () => {
    for (let n = 0; n < 1_005; n++) await add(log, n);
    expect(await log.verify()).toEqual({ records: 1_005, fault: null });
    const rows = await log.read('0', 1_005);
    await redis.call('XDEL', clusterKeys.aclAudit(), [String(rows[1_000]?.entryId)]);
    expect((await log.verify()).fault).toEqual({ seq: 1_001, reason: 'missing' });
  });

  it('says that it was erased', async () => {
    for (let n = 0; n < 3; n++) await add(log, n);
    const lost = await log.head();
    expect(lost.seq).toBe(3);
    await redis.call('DEL', clusterKeys.aclAudit(), []);
    await redis.call('DEL', clusterKeys.aclAuditHead(), []);
    await add(log, 4);
    expect(await records()).toMatchObject([
      { seq: 1, kind: 'log_gap', detail: { what: 'audit chain', lostSeq: 3, lostHash: lost.hash, seq: 0 } },
      { seq: 2, kind: 'request' },
    ]);
    await add(log, 5);
    expect((await records()).map(({ kind }) => kind)).toEqual(['log_gap', 'request', 'request']);
  });

  it('says that its last records were replaced, as a failover may do', async () => {
    await add(log, 1);
    const { seq, hash } = await log.head();
    await add(log, 2);
    await redis.call('HSET', clusterKeys.aclAuditHead(), ['seq', seq, 'hash', hash]);
    await add(new AuditLog({ redis, clock }), 3);
    await add(log, 4);
    expect((await records()).filter(({ kind }) => kind === 'log_gap')).toMatchObject([{ detail: { lostSeq: 2 } }]);
  });
});
