import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterKeys } from '@redoubt/key-schema';
import { createLogger } from '@redoubt/telemetry';
import { createTempDir, startRedisCluster, waitFor, type RedisCluster, type TempDir } from '@redoubt/test-kit';
import { nodesOf } from '../testing/connect-test-client.ts';
import { credentialMark } from './connection-name.ts';
import { createJobsConnection } from './jobs-connection.ts';
import { connectRedis } from './redis-client.ts';

const log = createLogger({ app: 'test', level: 'silent' });
const key = clusterKeys.bull('password-file');

describe('a password that is exchanged in its file', () => {
  let cluster: RedisCluster;
  let temp: TempDir;
  beforeAll(async () => {
    cluster = await startRedisCluster();
    temp = createTempDir('password');
  });
  afterAll(async () => {
    await cluster.stop();
    temp.remove();
  });

  async function onAllNodes(...command: [string, ...string[]]): Promise<void> {
    await Promise.all(cluster.nodes.map((node) => node.admin.call(...command)));
  }

  /** Marks of the passwords that connections of the user came with. */
  async function marks(): Promise<string[]> {
    const lists = await Promise.all(cluster.nodes.map((node) => node.admin.client('LIST') as Promise<string>));
    return [
      ...new Set([...lists.join('\n').matchAll(/ name=\S+@(\w+) .* user=app /g)].map(([, mark]) => mark as string)),
    ];
  }

  it('is followed by every connection without a failed command, listeners and job queues included', async () => {
    const passwordFile = join(temp.path, 'app');
    writeFileSync(passwordFile, 'one');
    await onAllNodes('ACL', 'SETUSER', 'app', 'reset', 'on', '>one', '~*', '&*', '+@all');
    const options = {
      nodes: nodesOf(cluster.addresses),
      credentials: { username: 'app', password: 'one' },
      passwordFile,
    };
    const redis = await connectRedis(options, { log });
    const jobs = createJobsConnection(options, { log });
    const heard: string[] = [];
    const subscription = await redis.subscribe([clusterKeys.bell(1)], (_, message) => heard.push(message));
    await jobs.client.set(key, '1');
    expect(await marks()).toEqual([credentialMark('one')]);

    const failures: unknown[] = [];
    let isDone = false;
    const load = (async () => {
      while (!isDone) {
        await redis.call('INCR', key, [], { retry: 'never' }).catch((error: unknown) => failures.push(error));
        await jobs.client.incr(`${key}:jobs`).catch((error: unknown) => failures.push(error));
      }
    })();
    // One that a node does not take yet changes nothing.
    writeFileSync(passwordFile, 'two');
    await waitFor(async () => (await cluster.nodes[0]?.admin.info('errorstats'))?.includes('WRONGPASS'));
    expect(await marks()).toEqual([credentialMark('one')]);
    await onAllNodes('ACL', 'SETUSER', 'app', '>two');
    await waitFor(async () => (await marks()).join() === credentialMark('two'));
    await onAllNodes('ACL', 'SETUSER', 'app', '<one');
    await waitFor(async () => {
      await redis.call('SPUBLISH', clusterKeys.bell(1), ['hear']);
      return heard.length > 0;
    });
    isDone = true;
    await load;
    expect(failures).toEqual([]);
    subscription.close();
    await jobs.close();
    await redis.close();
  });
});
