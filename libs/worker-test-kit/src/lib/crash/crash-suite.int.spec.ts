import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { CrashField } from './crash-field.ts';
import { handledByFormerOwners } from './effects.ts';
import { quickLeases, zombieLeases } from './worker-settings.ts';

jest.setTimeout(90_000);

const addresses = process.env.TEST_REDIS_NODES as string;
const clean = { lost: [], phantom: [], outOfOrder: [] };

describe('crash suite on a healthy cluster', () => {
  let field: CrashField;

  beforeEach(async () => {
    // The coordination keys of a group are shared by all tests of the cluster: each test starts with an empty group.
    field = await CrashField.open(addresses, 12);
    await field.redis.call('DEL', clusterKeys.members('db_writer'), []);
  });

  afterEach(() => field.close());

  it('loses nothing when the owner is killed between output and ack, and repeats only what was in hand', async () => {
    const settings = { leaseTimes: quickLeases, pauseMs: 150 };
    const first = await field.startWorker('w1', settings);
    await waitFor(() => field.effects().length === 0 && field.redis.clusterState().ok);
    const producing = field.produceRounds(120);
    await waitFor(() => field.effects().length > 200, { timeoutMs: 20_000 });
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const handledBefore = new Set(field.effects().map((e) => e.externalId));
    await field.startWorker('w2', { leaseTimes: quickLeases });
    await producing;
    const verdict = await field.untilAllHandled();
    expect(verdict).toMatchObject(clean);
    // Effects without an acknowledgement come again; nothing that only the second worker saw does.
    expect(verdict.duplicated.length).toBeGreaterThan(0);
    for (const id of verdict.duplicated) expect(handledBefore).toContain(id);
    await field.untilAcknowledged();
  });

  it('buries the one event whose handling kills workers, and only that entry', async () => {
    await field.append(0, 's', 3);
    await field.append(0, 's', 1);
    await field.append(0, 's', 4);
    const settings = { leaseTimes: quickLeases, deadlyId: '0.s.3', options: { maxAttempts: 2 } };
    for (let life = 0; life < 6; life++) {
      const worker = await field.startWorker(`w${life}`, settings);
      const isOver = await waitFor(() => !worker.isRunning || (field.verdict().lost.length === 1 && 'survived'), {
        timeoutMs: 20_000,
        intervalMs: 50,
      });
      if (isOver === 'survived') break;
    }
    expect(field.verdict().lost).toEqual(['0.s.3']);
    const dlq = orgKeys(field.orgs[0] as never).deadLetters('db_writer');
    const dead = await waitFor(async () => {
      const rows = (await field.redis.call('XRANGE', dlq, ['-', '+'])) as [string, string[]][];
      return rows.length > 0 && rows;
    });
    expect(dead).toHaveLength(1);
    expect(dead[0]?.[1].join(' ')).toContain('attempts_exhausted');
    expect(dead[0]?.[1].join(' ')).toContain('"externalId":"0.s.3"');
    await field.untilAcknowledged();
  });

  it('stops a partition instead of emptying it into the dead letters after a bad deploy', async () => {
    const bad = await field.startWorker('bad', {
      leaseTimes: quickLeases,
      refusePrefix: '',
      options: { deadLetterLimit: { minDead: 20, maxConsecutive: 40, pauseMs: 60_000 }, quantumEvents: 10 },
    });
    await field.produceRounds(60, 2);
    const total = field.accepted.length;
    const deadCount = async (): Promise<number> => {
      const lengths = await Promise.all(
        field.orgs.map((org) => field.redis.call('XLEN', orgKeys(org).deadLetters('db_writer'), [])),
      );
      return lengths.reduce<number>((sum, n) => sum + Number(n), 0);
    };
    const settledAt = await waitFor(
      async () => {
        const before = await deadCount();
        await new Promise((resolve) => setTimeout(resolve, 700));
        return before > 0 && before === (await deadCount()) && before;
      },
      { timeoutMs: 20_000 },
    );
    expect(settledAt).toBeLessThan(total / 2);
    process.kill(bad.pid, 'SIGTERM');
    await bad.exited;
    await field.startWorker('good', { leaseTimes: quickLeases });
    await waitFor(() => new Set(field.effects().map((e) => e.externalId)).size === total - settledAt, {
      timeoutMs: 30_000,
    });
    expect(await deadCount()).toBe(settledAt);
  });

  it('refuses a worker that was stopped beyond its lease and continued', async () => {
    const zombie = await field.startWorker('zombie', { leaseTimes: quickLeases, pauseMs: 20 });
    const producing = field.produceRounds(600, 10);
    await waitFor(() => field.effects().length > 100, { timeoutMs: 20_000 });
    process.kill(zombie.pid, 'SIGSTOP');
    await field.startWorker('heir', { leaseTimes: quickLeases });
    await waitFor(() => field.effects().some((e) => e.workerId === 'heir'), { timeoutMs: 20_000 });
    process.kill(zombie.pid, 'SIGCONT');
    await producing;
    const verdict = await field.untilAllHandled();
    expect(verdict).toMatchObject(clean);
    await field.untilAcknowledged();
  });

  it('refuses reads and acknowledgements of a zombie that believes in its lease', async () => {
    const options = { quantumEvents: 2, auditIntervalMs: 600_000 };
    await field.startWorker('zombie', { leaseTimes: zombieLeases, deafAfterMs: 1_000, pauseMs: 5, options });
    let isDone = false;
    const producing = field.produceUntil(() => isDone, 10);
    await waitFor(() => field.effects().length > 100, { timeoutMs: 20_000 });
    await field.startWorker('heir', { leaseTimes: quickLeases, options });
    const ofHeir = (): number => field.effects().filter((e) => e.workerId === 'heir').length;
    await waitFor(() => ofHeir() > 2_000, { timeoutMs: 20_000 });
    isDone = true;
    await producing;
    expect(await field.untilAllHandled()).toMatchObject(clean);
    // At most what the zombie had read ahead when each organisation changed hands: two small quanta per lane.
    expect(handledByFormerOwners(field.effects())).toBeLessThan(field.orgs.length * 8);
    await field.untilAcknowledged();
  });

  it('finishes and hands over on SIGTERM without a repetition', async () => {
    const first = await field.startWorker('w1', { leaseTimes: quickLeases, pauseMs: 30 });
    const producing = field.produceRounds(150);
    await waitFor(() => field.effects().length > 100, { timeoutMs: 20_000 });
    await field.startWorker('w2', { leaseTimes: quickLeases });
    process.kill(first.pid, 'SIGTERM');
    expect(await first.exited).toEqual({ code: 0, signal: null });
    await producing;
    const verdict = await field.untilAllHandled();
    expect(verdict).toMatchObject({ ...clean, duplicated: [] });
    await field.untilAcknowledged();
  });

  it('rebalances one worker to three and back without loss, repetition or disorder', async () => {
    // With a dozen organisations one of three workers owns none of them in two runs of a hundred.
    await field.close();
    field = await CrashField.open(addresses, 36);
    await field.startWorker('w1', { leaseTimes: quickLeases });
    let isDone = false;
    const producing = field.produceUntil(() => isDone, 10);
    await waitFor(() => field.effects().length > 50, { timeoutMs: 20_000 });
    const more = [
      await field.startWorker('w2', { leaseTimes: quickLeases }),
      await field.startWorker('w3', { leaseTimes: quickLeases }),
    ];
    await waitFor(
      () =>
        new Set(
          field
            .effects()
            .slice(-200)
            .map((e) => e.workerId),
        ).size === 3,
      { timeoutMs: 20_000 },
    );
    for (const worker of more) {
      process.kill(worker.pid, 'SIGTERM');
      await worker.exited;
    }
    const mark = field.effects().length;
    await waitFor(() => field.effects().length > mark + 100, { timeoutMs: 20_000 });
    isDone = true;
    await producing;
    const verdict = await field.untilAllHandled();
    expect(verdict).toMatchObject({ ...clean, duplicated: [] });
    await field.untilAcknowledged();
  });

  it('recovers what a zombie took while the fence had gone back', async () => {
    const options = { auditIntervalMs: 600_000 };
    await field.startWorker('w1', { leaseTimes: quickLeases, options });
    await field.produceRounds(10);
    await field.untilAllHandled();
    // What a lossy failover leaves behind: an older fence, and a zombie that reads under it before the owner comes.
    const takeAsZombie = `redis.call('SET', KEYS[1], '1|zombie')
      redis.call('XADD', KEYS[2], '*', 'v', '1r', 'n', '1', 't', '1', 'd', ARGV[1])
      return redis.call('XREADGROUP', 'GROUP', 'db_writer', 'owner', 'COUNT', 10, 'STREAMS', KEYS[2], '>')`;
    for (const [i, org] of field.orgs.entries()) {
      const id = `${i}.s.1000`;
      const event = JSON.stringify({ eventType: 'web_request', externalId: id });
      const keys = [orgKeys(org).fence('db_writer'), orgKeys(org).eventsStream()];
      const args = [takeAsZombie, 2, ...keys, event];
      const [reply] = await field.redis.batch([{ name: 'EVAL', key: keys[0] as string, args, retry: 'never' }]);
      expect(reply).toEqual([[keys[1], expect.any(Array)]]);
      field.accepted.push(id);
    }
    await field.produceRounds(3);
    expect((await field.untilAllHandled(10_000)).lost).toEqual([]);
    await field.untilAcknowledged();
  });

  it('goes on when a fence is ahead of the lease', async () => {
    await field.startWorker('w1', { leaseTimes: quickLeases });
    await field.produceRounds(10);
    await waitFor(() => field.effects().length > 10, { timeoutMs: 20_000 });
    const ahead = Date.now() + 3_600_000;
    for (const org of field.orgs)
      await field.redis.call('SET', orgKeys(org).fence('db_writer'), [`${ahead}|lost-owner`]);
    await field.produceRounds(10);
    expect(await field.untilAllHandled()).toMatchObject(clean);
    await field.untilAcknowledged();
  });

  it('reports an entry that was trimmed while pending and goes on', async () => {
    const first = await field.startWorker('w1', { leaseTimes: quickLeases, pauseMs: 5_000 });
    await field.append(0, 's', 2);
    await field.append(0, 's', 3);
    await waitFor(() => field.effects().length > 0, { timeoutMs: 20_000 });
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const stream = orgKeys(field.orgs[0] as never).eventsStream();
    await field.redis.call('XTRIM', stream, ['MAXLEN', '=', 0]);
    await field.append(0, 's', 1);
    await field.startWorker('w2', { leaseTimes: quickLeases });
    await waitFor(() => field.effects().some((e) => e.workerId === 'w2' && e.externalId === '0.s.5'), {
      timeoutMs: 20_000,
    });
    await field.untilAcknowledged();
  });
});
