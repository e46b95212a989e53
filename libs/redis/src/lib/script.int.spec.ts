import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, startRedisCluster, type RedisCluster, type TempDir } from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisClient } from './redis-client.ts';
import { defineScript, scriptCommand } from './script.ts';

const appendWord = defineScript(join(import.meta.dirname, '../testing/scripts/append-word-2.lua'));

describe('script definitions', () => {
  let temp: TempDir;
  beforeAll(() => {
    temp = createTempDir('scripts');
  });
  afterAll(() => temp.remove());

  function fileOf(name: string): string {
    const path = join(temp.path, name);
    writeFileSync(path, 'return 1');
    return path;
  }

  it('take name and key count from the file name', () => {
    expect(appendWord).toMatchObject({ name: 'append-word', keyCount: 2 });
    expect(appendWord.sha).toMatch(/^[0-9a-f]{40}$/);
    expect(defineScript(fileOf('any-n.lua')).keyCount).toBeUndefined();
  });

  it.each(['word.lua', 'word-2.txt', 'Word-2.lua', 'word-.lua'])('refuse the file name %s', (name) => {
    expect(() => defineScript(fileOf(name))).toThrow('named');
  });

  it('refuse a file that is missing', () => {
    expect(() => defineScript(join(temp.path, 'gone-1.lua'))).toThrow('ENOENT');
  });

  it('refuse another number of keys, and keys of different slots', () => {
    expect(() => scriptCommand(appendWord, ['{a}1'], [])).toThrow('takes 2 keys');
    expect(() => scriptCommand(appendWord, ['{a}1', '{a}2', '{a}3'], [])).toThrow('takes 2 keys');
    expect(() => scriptCommand(appendWord, ['a', 'b'], [])).toThrow('different slots');
    expect(scriptCommand(appendWord, ['{a}1', '{a}2'], ['x'])).toMatchObject({ key: '{a}1', retry: 'definite' });
    const any = defineScript(fileOf('some-n.lua'));
    expect(() => scriptCommand(any, [], [])).toThrow('takes 1 keys');
    expect(() => scriptCommand(any, ['a', 'b'], [])).toThrow('different slots');
  });
});

describe('script calls', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    redis = await connectTestClient(cluster.addresses);
  });
  afterAll(async () => {
    await redis.close();
    await cluster.stop();
  });
  beforeEach(async () => {
    for (const node of cluster.nodes) {
      await node.admin.flushall();
      await node.admin.config('RESETSTAT');
    }
  });

  /** How often all nodes ran a command since the last reset. */
  async function callsOf(command: string): Promise<number> {
    const infos = await Promise.all(cluster.nodes.map((node) => node.admin.info('commandstats')));
    return infos.reduce((n, info) => n + Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(info)?.[1] ?? 0), 0);
  }

  const keysOf = (tag: string): [string, string] => [`{${tag}}list`, `{${tag}}count`];

  it('send the source once per connection and its hash from then on', async () => {
    const script = redis.script(appendWord);
    const [tag] = ['only'];
    for (let i = 1; i <= 5; i++) expect(await script.run(keysOf(tag), [`w${i}`])).toBe(i);
    expect(await callsOf('eval')).toBe(1);
    expect(await callsOf('evalsha')).toBe(4);
    expect(await redis.call('LRANGE', `{${tag}}list`, [0, -1])).toEqual(['w1', 'w2', 'w3', 'w4', 'w5']);
  });

  it('do so within one batch over all masters', async () => {
    const fresh = await connectTestClient(cluster.addresses);
    const commands = Array.from({ length: 90 }, (_, i) =>
      fresh.script(appendWord).command(keysOf(`t${i % 30}`), ['w']),
    );
    const replies = await fresh.batch(commands);
    expect(replies.map(Number)).toEqual(commands.map((_, i) => Math.floor(i / 30) + 1));
    expect(await callsOf('eval')).toBe(3);
    expect(await callsOf('evalsha')).toBe(87);
    await fresh.close();
  });

  it('go on after the servers forgot the script', async () => {
    const script = redis.script(appendWord);
    await script.run(keysOf('flush'), ['before']);
    for (const node of cluster.nodes) await node.admin.script('FLUSH');
    expect(await script.run(keysOf('flush'), ['after'])).toBe(2);
    expect(await redis.call('LRANGE', '{flush}list', [0, -1])).toEqual(['before', 'after']);
  });

  it('go on after a flush in the middle of a batch, each command once and in order', async () => {
    const script = redis.script(appendWord);
    await redis.batch(Array.from({ length: 30 }, (_, i) => script.command(keysOf(`f${i}`), ['warm'])));
    for (const node of cluster.nodes) await node.admin.script('FLUSH');
    const words = Array.from({ length: 20 }, (_, i) => `w${i}`);
    const replies = await redis.batch(words.map((word) => script.command(keysOf('f0'), [word])));
    expect(replies).toEqual(words.map((_, i) => i + 2));
    expect(await redis.call('LRANGE', '{f0}list', [0, -1])).toEqual(['warm', ...words]);
  });

  it('go on after the connection was closed by the server', async () => {
    const script = redis.script(appendWord);
    await script.run(keysOf('kill'), ['before']);
    for (const node of cluster.nodes) await node.admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    expect(await script.run(keysOf('kill'), ['after'], { retry: 'free' })).toBe(2);
  });

  it('pass binary arguments and replies through', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x0d, 0x0a]);
    await redis.script(appendWord).run(keysOf('bytes'), [bytes]);
    expect(await redis.call('LRANGE', '{bytes}list', [0, -1], { buffers: true })).toEqual([bytes]);
  });

  it('throw what the script ends with', async () => {
    await redis.call('SET', '{bad}list', ['text']);
    await expect(redis.script(appendWord).run(keysOf('bad'), ['w'])).rejects.toMatchObject({ name: 'RedisReplyError' });
  });
});
