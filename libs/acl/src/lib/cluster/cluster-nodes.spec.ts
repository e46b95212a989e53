import { parseClusterNodes } from './cluster-nodes.ts';

const line = (place: string, flags = 'master', master = '-'): string =>
  `${'a'.repeat(40)} ${place} ${flags} ${master} 0 0 1 connected 0-5460`;

describe('CLUSTER NODES', () => {
  it('names nodes by address, or by their announced name where names are verified', () => {
    const text = line('10.0.0.1:6379@16379,redis-0.redis');
    expect(parseClusterNodes(text, { askedHost: 'x' })).toMatchObject([{ address: '10.0.0.1:6379', busPort: 16_379 }]);
    expect(parseClusterNodes(text, { askedHost: 'x', hasHostnames: true })).toMatchObject([
      { address: 'redis-0.redis:6379' },
    ]);
    const unnamed = line('10.0.0.1:6379@16379,,shard-id=6');
    expect(parseClusterNodes(unnamed, { askedHost: 'x', hasHostnames: true })).toMatchObject([
      { address: '10.0.0.1:6379' },
    ]);
  });

  it('takes the asked host for a node that does not know its own, and leaves out who cannot be reached', () => {
    expect(parseClusterNodes(line(':6379@16379', 'myself,master'), { askedHost: '10.0.0.9' })).toMatchObject([
      { address: '10.0.0.9:6379', role: 'master', health: 'ok' },
    ]);
    const away = [line(':0@0', 'master,noaddr'), line('10.0.0.2:1@2', 'handshake')].join('\n');
    expect(parseClusterNodes(away, { askedHost: 'x' })).toEqual([]);
    expect(parseClusterNodes(line('10.0.0.2:1@2', 'slave,fail', 'b'), { askedHost: 'x' })).toMatchObject([
      { role: 'replica', masterId: 'b', health: 'failed' },
    ]);
  });
});
