import { DEFAULT_LIMITS, nodeChecks } from './node-checks.ts';
import type { NodeReading } from './read-nodes.ts';

const info = (more: Record<string, string> = {}): NodeReading['info'] =>
  new Map(Object.entries({ used_memory: '10', maxmemory: '100', master_repl_offset: '1000', ...more }));

function node(address: string, given: Partial<NodeReading> = {}): NodeReading {
  const cluster = new Map([
    ['cluster_state', 'ok'],
    ['cluster_slots_ok', '16384'],
  ]);
  const told = { info: info(), cluster, settings: new Map<string, string>(), denied: [], clients: [] };
  return {
    address,
    role: 'master',
    master: undefined,
    health: 'ok',
    failure: undefined,
    latencyMs: 1,
    ...told,
    ...given,
  };
}

function replica(given: Partial<NodeReading> = {}): NodeReading {
  const own = info({ master_link_status: 'up', slave_repl_offset: '990' });
  return node('r:1', { role: 'replica', master: 'm:1', info: own, ...given });
}

const silent = {
  ...{ failure: 'no answer in time', latencyMs: undefined, info: undefined, cluster: undefined },
  ...{ settings: undefined, denied: undefined, clients: undefined },
};

function check(nodes: readonly NodeReading[], id: string): object | undefined {
  return nodeChecks(nodes, DEFAULT_LIMITS).find(({ checkId }) => checkId === id);
}

describe('checks of nodes', () => {
  it('pass when all is well', () => {
    const checks = nodeChecks([node('m:1'), replica()], DEFAULT_LIMITS);
    expect(checks.filter(({ status }) => status !== 'pass')).toEqual([]);
  });

  it('tell a node that the cluster gave up from one that only this machine does not reach', () => {
    expect(check([node('m:1'), replica({ ...silent, health: 'failed' })], 'avail.nodes')).toMatchObject({
      status: 'fail',
      nodes: ['r:1'],
    });
    const unseen = [node('m:1'), replica(silent)];
    expect(check(unseen, 'avail.nodes')).toMatchObject({ status: 'not_measured' });
    expect(check(unseen, 'perf.latency')).toMatchObject({ status: 'not_measured', nodes: ['r:1'] });
    expect(check(unseen, 'avail.replicas')).toMatchObject({
      status: 'fail',
      evidence: 'no replica that answers (m:1)',
    });
  });

  it.each([
    ['avail.replication', { info: info({ master_link_status: 'down' }) }, /link to its master is down/],
    [
      'avail.replication',
      { info: info({ master_link_status: 'up', master_last_io_seconds_ago: '60', slave_repl_offset: '990' }) },
      /nothing heard from its master for 60s/,
    ],
    ['perf.memory', { info: info({ used_memory: '95', master_link_status: 'up' }) }, /95 % of maxmemory/],
    ['perf.latency', { latencyMs: 400 }, /PING took 400ms/],
    ['avail.persistence', { info: info({ rdb_last_bgsave_status: 'err' }) }, /snapshot failed/],
    ['avail.cluster', { cluster: new Map([['cluster_state', 'fail']]) }, /state fail, \? of 16384 slots/],
  ])('%s fails with %p', (id, given, evidence) => {
    expect(check([node('m:1'), replica(given)], id)).toMatchObject({
      status: 'fail',
      evidence: expect.stringMatching(evidence) as string,
    });
  });

  it('count what was refused within the hour, logins apart from commands', () => {
    const row = { user: 'eve', object: 'flushall', reason: 'command', count: 30, ageSeconds: 60 };
    const nodes = [node('m:1', { denied: [row, { ...row, reason: 'auth', ageSeconds: 4_000 }] }), replica()];
    expect(check(nodes, 'acl.denied')).toMatchObject({ status: 'fail', evidence: '30: eve flushall', nodes: ['m:1'] });
    expect(check(nodes, 'auth.failures')).toMatchObject({ status: 'pass', evidence: 'none' });
  });
});
