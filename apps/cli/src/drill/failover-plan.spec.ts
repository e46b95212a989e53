import { parseClusterNodes } from '@redoubt/acl';
import type { Reply } from '@redoubt/redis';
import type { Nodes } from './choose-replica.ts';
import { planFailovers } from './failover-plan.ts';

const [A, B, EMPTY] = ['a', 'b', 'e'].map((letter) => letter.repeat(40)) as [string, string, string];
const line = (place: string, rest: string): string => `${place} ${rest}`;
/** Without TLS nodes are known by their IPs here, and by host names in CLUSTER SLOTS. */
const NODES = [
  line(A, '10.0.0.1:6379@16379,redis-0.nodes master - 0 0 1 connected 0-99 200-16383'),
  line(B, '10.0.0.2:6379@16379,redis-1.nodes master - 0 0 2 connected 100-199'),
  line(EMPTY, '10.0.0.3:6379@16379,redis-2.nodes master - 0 0 3 connected'),
  ...[A, B, EMPTY].map((master, index) => {
    const place = `10.0.0.${index + 4}:6379@16379,redis-${index + 3}.nodes`;
    return line(String(index).repeat(40), `${place} slave ${master} 0 0 1 connected`);
  }),
].join('\n');
const SLOTS: Reply = [
  [0, 99, ['redis-0.nodes', 6379, A, ['ip', '10.0.0.1']], ['redis-3.nodes', 6379, '0'.repeat(40), []]],
  [100, 199, [null, 6379, B, []]],
  [200, 16383, ['redis-0.nodes', 6379, A, ['ip', '10.0.0.1']]],
];
const REPLICATION = [
  'master_repl_offset:10',
  'slave_repl_offset:10',
  'master_link_status:up',
  'master_sync_in_progress:0',
  'master_last_io_seconds_ago:0',
].join('\r\n');

function cluster({ slots = SLOTS, state = 'ok' } = {}): Nodes {
  const answers: Record<string, Reply> = {
    'CLUSTER SLOTS': slots,
    'CLUSTER INFO': `cluster_state:${state}\r\n`,
    'INFO replication': REPLICATION,
  };
  return { call: (_, ...words) => Promise.resolve(answers[words.join(' ')] ?? null) };
}

describe('planFailovers', () => {
  const known = parseClusterNodes(NODES, { askedHost: '10.0.0.1' });

  it('finds the slots of a master by its id, and leaves out a master that serves none', async () => {
    expect(await planFailovers(cluster(), known)).toEqual({
      failovers: [
        {
          master: '10.0.0.1:6379',
          replica: '10.0.0.4:6379',
          slots: [
            [0, 99],
            [200, 16383],
          ],
        },
        { master: '10.0.0.2:6379', replica: '10.0.0.5:6379', slots: [[100, 199]] },
      ],
      refusals: [],
    });
  });

  it('refuses while a node is down, the cluster is not whole, or nothing is served', async () => {
    const failed = parseClusterNodes(NODES.replace('slave', 'slave,fail'), { askedHost: '10.0.0.1' });
    expect((await planFailovers(cluster(), failed)).refusals).toEqual(['10.0.0.4:6379 is failed']);
    expect((await planFailovers(cluster({ state: 'fail' }), known)).refusals).toEqual([
      '10.0.0.1:6379: the cluster is fail',
      '10.0.0.2:6379: the cluster is fail',
    ]);
    expect((await planFailovers(cluster({ slots: [] }), known)).refusals).toEqual(['no master serves a slot']);
  });
});
