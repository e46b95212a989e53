import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliStage } from './testing/cli-stage.ts';
import { startFakeGateway, type FakeGateway } from './testing/fake-gateway.ts';
import type { CliRun, RunOptions } from './testing/run-command.ts';

jest.setTimeout(120_000);
const secretKey = Buffer.alloc(32, 7).toString('base64');
const env = { REDOUBT_SECRET_KEY: secretKey };
let stage: CliStage;
let receiver: FakeGateway;

beforeAll(async () => {
  [stage, receiver] = await Promise.all([
    CliStage.open(),
    startFakeGateway(({ path }) => ({ status: path === '/gone' ? 404 : 200 })),
  ]);
  await stage.createWatchedOrg('acme');
  await stage.createWatchedOrg('other');
  const notify = { NOTIFY_ALLOW_PRIVATE_TARGETS: 'true', NOTIFY_TIMEOUT_MS: '2000' };
  await stage.startService('alert-engine', { ...env, ...notify, LOG_LEVEL: 'warn' });
});
afterAll(async () => {
  await stage.close();
  await receiver.close();
});

const channel = (args: string[], options: RunOptions = {}): Promise<CliRun> =>
  stage.run(['channel', ...args, '--org', 'acme'], { env, ...options });

describe('redoubt channel', () => {
  it('adds channels whose secrets come from files, standard input and the environment, and never shows them', async () => {
    const mail = await channel(['add', 'email', '--name', 'mail', '--to', 'soc@acme.example,a@acme.example'], {
      env: {},
    });
    expect(mail).toMatchObject({ code: 0, stderr: 'next: redoubt channel test "mail" --org acme\n' });
    const chat = ['add', 'slack', '--name', 'chat', '--url-file', '-', '--group-by', 'none', '--min-severity', 'high'];
    expect((await channel(chat, { stdin: `${receiver.url}/chat-token\n` })).code).toBe(0);
    const file = join(stage.temp.path, 'routing.key');
    writeFileSync(file, 'R012345678901234567890123456789A\n');
    expect((await channel(['add', 'pagerduty', '--name', 'pager', '--secret-file', file])).code).toBe(0);
    const hook = ['add', 'webhook', '--name', 'hook', '--url', `${receiver.url}/hook`, '--group-by', 'alert', '--json'];
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const hooked = await channel(hook, { env: { ...env, REDOUBT_CHANNEL_SECRET: secret } });
    expect(hooked.json()).toMatchObject({ isReplaced: false, channel: { type: 'webhook', hasSecret: true } });

    const list = await channel(['list']);
    expect(list.stdout).toMatch(/\nchat +slack +on +127\.0\.0\.1:\d+ +high or worse +all in one +10s, 5m, 4h\n/);
    expect(list.stdout).toMatch(/\nhook +webhook +on .* alert +10s, 5m, 4h\n/);
    const all = [hooked.stdout, list.stdout, (await channel(['list', '--json'])).stdout].join('');
    for (const hidden of ['chat-token', 'R0123', 'whsec_', secretKey]) expect(all).not.toContain(hidden);
    expect((await stage.run(['channel', 'list', '--org', 'other'])).stderr).toContain('nobody is told of alerts yet');
  });

  it('makes a signing secret and shows it once', async () => {
    const run = await channel(['add', 'webhook', '--name', 'new', '--url', `${receiver.url}/gone`, '--new-secret']);
    expect(run.stdout).toMatch(/\nwhsec_[A-Za-z0-9+/]{43}=\n$/);
    expect(run.stderr).toContain('shown this once');
  });

  it.each([
    [['add', 'slack', '--name', 'x', '--url', 'https://a.example/t'], 'is a secret: give it with --url-file'],
    [['add', 'slack', '--name', 'x'], 'there is no address'],
    [['add', 'webhook', '--name', 'x', '--url', 'https://a.example'], 'the signing secret (whsec_…) is missing'],
    [['add', 'email', '--name', 'x'], 'say who gets the mail'],
    [['add', 'email', '--name', 'x', '--to', 'nobody'], 'channel, to'],
    [['add', 'pagerduty', '--name', 'x', '--to', 'a@b.example'], '--to is not for pagerduty channels'],
    [['add', 'pagerduty', '--name', 'x', '--secret-file', '/nowhere'], '--secret-file cannot be read'],
    [['add', 'pigeon', '--name', 'x'], 'must be one of email, slack, webhook, pagerduty'],
    [['disable', 'mial'], 'did you mean mail?'],
  ])('refuses %j', async (args, message) => {
    const run = await channel(args);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string });
  });

  it('says what is missing when there is no key to keep secrets with, and when a name is taken', async () => {
    const add = ['add', 'slack', '--name', 'x', '--url-file', '-'];
    const keyless = await channel(add, { env: {}, stdin: 'https://a.example/t' });
    expect(keyless).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('REDOUBT_SECRET_KEY is not set') as string,
    });
    const odd = await channel(add, { env: { REDOUBT_SECRET_KEY: 'short' }, stdin: 'https://a.example/t' });
    expect(odd.stderr).toContain('a key is 32 bytes as base64');
    const taken = await channel(['add', 'email', '--name', 'mail', '--to', 'b@acme.example']);
    expect(taken).toMatchObject({ code: 7, stderr: expect.stringContaining('--replace') as string });
    const replaced = await channel(['add', 'email', '--name', 'mail', '--to', 'b@acme.example', '--replace', '--json']);
    expect(replaced.json()).toMatchObject({ isReplaced: true, channel: { target: 'b@acme.example' } });
  });

  it('tries a channel and says what the receiver answered', async () => {
    const sent = await channel(['test', 'chat']);
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sent {2}chat .*: HTTP 200\n$/) as string });
    expect(receiver.seen.map(({ path }) => path)).toContain('/chat-token');
    const failed = await channel(['test', 'new', '--json']);
    expect(failed).toMatchObject({ code: 3 });
    expect(failed.json()).toMatchObject({ outcome: 'failed', detail: 'HTTP 404' });
  });

  it('says so when the notifier cannot open the secret', async () => {
    const other = { REDOUBT_SECRET_KEY: Buffer.alloc(32, 8).toString('base64') };
    await channel(['add', 'slack', '--name', 'sealed', '--url-file', '-'], { env: other, stdin: `${receiver.url}/x` });
    const run = await channel(['test', 'sealed']);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('is its REDOUBT_SECRET_KEY the one the channel was made with?');
  });

  it('switches channels off and on, and removes them only when told to', async () => {
    expect((await channel(['disable', 'hook', '--json'])).json()).toMatchObject({ channel: { isEnabled: false } });
    expect((await channel(['list'])).stdout).toMatch(/\nhook +webhook +off /);
    expect((await channel(['enable', 'hook', '--json'])).json()).toMatchObject({ channel: { isEnabled: true } });
    expect(await channel(['remove', 'hook'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes') as string,
    });
    expect((await channel(['remove', 'hook', '--yes'])).stdout).toMatch(/^removed {2}hook {2}webhook to /);
    expect((await channel(['list'])).stdout).not.toMatch(/\nhook /);
  });
});
