import { AuditLog } from '@redoubt/acl';
import { parseSigningKey } from '@redoubt/compliance';
import { systemClock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { SecurityAuditStore } from '@redoubt/storage';
import { nodesOf, testLogger } from '@redoubt/worker-test-kit';
import { copiedChain, runChain } from './collect/read-chains.ts';
import { ReporterStage } from './testing/stage.ts';
import { readRunHead } from './work/run-head.ts';

describe('chains of records', () => {
  let stage: ReporterStage;
  let redis: RedisClient;
  beforeAll(async () => {
    stage = await ReporterStage.open();
    await stage.start();
    redis = await connectRedis({ nodes: nodesOf(stage.cluster.addresses) }, { log: testLogger() });
  }, 60_000);
  afterAll(async () => {
    await redis.close();
    await stage.close();
  });

  const sql = (text: string) => stage.database.database.query(text);
  const run = () =>
    stage.reporter.runs.run({ scope: { kind: 'platform', name: 'Spec' }, trigger: 'request', requestedBy: 'ana' });
  const chainCheck = async (): Promise<string> => {
    const check = (await run()).run.checks.find(({ checkId }) => checkId === 'log.chain');
    return `${check?.status}: ${check?.summary}`;
  };

  it('show that the end of the runs was cut off, until an operator says why', async () => {
    await run();
    const { seq, hash } = await run();
    expect(await readRunHead(redis)).toMatchObject({ seq, hash });
    await sql(`DELETE FROM compliance_runs WHERE seq = ${seq}`);
    expect(await chainCheck()).toBe(`fail: compliance_runs: run ${seq} is missing, with all after it`);
    // The run that noticed it has the number of the one that is gone; it does not make it forgotten.
    expect(await chainCheck()).toMatch(/^fail/);
    await redis.call('DEL', clusterKeys.complianceHead(), [], { retry: 'never' });
    expect(await chainCheck()).toMatch(/^pass/);
    expect(await chainCheck()).toMatch(/^pass/);
  });

  it('show a head that somebody else wrote, and do without one', async () => {
    const trusted = [parseSigningKey(stage.signingKey).publicKey];
    const database = stage.database.database;
    expect(await runChain(database, trusted, null)).toMatchObject({ fault: null });
    for (const text of ['{"seq":9,"hash":"00","signature":"x","keyId":"y"}', 'no JSON']) {
      await redis.call('SET', clusterKeys.complianceHead(), [text], { retry: 'free' });
      expect(await runChain(database, trusted, await readRunHead(redis))).toMatchObject({
        fault: expect.stringContaining('not signed by a key'),
      });
    }
    await redis.call('DEL', clusterKeys.complianceHead(), [], { retry: 'never' });
  });

  it('show what was changed in the copy of the chain of Redis users, or taken out of it', async () => {
    const { database } = stage.database;
    const audit = new AuditLog({ redis, clock: systemClock });
    for (const user of ['a', 'b', 'c']) await audit.append({ kind: 'user_revoked', user, detail: {} });
    await new SecurityAuditStore(database).append(await audit.read('0', 10));
    expect(await copiedChain(database)).toEqual({ name: 'security_audit', records: 3, fault: null });
    await sql(`UPDATE security_audit SET record = replace(record, '"b"', '"x"')`);
    expect(await copiedChain(database)).toMatchObject({ fault: 'record 2 is changed' });
    await sql(`UPDATE security_audit SET record = replace(record, '"x"', '"b"')`);
    await sql('DELETE FROM security_audit WHERE seq = 2');
    expect(await copiedChain(database)).toMatchObject({ fault: 'record 2 is missing' });
    expect(await chainCheck()).toContain('security_audit: record 2 is missing');
  });
});
