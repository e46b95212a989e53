import { chooseReplica, type Nodes } from './choose-replica.ts';

const MASTER = 'm-0.nodes:6379';
const FOLLOWS = {
  role: 'slave',
  master_link_status: 'up',
  master_last_io_seconds_ago: '9',
  master_sync_in_progress: '0',
  slave_repl_offset: '5000',
};

/** Nodes whose INFO replication is told by address, in the form of the server. */
function nodesThat(say: Record<string, Record<string, string>>): Nodes {
  const infos: Record<string, Record<string, string>> = { [MASTER]: { master_repl_offset: '5100' }, ...say };
  return {
    call: (address) => {
      const lines = Object.entries(infos[address] ?? {}).map(([name, value]) => `${name}:${value}`);
      return lines.length === 0
        ? Promise.reject(new Error('connection refused'))
        : Promise.resolve(['# Replication', ...lines, ''].join('\r\n'));
    },
  };
}

const [FIRST, SECOND] = ['m-1.nodes:6379', 'm-2.nodes:6379'] as const;
const chosen = (say: Record<string, Record<string, string>>) => chooseReplica(nodesThat(say), MASTER, [FIRST, SECOND]);

describe('chooseReplica', () => {
  it.each([
    ['is being filled', { ...FOLLOWS, master_sync_in_progress: '1', slave_repl_offset: '5100' }],
    ['has lost its link', { ...FOLLOWS, master_link_status: 'down', slave_repl_offset: '5100' }],
    ['hears nothing', { ...FOLLOWS, master_last_io_seconds_ago: '40', slave_repl_offset: '5100' }],
    ['is far behind', { ...FOLLOWS, slave_repl_offset: '-2000000' }],
    ['says less than it should', { role: 'slave', master_link_status: 'up', master_sync_in_progress: '0' }],
    ['does not answer', {}],
    ['is behind the other', { ...FOLLOWS, slave_repl_offset: '4999' }],
  ])('passes over a replica that %s, though all have the same port', async (_, state) => {
    expect(await chosen({ [FIRST]: state, [SECOND]: FOLLOWS })).toBe(SECOND);
    expect(await chosen({ [FIRST]: FOLLOWS, [SECOND]: state })).toBe(FIRST);
  });

  it('says of each replica why it will not do', async () => {
    const down = { ...FOLLOWS, master_link_status: 'down' };
    await expect(chosen({ [FIRST]: down })).rejects.toThrow(
      `none of its replicas follows closely (${FIRST}: its link is down; ${SECOND}: connection refused)`,
    );
    await expect(chooseReplica(nodesThat({}), MASTER, [])).rejects.toThrow('it has no replica');
  });
});
