import type { Reply } from '@redoubt/redis';
import { FakeClock } from '@redoubt/test-kit';
import type { PlannedFailover } from './failover-plan.ts';
import { handOverMasters, type HandOverDeps } from './hand-over.ts';

const PLANNED: PlannedFailover = { master: 'm:1', replica: 'r:1', slots: [[0, 16_383]] };
const MOST_MS = 2_000;

interface Trouble {
  /** Writes that are sent after so many failovers are refused. */
  refusesAfter?: number;
  /** What a read answers instead of what was written. */
  read?: null | Error;
  /** Failovers that are taken before the next ones are refused. */
  failovers?: number;
  /** The command is stopped in the middle of this failover. */
  stopsAt?: number;
}

/** One master and one replica, whose time passes by the pauses of those who wait. */
function stage({ refusesAfter = Infinity, read, failovers = Infinity, stopsAt }: Trouble = {}) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const held = new Map<string, string>();
  let done = 0;
  const isMaster = (address: string): boolean => address === (done % 2 === 0 ? PLANNED.master : PLANNED.replica);
  const call = (address: string, ...words: readonly unknown[]): Promise<Reply> => {
    if (words.join(' ') !== 'CLUSTER FAILOVER')
      return Promise.resolve(isMaster(address) ? 'role:master\r\n' : 'role:slave\r\nmaster_link_status:up\r\n');
    if (done >= failovers) return Promise.reject(new Error('ERR no vote'));
    done += 1;
    if (done === stopsAt) stop.abort();
    return Promise.resolve('OK');
  };
  const redis: HandOverDeps['redis'] = {
    batch: (commands) =>
      Promise.resolve(
        commands.map(({ name, key, args }): Reply | Error => {
          if (name === 'GET') return read === undefined ? (held.get(key) ?? null) : read;
          if (done >= refusesAfter) return new Error('NOREPLICAS Not enough good replicas to write.');
          held.set(key, String(args[1]));
          return 'OK';
        }),
      ),
  };
  const pause = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const deps = { ...{ pool: { call }, redis, clock, pause }, signal: stop.signal, progress: () => undefined };
  return { drill: (planned = [PLANNED]) => handOverMasters(deps, planned, MOST_MS), failovers: () => done };
}

describe('handOverMasters', () => {
  it('hands every master over and back, and reads back what was written meanwhile', async () => {
    const { drill } = stage();
    const handed = await drill([PLANNED, PLANNED]);
    expect(handed).toMatchObject({ faults: [], writesLost: 0 });
    expect(handed.steps.map(({ from, to }) => `${from} ${to}`)).toEqual(['m:1 r:1', 'r:1 m:1', 'm:1 r:1', 'r:1 m:1']);
    expect(handed.writes).toBeGreaterThan(3);
    expect(handed.longestWriteGapMs).toBeLessThan(MOST_MS);
  });

  it.each([1, 2])(
    'finds a master that takes no write any more after failover %i, and how long',
    async (refusesAfter) => {
      const handed = await stage({ refusesAfter }).drill([PLANNED, PLANNED]);
      expect(handed.faults).toEqual([
        'no write was taken after m:1 had taken over again: NOREPLICAS Not enough good replicas to write.',
      ]);
      expect(handed.longestWriteGapMs).toBeGreaterThanOrEqual(MOST_MS);
      expect(handed.steps).toHaveLength(2);
    },
  );

  it('counts what was acknowledged and is gone', async () => {
    const handed = await stage({ read: null }).drill();
    expect(handed.writesLost).toBe(handed.writes);
    expect(handed.writes).toBeGreaterThan(0);
  });

  it('tells of writes that cannot be read back, and ends there', async () => {
    const { drill, failovers } = stage({ read: new Error('CLUSTERDOWN') });
    const handed = await drill([PLANNED, PLANNED]);
    expect(handed.faults).toEqual(['the writes to m:1 cannot be read back: CLUSTERDOWN']);
    expect(handed.writes).toBeGreaterThan(0);
    expect(failovers()).toBe(2);
  });

  it('names the pair that it leaves the other way round', async () => {
    const refused = await stage({ failovers: 1 }).drill();
    expect(refused.faults).toEqual([
      'm:1 has not become master: ERR no vote',
      'r:1 was left as master in place of m:1',
    ]);
    const stopped = await stage({ stopsAt: 1 }).drill();
    expect(stopped.faults).toEqual([
      'r:1 has not become master: interrupted',
      'r:1 was left as master in place of m:1',
    ]);
    expect((await stage({ failovers: 0 }).drill()).faults).toEqual(['r:1 has not become master: ERR no vote']);
  });

  it('does not search for ever for a key of a master without slots', async () => {
    const { drill, failovers } = stage();
    expect((await drill([{ ...PLANNED, slots: [] }])).faults).toEqual(['no key was found for the slots of the master']);
    expect(failovers()).toBe(0);
  });
});
