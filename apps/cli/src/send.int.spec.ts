import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, type TempDir } from '@redoubt/test-kit';
import { acceptAll, startFakeGateway, type FakeAnswer, type FakeGateway } from './testing/fake-gateway.ts';
import { runCommand } from './testing/run-command.ts';

jest.setTimeout(60_000);
const key = `rk_AAAAAAAAAAAAAAAA_${'a'.repeat(43)}`;
let temp: TempDir;
let gateway: FakeGateway | undefined;

beforeAll(() => {
  temp = createTempDir('cli-send');
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});
afterAll(() => temp.remove());

function file(name: string, content: string | Buffer): string {
  const path = join(temp.path, name);
  writeFileSync(path, content);
  return path;
}

const send = (args: readonly string[], stdin?: string | Buffer, env: Record<string, string> = {}) =>
  runCommand(['send', ...args], {
    env: { REDOUBT_DATA_DIR: temp.path, REDOUBT_URL: gateway?.url, REDOUBT_API_KEY: key, ...env },
    ...(stdin === undefined ? {} : { stdin }),
  });

describe('redoubt send', () => {
  it('sends JSON events in batches, each under a key of its own', async () => {
    gateway = await startFakeGateway(acceptAll);
    const events = Array.from({ length: 250 }, (_, i) => JSON.stringify({ eventType: 'a', externalId: `e${i}` }));
    const run = await send([file('events.ndjson', events.join('\n')), '--batch', '100', '--json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.json()).toMatchObject({ kind: 'json', sent: 250, accepted: 250, refused: 0, retries: 0 });
    expect(
      gateway.seen.map(({ path, body, headers }) => [path, body.split('\n').length - 1, headers['content-type']]),
    ).toEqual([100, 100, 50].map((lines) => ['/v1/events', lines, 'application/x-ndjson']));
    expect(gateway.seen.map((request) => request.body).join('')).toBe(`${events.join('\n')}\n`);
    expect(new Set(gateway.seen.map((request) => request.headers['idempotency-key'])).size).toBe(3);
    expect(gateway.seen[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it('sends log lines of standard input byte for byte', async () => {
    gateway = await startFakeGateway(acceptAll);
    const lines = Buffer.from([0x4e, 0xff, 0x0a, 0x0d, 0x0a, 0x4e, 0x6f, 0x76]);
    const run = await send(['-', '--log-format', 'syslog', '--time-zone', '+02:00', '--url', gateway.url], lines);
    expect(run.stdout).toMatch(/^2 lines sent \(7 B\): 2 accepted, 0 refused, in /);
    expect(gateway.seen[0]).toMatchObject({
      path: '/v1/events?format=syslog&timeZone=%2B02%3A00',
      body: 'N\xff\nNov\n',
    });
    expect(gateway.seen[0]?.headers['content-type']).toBe('text/plain');
  });

  it('names refused lines by their numbers in the file', async () => {
    gateway = await startFakeGateway(() => ({
      status: 202,
      body: { accepted: 1, refused: 1, errors: [{ index: 1, code: 'invalid_json', detail: 'bad \u001b[2J' }] },
    }));
    const run = await send([file('some.ndjson', '{"a":1}\n\n{oops\n')]);
    expect(run.code).toBe(4);
    expect(run.stderr).toBe('line 3 refused: invalid_json: bad \\x1b[2J\n');
  });

  it('goes on when the gateway refuses a whole batch for its lines', async () => {
    const errors = [{ index: 0, code: 'invalid_json', detail: 'no' }];
    gateway = await startFakeGateway((request, number) =>
      number === 0 ? { status: 400, body: { code: 'no_event_accepted', errors } } : acceptAll(request),
    );
    const run = await send([file('two.txt', 'one\ntwo\n'), '--kind', 'text', '--batch', '1', '--json']);
    expect(run.code).toBe(4);
    expect(run.json()).toMatchObject({ sent: 2, accepted: 1, refused: 1 });
  });

  it('repeats a request under the same key while the gateway is busy', async () => {
    gateway = await startFakeGateway((request, number) =>
      number < 2 ? { status: 503, headers: { 'retry-after': '0' } } : acceptAll(request),
    );
    const run = await send([file('one.txt', 'line\n'), '--json']);
    expect(run.json()).toMatchObject({ accepted: 1, retries: 2 });
    expect(new Set(gateway.seen.map((request) => request.headers['idempotency-key'])).size).toBe(1);
  });

  it.each([
    [
      401,
      { code: 'unauthenticated', detail: 'the key was revoked' },
      5,
      'the gateway refused the key: the key was revoked',
    ],
    [404, {}, 2, 'there is no gateway at this address'],
    [422, { code: 'idempotency_conflict' }, 7, 'the gateway refused a request'],
    [
      503,
      { detail: 'the store cannot be reached' },
      6,
      'the gateway did not take the events: the store cannot be reached',
    ],
  ])('ends with a clear error at %i', async (status, body, code, message) => {
    gateway = await startFakeGateway(() => ({ status, body }));
    const run = await send([file('one.txt', 'line\n'), '--retry-for', '100ms']);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toContain('    at ');
    expect(run.stderr).not.toContain(key);
  });

  it('ends with 6 when nobody answers', async () => {
    const run = await send([file('one.txt', 'line\n'), '--url', 'http://127.0.0.1:9', '--retry-for', '100ms']);
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('the gateway did not take the events');
  });

  it.each([
    [['/no/such/file'], {}, 'there is no file /no/such/file'],
    [['-', '--url', 'ftp://x'], {}, 'must be an http or https address'],
    [['-', '--protocol', 'syslog'], {}, '--protocol syslog goes to tls://host:port or tcp://host:port'],
    [['-', '--url', 'tcp://127.0.0.1:9'], {}, '--protocol syslog goes to tls://host:port or tcp://host:port'],
    [['-', '--protocol', 'syslog', '--url', 'tcp://127.0.0.1'], {}, 'host:port'],
    [['-'], { REDOUBT_API_KEY: '' }, 'there is no API key to send with'],
    [['-'], { REDOUBT_API_KEY: 'nonsense' }, 'REDOUBT_API_KEY does not hold an API key'],
    [['-'], { REDOUBT_URL: '' }, 'there is no gateway to send to'],
    [['-', '--key-file', '/no/such/key'], {}, 'the key cannot be read'],
  ])('refuses %j before it sends anything', async (args, env, message) => {
    gateway = await startFakeGateway(acceptAll);
    const run = await send(args, '{"a":1}\n', env);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(gateway.seen).toEqual([]);
  });

  it.each<[string, string, string, string, FakeAnswer]>([
    [
      'hec',
      '/services/collector/event',
      'Splunk',
      '{"event":{"a":1}}\n{"event":{"a":2}}',
      { status: 200, body: { code: 0 } },
    ],
    ['hec-raw', '/services/collector/raw', 'Splunk', '{"a":1}\n{"a":2}\n', { status: 200, body: { code: 0 } }],
    [
      'bulk',
      '/_bulk?filter_path=errors,items.*.error,items.*.status',
      'ApiKey',
      '{"create":{}}\n{"a":1}\n{"create":{}}\n{"a":2}\n',
      { status: 200, body: { errors: false } },
    ],
    ['webhook', '/v1/webhooks/generic', 'Bearer', '[{"a":1},{"a":2}]', { status: 202, body: { accepted: 2 } }],
    [
      'otlp',
      '/v1/logs',
      'Bearer',
      '{"resourceLogs":[{"scopeLogs":[{"scope":{"name":"redoubt-send"},"logRecords":[' +
        '{"body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}}},' +
        '{"body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"2"}}]}}}]}]}]}',
      { status: 200, body: {} },
    ],
  ])('speaks %s', async (protocol, path, scheme, body, answer) => {
    gateway = await startFakeGateway(() => answer);
    const run = await send(['-', '--protocol', protocol, '--json'], '{"a":1}\n{"a":2}\n');
    expect(run.json()).toMatchObject({ sent: 2, accepted: 2, refused: 0 });
    expect(gateway.seen).toMatchObject([{ path, body, headers: { authorization: `${scheme} ${key}` } }]);
  });

  it('sends again what HEC has not read behind an event it refuses', async () => {
    gateway = await startFakeGateway((_, number) =>
      number === 0
        ? { status: 400, body: { text: 'Event field cannot be blank', code: 13, 'invalid-event-number': 1 } }
        : { status: 200, body: { code: 0 } },
    );
    const run = await send([file('four.txt', 'a\nb\nc\nd\n'), '--protocol', 'hec', '--json']);
    expect(run.json()).toMatchObject({
      sent: 4,
      accepted: 3,
      refused: 1,
      refusals: [{ line: 2, code: 'HEC code 13' }],
    });
    expect(gateway.seen.map(({ body }) => body.split('\n').length)).toEqual([4, 2]);
  });

  it('sends again the documents that bulk could not take now, and no others', async () => {
    const busy = { create: { status: 429, error: { type: 'es_rejected_execution_exception', reason: 'shed' } } };
    const broken = { create: { status: 400, error: { type: 'document_parsing_exception', reason: 'no' } } };
    gateway = await startFakeGateway((_, number) =>
      number === 0
        ? { status: 200, body: { errors: true, items: [{ create: { status: 201 } }, busy, broken] } }
        : { status: 200, body: { errors: false } },
    );
    const run = await send([file('three.txt', 'a\nb\nc\n'), '--protocol', 'bulk', '--json']);
    expect(run.json()).toMatchObject({ sent: 3, accepted: 2, refused: 1, refusals: [{ line: 3 }] });
    expect(gateway.seen[1]?.body).toBe('{"create":{}}\n{"message":"b"}\n');
  });

  it('refuses a JSON array and says how to send it', async () => {
    gateway = await startFakeGateway(acceptAll);
    const run = await send(['-'], '[{"a":1},\n{"a":2}]\n');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("jq -c '.[]'");
  });

  it('warns before a key travels unencrypted to another machine', async () => {
    const run = await send(['-', '--url', 'http://gateway.invalid', '--retry-for', '1ms'], 'line\n');
    expect(run.stderr).toContain('the key travels to gateway.invalid unencrypted');
  });

  it('sends nothing and succeeds for empty input', async () => {
    gateway = await startFakeGateway(acceptAll);
    expect((await send(['-', '--json'], '')).json()).toMatchObject({ sent: 0, accepted: 0 });
    expect(gateway.seen).toEqual([]);
  });
});

describe('the command', () => {
  it.each([
    [['no-such-command'], 2, "error: unknown command 'no-such-command'"],
    [['org', 'crate'], 2, 'Did you mean create?'],
    [['lag', '--bogus'], 2, "error: unknown option '--bogus'"],
    [['dlq', 'list', '--group', 'nobody'], 2, 'must be a consumer group'],
    [['org', 'list', '--timeout', 'soon'], 2, 'must be a duration'],
    [['org', 'list', '--settings', '/no/such/file'], 2, 'there is no file /no/such/file'],
    [['lag'], 2, 'REDIS_NODES is not set'],
    [['lag', '--settings', '/dev/null'], 2, 'REDIS_NODES is not set'],
  ])('%j ends with %i', async (args, code, message) => {
    const run = await runCommand(args, { env: { REDOUBT_DATA_DIR: temp.path } });
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toContain('    at ');
  });

  it('says within a few seconds that Redis or PostgreSQL is away, and what to check', async () => {
    const env = { REDIS_NODES: '127.0.0.1:9', DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/d' };
    const startedAt = performance.now();
    const [redis, database] = await Promise.all([runCommand(['lag'], { env }), runCommand(['org', 'list'], { env })]);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(redis).toMatchObject({ code: 6, stdout: '' });
    expect(redis.stderr).toContain('Redis cannot be reached');
    expect(redis.stderr).toContain('REDIS_NODES');
    expect(database).toMatchObject({ code: 6, stdout: '' });
    expect(database.stderr).toContain('PostgreSQL cannot be reached: connect ECONNREFUSED');
    expect(redis.stderr + database.stderr).not.toMatch(/secret|\n {4}at /);
  });

  it('prints help and version to standard output', async () => {
    const [help, version] = await Promise.all([runCommand(['lag', '--help']), runCommand(['--version'])]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('$ redoubt lag --group db_writer --watch');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('starts under an older Node and goes on under 24', () => {
    const old = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
      const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
      return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 24) < 24;
    });
    if (old === undefined) return;
    const bin = join(import.meta.dirname, '../bin/redoubt.mjs');
    const run = spawnSync(old, [bin, 'lag', '--bogus'], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain("unknown option '--bogus'");
  });
});
