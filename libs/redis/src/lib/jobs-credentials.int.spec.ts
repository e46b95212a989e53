import { clusterKeys } from '@redoubt/key-schema';
import { createLogger } from '@redoubt/telemetry';
import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { nodesOf } from '../testing/connect-test-client.ts';
import { credentialMark } from './connection-name.ts';
import { createJobsConnection, type JobsConnection } from './jobs-connection.ts';

const log = createLogger({ app: 'test', level: 'silent' });
const key = clusterKeys.bull('spec');

describe('credentials of a jobs connection', () => {
  let cluster: RedisCluster;
  let jobs: JobsConnection;

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  beforeEach(async () => {
    await onAllNodes('ACL', 'SETUSER', 'bull', 'reset', 'on', '>one', '>two', '~*', '&*', '+@all');
    const credentials = { username: 'bull', password: 'one' };
    jobs = createJobsConnection({ nodes: nodesOf(cluster.addresses), credentials }, { log });
    await jobs.client.set(key, '1');
  });
  afterEach(() => jobs.close());

  async function onAllNodes(...command: [string, ...string[]]): Promise<void> {
    await Promise.all(cluster.nodes.map((node) => node.admin.call(...command)));
  }

  /** Marks of the passwords that the connections came with. */
  async function marks(): Promise<Set<string>> {
    const lists = await Promise.all(cluster.nodes.map((node) => node.admin.client('LIST') as Promise<string>));
    return new Set([...lists.join('\n').matchAll(/ name=redoubt-jobs@(\w+)/g)].map((match) => match[1] as string));
  }

  it('change for live connections and copies, one that blocks included, without a failed command', async () => {
    const copy = jobs.client.duplicate();
    await copy.get(key);
    const blocked = copy.bzpopmin(`${key}:none`, 1);
    expect(await marks()).toEqual(new Set([credentialMark('one')]));
    let isDone = false;
    let count = 0;
    const load = (async () => {
      for (; !isDone; count++) await jobs.client.incr(`${key}:load`);
    })();
    await jobs.switchCredentials({ username: 'bull', password: 'two' });
    expect(await blocked).toBeNull();
    expect(await marks()).toEqual(new Set([credentialMark('two')]));
    await onAllNodes('ACL', 'SETUSER', 'bull', '<one');
    const before = count;
    await waitFor(() => count > before + 20);
    isDone = true;
    await load;
    // Connections to come have the new ones too.
    await onAllNodes('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await waitFor(async () => (await jobs.client.get(key)) === '1');
    await waitFor(async () => (await copy.get(key)) === '1');
    expect(await marks()).toEqual(new Set([credentialMark('two')]));
  });

  it('stay what they were when they are refused', async () => {
    const refused = jobs.switchCredentials({ username: 'bull', password: 'three' });
    await expect(refused).rejects.toThrow('WRONGPASS');
    await onAllNodes('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await waitFor(async () => (await jobs.client.get(key)) === '1');
    expect(await marks()).toEqual(new Set([credentialMark('one')]));
  });
});
