import { clusterKeys, orgKeys, slotOf } from '@redoubt/key-schema';
import { startRedisCluster, waitFor, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { CrashField } from './crash-field.ts';

jest.setTimeout(120_000);

const clean = { lost: [], phantom: [], outOfOrder: [] };

describe('crash suite on a failing cluster', () => {
  let cluster: RedisCluster;
  let field: CrashField;

  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1 });
  });

  afterAll(() => cluster.stop());

  beforeEach(async () => {
    field = await CrashField.open(cluster.addresses, 12);
  });

  afterEach(() => field.close());

  /** Starts two workers, produces, lets `fault` happen in the middle, and judges. */
  async function runThrough(fault: () => Promise<void>): Promise<ReturnType<CrashField['verdict']>> {
    await field.startWorker('w1');
    await field.startWorker('w2');
    let isDone = false;
    const producing = field.produceUntil(() => isDone, 10);
    await waitFor(() => new Set(field.effects().map((e) => e.workerId)).size === 2, { timeoutMs: 20_000 });
    await fault();
    const mark = field.accepted.length;
    await waitFor(() => field.accepted.length > mark + 500, { timeoutMs: 40_000, what: 'accepting again' });
    isDone = true;
    await producing;
    const verdict = await field.untilAllHandled(60_000);
    await field.untilAcknowledged();
    return verdict;
  }

  /** A kill leaves the master's replica in charge; the killed node comes back as a replica for the next test. */
  async function killAndHeal(master: RedisNode): Promise<void> {
    await cluster.kill9(master);
    // Back before the replica's promotion, a master without append-only files would return empty and take it along.
    await waitFor(async () => (await cluster.masters()).length === 3, { timeoutMs: 20_000, what: 'promotion' });
    await cluster.restart(master);
  }

  it('survives a graceful failover', async () => {
    const verdict = await runThrough(async () => {
      const master = await cluster.masterOfKey(orgKeys(field.orgs[0] as never).eventsStream());
      await cluster.clusterFailover(await cluster.replicaOf(master));
    });
    expect(verdict).toMatchObject(clean);
    expect(field.refused).toBe(0);
  });

  it('loses no accepted event when a master is killed', async () => {
    const verdict = await runThrough(async () => {
      await killAndHeal(await cluster.masterOfKey(orgKeys(field.orgs[0] as never).eventsStream()));
    });
    // Refused events may still have been stored: their sender was told to try again, so they count as phantoms.
    expect(verdict).toMatchObject({ lost: [], outOfOrder: [] });
    expect(verdict.phantom.length).toBeLessThanOrEqual(field.refused);
  });

  it('keeps every lease when the coordination master is killed', async () => {
    const leases = (): Promise<unknown> => field.redis.call('HGETALL', clusterKeys.leases('db_writer'), []);
    let before: unknown;
    const verdict = await runThrough(async () => {
      before = await waitFor(async () => {
        const view = (await leases()) as string[];
        const sessions = new Set(view.filter((_, i) => i % 2 === 1).map((lease) => lease.split('|')[1]));
        return sessions.size === 2 && !sessions.has('') && view;
      });
      await killAndHeal(await cluster.masterOfKey(clusterKeys.leases('db_writer')));
    });
    expect(verdict).toMatchObject({ lost: [], outOfOrder: [] });
    expect(await leases()).toEqual(before);
  });

  it('finds entries whose read was answered too late', async () => {
    const options = { auditIntervalMs: 600_000 };
    await field.startWorker('w1', { commandTimeoutMs: 300, options });
    await field.produceRounds(20);
    await field.untilAllHandled();
    const master = await cluster.masterOfKey(orgKeys(field.orgs[0] as never).eventsStream());
    for (let round = 0; round < 3; round++) {
      // Shorter than the cluster's node time-out: the read is executed when the node goes on, its reply is not awaited.
      let isDone = false;
      const producing = field.produceUntil(() => isDone, 1);
      await waitFor(() => field.redis.clusterState().ok);
      master.pause();
      await waitFor(() => new Promise((resolve) => setTimeout(() => resolve(true), 900)));
      master.resume();
      isDone = true;
      await producing;
    }
    expect(await field.untilAllHandled(20_000)).toMatchObject({ lost: [], outOfOrder: [] });
    await field.untilAcknowledged();
  });

  it('follows a slot that moves to another master', async () => {
    const verdict = await runThrough(async () => {
      const key = orgKeys(field.orgs[0] as never).eventsStream();
      const from = await cluster.masterOfKey(key);
      const to = (await cluster.masters()).find((node) => node !== from) as RedisNode;
      await cluster.moveSlot(slotOf(key), from, to);
    });
    expect(verdict).toMatchObject(clean);
    expect(field.refused).toBe(0);
  });
});
