import { createServer, type AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeKubernetes } from '@redoubt/acl/testing';
import { createTempDir, freePort, type TempDir } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { readNetworkIsolation, type IsolationOptions } from './network-isolation.ts';

const PODS = '/api/v1/namespaces/platform/pods';
const POLICIES = '/apis/networking.k8s.io/v1/namespaces/platform/networkpolicies';
const pod = (name: string, labels = { app: 'valkey' }) => ({ metadata: { name, labels } });
const policy = (name: string, ...from: unknown[]) => ({
  metadata: { name },
  spec: { podSelector: { matchLabels: { app: 'valkey' } }, policyTypes: ['Ingress'], ingress: [{ from }] },
});
const services = { podSelector: { matchLabels: { part: 'redoubt' } } };

/** Against a stand-in for the API server, not against Kubernetes. */
describe('how far Redis pods are kept from others, net.policy (stand-in for the API server)', () => {
  let temp: TempDir;
  let server: FakeKubernetes;
  let options: IsolationOptions;
  beforeAll(async () => {
    temp = createTempDir('isolation');
    const files = await (await TestAuthority.create()).writeFiles(temp.path, 'api');
    const tokenFile = join(temp.path, 'token');
    writeFileSync(tokenFile, 'token-one');
    server = await FakeKubernetes.start(files);
    const kubernetes = { apiUrl: server.url, namespace: 'platform', tokenFile, caFile: files.caFile };
    options = { kubernetes, podSelector: 'app=valkey' };
  });
  afterAll(async () => {
    await server.close();
    temp.remove();
  });
  beforeEach(() => {
    server.refuseWith = undefined;
    server.lists.set(PODS, [pod('redis-0'), pod('redis-1')]);
    server.lists.set(POLICIES, [policy('redis', services)]);
  });

  it('tells of pods that no policy selects, and of policies for everyone', async () => {
    expect(await readNetworkIsolation(options, [])).toEqual({
      ...{ podCount: 2, unselected: [], open: [], reachableBus: [] },
    });
    const outgoing = { metadata: { name: 'out' }, spec: { podSelector: {}, policyTypes: ['Egress'] } };
    server.lists.set(POLICIES, [outgoing]);
    expect(await readNetworkIsolation(options, [])).toMatchObject({ unselected: ['redis-0', 'redis-1'] });
    const open = [
      policy('nobody named'),
      policy('every address', { ipBlock: { cidr: '0.0.0.0/0' } }),
      policy('every namespace', { namespaceSelector: {} }),
    ];
    const closed = [policy('one namespace', { namespaceSelector: { matchLabels: { team: 'soc' } } })];
    server.lists.set(POLICIES, [...open, ...closed]);
    expect(await readNetworkIsolation(options, [])).toMatchObject({
      open: ['nobody named', 'every address', 'every namespace'],
    });
  });

  it('tells of nodes whose cluster bus lets it in', async () => {
    const bus = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => bus.once('listening', resolve));
    const { port } = bus.address() as AddressInfo;
    const nodes = [
      { address: '127.0.0.1:1', busPort: port },
      { address: '127.0.0.1:2', busPort: await freePort() },
    ];
    expect(await readNetworkIsolation(options, nodes)).toMatchObject({ reachableBus: ['127.0.0.1:1'] });
    bus.close();
  });

  it('says why it cannot tell', async () => {
    server.refuseWith = 403;
    expect(await readNetworkIsolation(options, [])).toEqual({ error: expect.stringContaining('answered 403 to GET') });
  });
});
