import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { orgKeys } from '@redoubt/key-schema';
import { detachSink, listSinks, relayOutbox } from '@redoubt/rulebook';
import { FaultSink } from '@redoubt/sinks/testing';
import { searchEvents } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';
import type { CliRun, RunOptions } from './testing/run-command.ts';

jest.setTimeout(120_000);
const env = { REDOUBT_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
let stage: CliStage;
let http: FaultSink;

beforeAll(async () => {
  [stage, http] = await Promise.all([CliStage.open(), FaultSink.start()]);
  await stage.createOrg('acme');
});
afterAll(async () => {
  await stage.close();
  await http.close();
});

const sink = (args: string[], options: RunOptions = {}): Promise<CliRun> =>
  stage.run(['sink', ...args, '--org', 'acme'], { env, ...options });

describe('redoubt sink backfill', () => {
  it('sends a sink that was taken off what left the streams meanwhile, once', async () => {
    const orgId = await stage.createOrg('gaps');
    const receiver = await FaultSink.start();
    const settings = ['--set', `url=${receiver.url()}`, '--set', 'index=gaps', '--min-severity', 'low'];
    await stage.ok('sink', 'add', 'elasticsearch', '--name', 'gap', ...settings, '--org', 'gaps');
    const database = stage.database.database;
    const [made] = await listSinks(database, orgId);
    const group = made?.group ?? 'siem_forwarder';
    await detachSink(database, orgId, group, { actor: 'spec', backlog: { entries: 1, sizeBytes: 1, ageMs: 1 } });
    await relayOutbox({ database, redis: stage.redis }, { orgId });
    await stage.startStorer();
    for (const severity of ['low', 'informational', 'medium', 'low'])
      await stage.append(orgId, [{ eventType: 'login', severity, externalId: severity }]);
    const stored = async (): Promise<number> => (await searchEvents(database, orgId, {}, { limit: 10 })).events.length;
    await waitFor(async () => (await stored()) === 4, { timeoutMs: 30_000, what: 'events stored' });
    await stage.redis.call('XTRIM', orgKeys(orgId).eventsStream(), ['MAXLEN', '=', '1']);
    const resumed = await stage.ok('sink', 'resume', 'gap', '--org', 'gaps');
    expect(resumed.stderr).toContain('redoubt sink backfill gap --org gaps');
    const filled = await stage.ok('sink', 'backfill', 'gap', '--org', 'gaps', '--private', '--json');
    expect(filled.json()).toMatchObject({ events: 3, delivered: 2, duplicates: 0, filtered: 1, dead: {} });
    expect(receiver.taken.size).toBe(2);
    const again = await stage.ok('sink', 'backfill', 'gap', '--org', 'gaps', '--private');
    expect(again.stderr).toContain('nothing is missing');
    await receiver.close();
  });
});

describe('redoubt sink', () => {
  it('adds sinks whose secrets come from files and standard input, and never shows them', async () => {
    const search = ['add', 'elasticsearch', '--name', 'search', '--set', `url=${http.url()}`, '--set', 'index=redoubt'];
    const filter = ['--min-severity', 'medium', '--query', 'user:root', '--start-at', 'oldest'];
    const made = await sink([...search, ...filter, '--secret', 'apiKey=-', '--json'], { stdin: 'S3CRET\n' });
    expect(made.json()).toMatchObject({
      sink: { group: 'siem_forwarder', hasSecret: true, config: { index: 'redoubt' } },
    });
    const file = join(stage.temp.path, 'token');
    writeFileSync(file, 'T0KEN\n');
    const hec = ['add', 'splunk_hec', '--name', 'splunk', '--set', `url=${http.url()}`, '--secret', `token=${file}`];
    expect((await sink(hec)).code).toBe(0);
    const hook = await sink(['add', 'webhook', '--name', 'soar', '--set', `url=${http.url('/hook')}`, '--new-secret']);
    expect(hook.stdout).toMatch(/\nwhsec_[A-Za-z0-9+/]{43}=\n$/);
    const list = await sink(['list']);
    expect(list.stdout).toMatch(/\nsearch +elasticsearch +new +0 +never +0 +0 +127\.0\.0\.1:\d+\/redoubt\n/);
    const all = [
      made.stdout,
      list.stdout,
      (await sink(['list', '--json'])).stdout,
      (await sink(['show', 'search'])).stdout,
    ];
    for (const hidden of ['S3CRET', 'T0KEN', '/hook']) expect(all.join('')).not.toContain(hidden);
  });

  it('sends what a receiver refused for good once more when its dead letters are replayed', async () => {
    const orgId = await stage.createOrg('books');
    const settings = ['--set', `url=${http.url()}`, '--set', 'index=books', '--start-at', 'oldest'];
    await stage.ok('sink', 'add', 'elasticsearch', '--name', 'index', ...settings, '--org', 'books');
    await stage.startService('siem-forwarder', { SINK_ALLOW_PRIVATE_TARGETS: 'true', SETTINGS_INTERVAL_MS: '200' });
    http.fault = () => ({ kind: 'items', statusOf: (_, index) => (index % 4 === 0 ? 400 : undefined) });
    const events = Array.from({ length: 20 }, (_, i) => ({ eventType: 'login', severity: 'low', user: `u${i}` }));
    await stage.append(orgId, events);
    const dead = async (): Promise<number> =>
      Number(await stage.redis.call('XLEN', orgKeys(orgId).deadLetters('siem_forwarder'), []));
    await waitFor(async () => (await dead()) === 5, { timeoutMs: 30_000, what: 'five are given up' });
    const replay = ['dlq', 'replay', '--org', 'books', '--yes', '--json'];
    http.fault = () => undefined;
    expect((await stage.ok(...replay)).json()).toMatchObject({ group: 'siem_forwarder', chosen: 5, replayed: 5 });
    await waitFor(() => http.taken.size === 20, { timeoutMs: 30_000, what: 'the receiver has all' });
    expect(http.duplicates).toBe(0);
    expect(await dead()).toBe(0);
  });

  it('tries, pauses, resumes and removes them', async () => {
    const tried = await sink(['test', 'search', '--private', '--json']);
    expect(tried.json()).toMatchObject({ ok: true, detail: 'accepted' });
    expect(http.requests.at(-1)?.headers.authorization).toBe('ApiKey S3CRET');
    expect((await sink(['test', 'search', '--json'])).json()).toMatchObject({
      ok: false,
      detail: 'target refused: not https',
    });
    expect((await sink(['pause', 'search'])).stdout).toMatch(/^paused +search/);
    expect((await sink(['show', 'search', '--json'])).json()).toMatchObject({ sink: { health: { state: 'paused' } } });
    expect((await sink(['resume', 'search'])).stdout).toMatch(/^resumed +search/);
    expect((await sink(['remove', 'search'])).stderr).toContain('add --yes');
    expect((await sink(['remove', 'search', '--yes'])).code).toBe(0);
    expect((await sink(['show', 'search'])).stderr).toContain('there is no sink "search"');
  });

  it.each([
    [
      ['add', 'splunk_hec', '--name', 'x', '--set', 'url=https://x.example', '--set', 'token=T'],
      '--secret token=<file>',
    ],
    [['add', 'syslog', '--name', 'x', '--set', 'host=a'], 'port'],
    [['add', 'file', '--name', 'x', '--set', 'fileName=../x'], 'fileName'],
    [['add', 'file', '--name', 'x', '--set', 'fileName=x', '--query', 'nonsense'], 'query'],
  ])('refuses %j', async (args, text) => {
    const run = await sink(args);
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain(text);
  });
});
