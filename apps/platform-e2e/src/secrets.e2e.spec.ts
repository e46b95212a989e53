import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { connectControl, ensureDemoOrg, type Control } from '@redoubt/tools/dev/demo-org.ts';
import { ensureDemoPeople, type DemoLogin } from '@redoubt/tools/dev/demo-people.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { Redis } from 'ioredis';
import { extract } from 'tar';
import { ROOT } from './run-tool.ts';
import { PlantedSecrets } from './secrets/planted-secrets.ts';
import { textOfDatabase, textOfRedis } from './secrets/stored-text.ts';

jest.setTimeout(240_000);

const APPS = [
  ...['acl-manager', 'db-writer', 'alert-engine', 'ml-scorer', 'siem-forwarder', 'dashboard', 'compliance-reporter'],
  'ingest-gateway',
];
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a secret that came in by any door', () => {
  const temp = createTempDir('secrets-e2e');
  chmodSync(temp.path, 0o755);
  const planted = new PlantedSecrets();
  /** Answers and whatever else was told, by where. */
  const places = new Map<string, string>();
  const secretKey = planted.plant('secret key', randomBytes(32).toString('base64'));
  const sessionKey = planted.plant('session key', randomBytes(32).toString('base64'));
  const inside = { REDOUBT_SECRET_KEY: secretKey, NOTIFY_ALLOW_PRIVATE_TARGETS: 'true' };
  const stack = new Stack({
    ...{ root: ROOT, logDir: join(temp.path, 'logs'), dataDir: join(temp.path, 'data'), platformOrganization: 'acme' },
    appEnv: Object.fromEntries(
      APPS.map((app) => [
        app,
        { LOG_LEVEL: 'debug', ...inside, ...(app === 'dashboard' ? { SESSION_KEYS: `k1:${sessionKey}` } : {}) },
      ]),
    ),
  });
  let control: Control;
  let apiKey = '';
  let login: DemoLogin;
  let receiver: Server;
  const received = new Set<string>();

  beforeAll(async () => {
    mkdirSync(join(temp.path, 'data'), { mode: 0o755 });
    // Tells all it was sent, as a careless receiver does that has trouble.
    receiver = createServer((request, response) => {
      received.add(request.url ?? '');
      void text(request).then((body) => {
        const said = JSON.stringify({ url: request.url, headers: request.headers, body });
        response.writeHead(500, { 'x-echo': said.slice(0, 2_000).replaceAll(/[^ -~]/g, '') }).end(said);
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    await stack.startServers();
    control = await connectControl(stack);
    const demo = await ensureDemoOrg(control, 'acme');
    login = await ensureDemoPeople(control, demo.organization.id);
    planted.plant('password of a person', login.password);
    const key = redoubt('key', 'create', '--org', 'acme', '--name', 'all', '--scope', 'admin,ingest,read');
    expect([key.code, key.code === 0 ? '' : key.stderr]).toEqual([0, '']);
    apiKey = key.stdout.trim();
    planted.plant('API key', apiKey);
    for (const user of ['cli', ...APPS]) {
      const { REDIS_PASSWORD: given, REDIS_PASSWORD_FILE: file } = stack.loginEnv(user);
      planted.plant(`Redis password of ${user}`, (given ?? readFileSync(file ?? '', 'utf8')).trim());
    }
    await stack.startApps();
  });
  afterAll(async () => {
    await control?.close();
    await stack.stop();
    receiver.closeAllConnections();
    receiver.close();
    temp.remove();
  });

  const inUrl = (path: string): string => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;

  /** Asks and keeps the body of the answer. */
  async function ask(url: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: sent }) });
    const place = `answer ${places.size} of ${method} ${new URL(url).pathname}: ${answer.status}`;
    places.set(place, await answer.clone().text());
    return answer;
  }
  const api = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    ask(`${stack.dashboardUrl}/api/v1${path}`, { authorization: `Bearer ${apiKey}`, ...JSON_TYPE, ...headers }, body);

  it('is taken there', async () => {
    await signInAndOut();
    await sendEvents();
    await makeChannels();
    await makeSinks();
    await breakRequests();
    await waitFor(() => ['/hec', '/_bulk', '/otlp', '/hook'].every((path) => [...received].join().includes(path)), {
      ...{ timeoutMs: 60_000, what: 'every sink and channel has been tried' },
    });
    expect(planted.doors.length).toBeGreaterThan(25);
  });

  it('comes to light in no answer, log, metric, list, record, job, audit trail, command line and support bundle', async () => {
    await readLists();
    for (const { name, opsUrl, pid } of stack.apps) {
      for (const path of ['/metrics', '/healthz', '/readyz']) await ask(`${opsUrl}${path}`, {});
      places.set(`command line of ${name}`, readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    }
    await readBundle();
    for (const file of readdirSync(join(temp.path, 'logs'))) {
      places.set(`log ${file}`, readFileSync(join(temp.path, 'logs', file), 'utf8'));
    }
    const admin = stack.adminLogin() ?? {};
    for (const { address } of stack.redis?.nodes ?? [])
      places.set(`redis ${address}`, await textOfRedis(address, admin));
    for (const [place, rows] of await textOfDatabase(control.database)) places.set(place, rows);

    // That all of it was looked at.
    const all = [...places].map(([place, rows]) => `${place}\n${rows}`).join('\n');
    expect(all).toMatch(/log siem-forwarder\.log\n[\s\S]*sink/);
    for (const mark of ['hec-sink', login.email, 'bundle logs/dashboard.log', 'redoubt_', 'sink.created']) {
      expect({ mark, isSeen: all.includes(mark) }).toEqual({ mark, isSeen: true });
    }
    expect([...places].filter(([place]) => place.startsWith('redis ')).every(([, rows]) => rows.length > 1_000)).toBe(
      true,
    );
    expect(planted.foundIn(places)).toEqual([]);
  });

  it('would be found', () => {
    const [door = ''] = planted.doors;
    const leak = `{"msg":"x","key":"${Buffer.from(secretKey).toString('base64')}"}`;
    expect(planted.foundIn(new Map([['a log', leak]]))).toEqual([`${door} → a log`]);
  });

  async function signInAndOut(): Promise<void> {
    const wrong = planted.make('wrong password of a person');
    const { email, password } = login;
    const url = `${stack.dashboardUrl}/api/v1/auth/login`;
    expect((await ask(url, JSON_TYPE, { email, password: wrong })).status).toBe(401);
    expect((await ask(url, JSON_TYPE, { email: wrong, password: wrong })).status).not.toBe(200);
    const opened = await ask(url, JSON_TYPE, { email, password });
    expect(opened.status).toBe(200);
    const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    planted.plant('session token', cookie.split('=').slice(1).join('='));
    const { csrfToken } = (await opened.json()) as { csrfToken: string };
    const headers = { cookie, 'x-csrf-token': csrfToken, authorization: '' };
    const next = planted.make('new password that is refused');
    await api('/auth/password', { current: wrong, next }, headers);
    const token = planted.make('Bearer token of nobody');
    // Where an id belongs, whoever reads the audit trail wants to see what was asked for; a key is told from an id.
    const key = `rk_0123456789abcdef_${planted.plant('API key in the place of an id', randomBytes(32).toString('base64url'))}`;
    for (const path of ['/alerts', `/alerts?token=${token}`, `/alerts/${key}`, `/incidents/${key}`]) {
      expect((await api(path, undefined, { authorization: `Bearer ${token}` })).ok).toBe(false);
      expect((await api(path, undefined, headers)).status).not.toBe(500);
      await api(path);
    }
    const redis = new Redis(Number(stack.redisNodes.split(':')[1]?.split(',')[0]), '127.0.0.1', {
      ...{ username: 'dashboard', password: planted.make('wrong password of a Redis user'), lazyConnect: true },
      retryStrategy: () => null,
    });
    redis.on('error', () => undefined);
    await expect(redis.ping()).rejects.toThrow();
    redis.disconnect();
  }

  async function sendEvents(): Promise<void> {
    const { gatewayUrl } = stack;
    const event = { eventType: 'failed_login', severity: 'high', sourceIp: '198.51.100.7', user: 'alice' };
    const basic = (secret: string): string => `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`;
    const events = `${gatewayUrl}/v1/events`;
    expect((await ask(events, { authorization: `Bearer ${apiKey}`, ...JSON_TYPE }, event)).status).toBe(202);
    const hec = `${gatewayUrl}/services/collector/event`;
    expect((await ask(hec, { authorization: `Splunk ${apiKey}` }, { event })).ok).toBe(true);
    const [, keyId] = apiKey.split('_');
    for (const scheme of ['Bearer', 'Splunk', 'ApiKey']) {
      const wrong = planted.plant(`wrong key by ${scheme}`, randomBytes(32).toString('base64url') + 'AAA');
      const authorization = `${scheme} rk_${keyId}_${wrong.slice(0, 43)}`;
      planted.plant(`wrong key by ${scheme}`, wrong.slice(0, 43));
      for (const url of [events, hec, `${gatewayUrl}/_bulk`]) await ask(url, { authorization, ...JSON_TYPE }, event);
    }
    const token = planted.make('token in an address');
    for (const path of ['/v1/events', '/services/collector/event', '/_bulk', '/v1/webhooks/generic', '/nowhere']) {
      await ask(`${gatewayUrl}${path}?token=${token}`, { authorization: basic(token), ...JSON_TYPE }, '{"broken');
      await ask(`${gatewayUrl}${path}`, { 'x-api-key': token, cookie: `sid=${token}` }, event);
    }
    const made = redoubt('key', 'create', '--org', 'acme', '--name', 'hooks', '--webhook');
    expect(made.code).toBe(0);
    const [key = '', webhookSecret = ''] = made.stdout.trim().split('\n');
    planted.plant('API key of a webhook', key);
    planted.plant('secret of incoming webhooks', webhookSecret);
    const signature = { 'webhook-id': 'm1', 'webhook-timestamp': '1', 'webhook-signature': `v1,${webhookSecret}` };
    await ask(`${gatewayUrl}/v1/webhooks/standard/${key.split('_')[1]}`, { ...signature, ...JSON_TYPE }, event);
  }

  async function makeChannels(): Promise<void> {
    const smtp = {
      host: '127.0.0.1',
      port: 1,
      username: 'mailer',
      password: planted.make('password of a mail server'),
    };
    const channels = [
      { type: 'webhook', name: 'w', url: inUrl('/hook/w'), secret: planted.makeSigning('secret of a webhook channel') },
      { type: 'slack', name: 's', url: inUrl(`/slack/${planted.make('address of a Slack channel')}`) },
      { type: 'email', name: 'm', to: ['soc@example.org'], from: 'redoubt@example.org', smtp },
      { type: 'pagerduty', name: 'p', routingKey: planted.plant('routing key', randomBytes(16).toString('hex')) },
    ];
    for (const channel of channels) {
      const made = await api('/channels', { channel: { ...channel, isEnabled: channel.type !== 'pagerduty' } });
      expect([channel.type, made.status]).toEqual([channel.type, 201]);
      const { channelId } = ((await made.json()) as { channel: { channelId: string } }).channel;
      // PagerDuty lies outside of this machine.
      if (channel.type !== 'pagerduty') await api(`/channels/${channelId}/test`, {});
    }
  }

  async function makeSinks(): Promise<void> {
    const s3 = {
      bucket: 'siem',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: planted.make('secret of an object store'),
    };
    const sinks = [
      { type: 'splunk_hec', name: 'hec-sink', url: inUrl('/hec'), token: planted.make('token of a HEC sink') },
      {
        type: 'elasticsearch',
        name: 'es-sink',
        url: inUrl(''),
        index: 'x',
        username: 'u',
        password: planted.make('password of Elasticsearch'),
      },
      {
        type: 'otlp',
        name: 'otlp-sink',
        url: inUrl('/otlp'),
        authorization: `Bearer ${planted.make('header of an OTLP sink')}`,
      },
      {
        type: 'webhook',
        name: 'hook-sink',
        url: inUrl('/hook/sink'),
        secret: planted.makeSigning('secret of a webhook sink'),
      },
      { type: 's3', name: 's3-sink', url: inUrl('/s3'), ...s3 },
    ];
    for (const sink of sinks) {
      const made = await api('/sinks', { sink: { ...sink, startAt: 'oldest' } });
      expect([sink.type, made.status]).toEqual([sink.type, 201]);
      const { sinkId } = ((await made.json()) as { sink: { sinkId: string } }).sink;
      await api(`/sinks/${sinkId}/test`, {});
    }
  }

  /** Requests that are refused while they hold a secret. */
  async function breakRequests(): Promise<void> {
    const secret = planted.make('field of a request that is refused');
    const sink = { type: 'splunk_hec', name: 'broken', url: inUrl('/broken') };
    await api('/sinks', { sink: { ...sink, token: secret, nonsense: secret, index: 7 } });
    await api('/sinks', { sink: { ...sink, token: { secret } } });
    await api('/sinks', `{"sink":{"token":"${secret}"`);
    await api('/channels', { channel: { type: 'webhook', name: 'x', url: `http://u:${secret}@127.0.0.1/`, secret } });
    await api('/channels', { channel: { type: secret, name: 'x' } });
    await api('/auth/login', { email: 'x', password: { secret } });
    await api('/auth/login', `password=${secret}`);
    await api(`/invitations/${secret}`, undefined);
    await api('/keys', { name: 'x', scopes: [secret] });
  }

  /** Everything of the API that is read without naming one thing. */
  async function readLists(): Promise<void> {
    const { paths } = (await (await api('/openapi.json')).json()) as { paths: Record<string, { get?: object }> };
    const lists = Object.keys(paths).filter((path) => paths[path]?.get !== undefined && !path.includes('{'));
    expect(lists.length).toBeGreaterThan(25);
    for (const path of lists) await api(path.replace('/api/v1', ''));
  }

  async function readBundle(): Promise<void> {
    const file = join(temp.path, 'bundle.tar.gz');
    const run = redoubt('support-bundle', '--out', file, '--logs', join(temp.path, 'logs'), '--log-lines', '5000');
    expect(run.stderr + String(run.code)).toMatch(/0$/);
    places.set('output of support-bundle', run.stdout + run.stderr);
    const folder = join(temp.path, 'bundle');
    mkdirSync(folder);
    await extract({ file, cwd: folder });
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) places.set(`bundle ${relative(folder, path)}`, readFileSync(path, 'utf8'));
    }
  }

  function redoubt(...args: string[]) {
    const run = spawnSync(process.execPath, [join(ROOT, 'apps/cli/bin/redoubt.mjs'), ...args], {
      encoding: 'utf8',
      env: {
        ...{ PATH: process.env.PATH, REDIS_NODES: stack.redisNodes, DATABASE_URL: stack.databaseUrl },
        ...{ ...stack.loginEnv('cli'), ...stack.usersEnv(), REDOUBT_URL: stack.gatewayUrl },
        REDOUBT_SECRET_KEY: secretKey,
        ...(apiKey === '' ? {} : { REDOUBT_API_KEY: apiKey }),
        REDOUBT_SERVICES: stack.apps.map(({ name, opsUrl }) => `${name}=${opsUrl}`).join(','),
      },
    });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr };
  }
});
