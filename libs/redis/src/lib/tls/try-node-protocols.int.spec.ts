import { createServer, type AddressInfo, type Server } from 'node:net';
import { freePort, startRedisCluster, type CertificateFiles, type RedisCluster } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { tryNodeProtocols } from './try-node-protocols.ts';

describe('versions of TLS', () => {
  let cluster: RedisCluster;
  let tls: CertificateFiles;
  beforeAll(async () => {
    cluster = await startRedisCluster({ tls: await TestAuthority.create() });
    tls = cluster.clientTls as CertificateFiles;
  });
  afterAll(() => cluster.stop());

  it('are those that a node takes, whatever its settings say', async () => {
    const addresses = cluster.nodes.map(({ address }) => address);
    const [first = '', ...others] = addresses;
    const found = await tryNodeProtocols(addresses, { tls });
    for (const address of addresses) expect(found.get(address)).toEqual(['TLSv1.2', 'TLSv1.3']);
    await cluster.nodes[0]?.admin.call('CONFIG', 'SET', 'tls-protocols', 'TLSv1.2');
    const less = await tryNodeProtocols(addresses, { tls });
    expect(less.get(first)).toEqual(['TLSv1.2']);
    expect(less.get(others[0] ?? '')).toEqual(['TLSv1.2', 'TLSv1.3']);
  });

  it('say nothing of a node that is away or does not answer', async () => {
    const silent: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const held = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const found = await tryNodeProtocols([`127.0.0.1:${await freePort()}`, held], { tls, timeoutMs: 200 });
    expect(found.size).toBe(0);
    silent.close();
  });
});
