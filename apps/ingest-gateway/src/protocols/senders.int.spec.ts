import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSecretBox } from '@redoubt/encryption';
import { createApiKey, revokeApiKey } from '@redoubt/tenancy';
import { createTempDir, waitFor, type TempDir } from '@redoubt/test-kit';
import { startApp, type TestApp } from '../testing/start-app.ts';
import { hasRsyslogElasticsearch, startRsyslog } from '../testing/syslog-peers.ts';

const run = promisify(execFile);
const redoubt = join(import.meta.dirname, '../../../cli/bin/redoubt.mjs');
const secretKey = `k1:${Buffer.alloc(32, 3).toString('base64')}`;
const sshd = (n: number) =>
  `Nov 22 10:00:00 bastion sshd[${n}]: Failed password for root from 203.0.113.9 port ${n} ssh2`;

jest.setTimeout(120_000);
let app: TestApp;
let temp: TempDir;
let path: string;
let expected = 0;

beforeAll(async () => {
  temp = createTempDir('senders');
  path = join(temp.path, 'events.ndjson');
  app = await startApp(process.env.TEST_REDIS_NODES ?? '', { REDOUBT_SECRET_KEY: secretKey });
  writeFileSync(path, Array.from({ length: 250 }, (_, n) => JSON.stringify({ eventType: 'a', n })).join('\n'));
});
afterAll(async () => {
  await app.close();
  temp.remove();
});

/** What curl prints. */
async function curl(...args: string[]): Promise<unknown> {
  const { stdout } = await run('curl', ['-sS', ...args]);
  return JSON.parse(stdout) as unknown;
}

async function storedMore(events: number): Promise<Record<string, unknown>[]> {
  expected += events;
  const { s } = await app.stored();
  expect(s).toHaveLength(expected);
  return s.slice(-events).map((text) => JSON.parse(text) as Record<string, unknown>);
}

describe('redoubt send', () => {
  it.each(['events', 'hec', 'hec-raw', 'bulk', 'otlp', 'cloudevents', 'webhook'])('--protocol %s', async (protocol) => {
    const env = { PATH: process.env.PATH, REDOUBT_API_KEY: app.key, REDOUBT_DATA_DIR: temp.path };
    const args = [redoubt, 'send', '--protocol', protocol, '--url', app.url, '--batch', '100', '--json', path];
    const { stdout } = await run(process.execPath, args, { env });
    expect(JSON.parse(stdout)).toMatchObject({ sent: 250, accepted: 250, refused: 0 });
    const stored = await storedMore(250);
    expect(stored.map(({ n }) => n)).toEqual(Array.from({ length: 250 }, (_, n) => n));
    expect(stored.every(({ eventType }) => eventType === 'a')).toBe(true);
  });
});

describe('curl', () => {
  it.each([
    ['application/json', JSON.stringify([1, 2].map((n) => ({ eventType: 'failed_login', user: 'root', n })))],
    ['text/plain', `${sshd(1)}\n${sshd(2)}\n`],
  ])('sends events as %s', async (type, body) => {
    const file = join(temp.path, 'events');
    writeFileSync(file, body);
    const headers = ['-H', `Authorization: Bearer ${app.key}`, '-H', `Content-Type: ${type}`];
    expect(await curl(`${app.url}/v1/events`, ...headers, '--data-binary', `@${file}`)).toMatchObject({ accepted: 2 });
    const login = { eventType: 'failed_login', user: 'root' };
    expect(await storedMore(2)).toMatchObject([login, login]);
  });

  it('sends to HEC and asks whether it is durable', async () => {
    const channel = randomUUID();
    const headers = ['-H', `Authorization: Splunk ${app.key}`, '-H', `X-Splunk-Request-Channel: ${channel}`];
    const event = JSON.stringify({ sourcetype: 'sshd', event: sshd(22) });
    expect(await curl(`${app.url}/services/collector/event`, ...headers, '-d', event)).toEqual({
      text: 'Success',
      code: 0,
      ackId: 0,
    });
    expect(await curl(`${app.url}/services/collector/ack`, ...headers, '-d', '{"acks":[0,1]}')).toEqual({
      acks: { 0: true, 1: false },
    });
    expect(await curl(`${app.url}/services/collector/health`)).toEqual({ text: 'HEC is healthy', code: 17 });
    expect(await storedMore(1)).toMatchObject([
      { eventType: 'failed_login', user: 'root', hec: { sourcetype: 'sshd' } },
    ]);
  });

  it('sends a file to the raw endpoint', async () => {
    const log = join(temp.path, 'auth.log');
    writeFileSync(log, `${sshd(1)}\n${sshd(2)}\n`);
    const target = `${app.url}/services/collector/raw?sourcetype=linux_secure`;
    expect(await curl('-u', `x:${app.key}`, target, '--data-binary', `@${log}`)).toEqual({ text: 'Success', code: 0 });
    expect(await storedMore(2)).toMatchObject([{ raw: sshd(1) }, { raw: sshd(2) }]);
  });

  it('sends a webhook signed with the secret of a key', async () => {
    const deps = { database: app.database, redis: app.redis };
    const { id, webhookSecret = '' } = await createApiKey(deps, {
      ...{ organization: 'acme', name: 'github', scopes: ['ingest'] },
      webhookSecretBox: createSecretBox([secretKey]),
    });
    expect(webhookSecret).toMatch(/^whsec_/);
    const body = '{"action":"opened"}';
    const signature = createHmac('sha256', webhookSecret).update(body).digest('hex');
    const send = () =>
      curl(
        `${app.url}/v1/webhooks/github/${id}`,
        ...['-H', 'Content-Type: application/json', '-H', 'X-GitHub-Event: pull_request'],
        ...['-H', `X-Hub-Signature-256: sha256=${signature}`, '-d', body],
      );
    expect(await send()).toMatchObject({ accepted: 1 });
    expect(await storedMore(1)).toMatchObject([{ eventType: 'github_pull_request', payload: { action: 'opened' } }]);
    await revokeApiKey(deps, id);
    await waitFor(async () => ((await send()) as { code?: string }).code === 'unauthenticated', { timeoutMs: 15_000 });
    const { s } = await app.stored();
    expected = s.length;
  });

  it('is told in the words of HEC that its key was revoked', async () => {
    const deps = { database: app.database, redis: app.redis };
    const doomed = await createApiKey(deps, { organization: 'acme', name: 'doomed', scopes: ['ingest'] });
    await revokeApiKey(deps, doomed.id);
    const answer = await curl(
      `${app.url}/services/collector`,
      '-H',
      `Authorization: Splunk ${doomed.text}`,
      '-d',
      '{"event":"x"}',
    );
    expect(answer).toEqual({ text: 'Token disabled', code: 1 });
  });
});

(hasRsyslogElasticsearch ? describe : describe.skip)('rsyslog', () => {
  it('sends to Elasticsearch', async () => {
    const { port } = new URL(app.url);
    const relay = await startRsyslog(
      join(temp.path, 'rsyslog'),
      `module(load="omelasticsearch")
template(name="event" type="list" option.jsonf="on") {
  property(outname="@timestamp" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="host.name" name="hostname" format="jsonf")
  property(outname="message" name="msg" format="jsonf")
}
action(type="omelasticsearch" server="127.0.0.1" serverport="${port}" uid="rsyslog" pwd="${app.key}"
  template="event" searchIndex="logs" searchType="" bulkmode="on" maxbytes="1m" errorFile="${temp.path}/refused")`,
    );
    try {
      const file = join(temp.path, 'lines');
      writeFileSync(file, Array.from({ length: 200 }, (_, n) => `line ${n}\n`).join(''));
      await waitFor(() => run('logger', ['--socket', relay.socket, '--socket-errors=on', 'first']).then(() => true), {
        timeoutMs: 30_000,
      });
      await run('logger', ['--socket', relay.socket, '--tag', 'spec', '-f', file]);
      await waitFor(async () => (await app.stored()).s.length >= expected + 201, { timeoutMs: 60_000 });
      const stored = (await storedMore(201)).slice(1);
      expect(stored.map(({ message }) => String(message).trim())).toEqual(
        Array.from({ length: 200 }, (_, n) => `line ${n}`),
      );
      expect(stored[0]).toMatchObject({ elastic: { index: 'logs' }, '@timestamp': expect.any(String) as string });
      expect(existsSync(join(temp.path, 'refused'))).toBe(false);
    } finally {
      await relay.process.stop();
    }
  });
});
