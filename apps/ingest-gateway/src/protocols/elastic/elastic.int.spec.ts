import { Client, errors } from '@elastic/elasticsearch';
import { gzipSync } from 'node:zlib';
import { AppendRefused } from '@redoubt/stream';
import { sendTo, storedIn } from '../../testing/send-to.ts';
import { KEY, startGateway, type TestGateway } from '../../testing/start-gateway.ts';

let gateway: TestGateway;
let client: Client;
beforeEach(async () => {
  gateway = await startGateway({ limits: { maxEventBytes: 64 * 1024, pieceBytes: 64 * 1024 } });
  client = new Client({ node: gateway.url, auth: { apiKey: KEY }, maxRetries: 0 });
});
afterEach(async () => {
  await client.close();
  await gateway.close();
});

const bulk = (lines: readonly (object | string)[], path = '/_bulk', headers: Record<string, string | undefined> = {}) =>
  sendTo(gateway, path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''), {
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });

describe('the official client', () => {
  it('takes the gateway for Elasticsearch', async () => {
    expect((await client.info()).tagline).toBe('You Know, for Search');
    expect(await client.ping()).toBe(true);
    expect((await client.license.get()).license.status).toBe('active');
    expect(await client.indices.existsIndexTemplate({ name: 'filebeat' })).toBe(true);
  });

  it.each([
    ['as it is', { apiKey: KEY }],
    ['with an id', { apiKey: { id: 'edge-1', api_key: KEY } }],
    ['as password', { username: 'elastic', password: KEY }],
    ['as bearer token', { bearer: KEY }],
  ])('sends the key %s', async (_, auth) => {
    const other = new Client({ node: gateway.url, auth, maxRetries: 0 });
    expect((await other.bulk({ operations: [{ create: {} }, { a: 1 }] })).errors).toBe(false);
    await other.close();
  });

  it('sends with its bulk helper', async () => {
    const documents = Array.from({ length: 2_000 }, (_, n) => ({ '@timestamp': '2026-01-01T00:00:00Z', n }));
    const dropped: unknown[] = [];
    const result = await client.helpers.bulk({
      datasource: documents,
      flushBytes: 50_000,
      onDocument: ({ n }) => ({ create: { _index: 'logs-app-default', _id: `id-${n}` } }),
      onDrop: (document) => dropped.push(document),
    });
    expect(result).toMatchObject({ total: 2_000, successful: 2_000, failed: 0 });
    expect(dropped).toEqual([]);
    const stored = storedIn(gateway);
    expect(new Set(stored.map(({ externalId }) => externalId)).size).toBe(2_000);
    expect(stored[0]).toEqual({
      ...{ externalId: 'id-0', elastic: { index: 'logs-app-default' } },
      ...documents[0],
    });
  });

  it('sends again what was answered with 429, and nothing else', async () => {
    gateway.memory.level = 3;
    const result = await client.helpers.bulk({
      datasource: [
        { severity: 'critical', n: 0 },
        { severity: 'low', n: 1 },
        { severity: 'high', n: 2 },
      ],
      onDocument: () => ({ index: { _index: 'x' } }),
      retries: 2,
      wait: 50,
      onDrop: () => undefined,
    });
    expect(result).toMatchObject({ successful: 2, failed: 1 });
    expect(storedIn(gateway).map(({ n }) => n)).toEqual([0, 2]);
  });

  it('gets an error of its own kind', async () => {
    const stranger = new Client({ node: gateway.url, auth: { apiKey: 'nonsense' }, maxRetries: 0 });
    const failure = await stranger.bulk({ operations: [{ index: {} }, {}] }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(errors.ResponseError);
    expect(failure).toMatchObject({ statusCode: 401, body: { error: { type: 'security_exception' } } });
    await stranger.close();
  });
});

describe('bulk', () => {
  it('answers each action', async () => {
    const answer = await bulk(
      [
        ...[{ index: { _index: 'a', _id: '1' } }, { x: 1 }],
        ...[{ create: { _id: 7 } }, '{ "big": 12345678901234567890 }'],
        ...[{ update: { _id: '1' } }, { doc: { x: 2 } }],
        { delete: { _id: '1' } },
        ...[{ create: {} }, '{broken'],
        ...[{ index: {} }, '[1]'],
        ...[{ index: {} }, { sourceIp: 'nowhere' }],
      ],
      '/logs-x/_bulk',
    );
    expect(answer).toMatchObject({ status: 200, body: { errors: true } });
    expect(answer.headers.get('x-elastic-product')).toBe('Elasticsearch');
    const { items } = answer.body as {
      items: Record<string, { status: number; _index: string; error?: { type: string } }>[];
    };
    expect(
      items.map((item) => Object.entries(item).map(([name, { status, error }]) => [name, status, error?.type])[0]),
    ).toEqual([
      ['index', 201, undefined],
      ['create', 201, undefined],
      ['update', 400, 'illegal_argument_exception'],
      ['delete', 400, 'illegal_argument_exception'],
      ['create', 400, 'document_parsing_exception'],
      ['index', 400, 'document_parsing_exception'],
      ['index', 201, undefined],
    ]);
    expect(items.map((item) => Object.values(item)[0]?._index)).toEqual(['a', ...Array<string>(6).fill('logs-x')]);
    expect(gateway.appender.textsOf(gateway.orgId).slice(0, 2)).toEqual([
      '{"externalId":"1","elastic":{"index":"a"},"x":1}',
      '{"externalId":"7","elastic":{"index":"logs-x"}, "big": 12345678901234567890 }',
    ]);
    expect(storedIn(gateway)[2]).toMatchObject({ tags: ['invalid_source_ip'], payload: { sourceIp: 'nowhere' } });
  });

  it.each([
    ['errors,items.*.error,items.*.status', { errors: false, items: [{ index: { status: 201 } }] }],
    ['items.*.status,errors,items.*.error', { errors: false, items: [{ index: { status: 201 } }] }],
    ['errors', { errors: false }],
    ['items.*._i*', { items: [{ index: { _index: 'a', _id: '1' } }] }],
    ['**.status', { items: [{ index: { status: 201 } }] }],
  ])('leaves what filter_path=%s asks for', async (filter, expected) => {
    const answer = await bulk([{ index: { _index: 'a', _id: '1' } }, { a: 1 }], `/_bulk?filter_path=${filter}`);
    expect(answer.body).toEqual(expected);
  });

  it('takes compressed bodies, of any size, in pieces', async () => {
    const lines = Array.from({ length: 4_000 }, (_, n) => `{"index":{}}\n{"n":${n},"pad":"${'x'.repeat(50)}"}\n`).join(
      '',
    );
    const answer = await sendTo(gateway, '/_bulk', new Uint8Array(gzipSync(lines)), {
      headers: {
        'content-type': 'application/vnd.elasticsearch+x-ndjson; compatible-with=9',
        'content-encoding': 'gzip',
      },
    });
    expect((answer.body as { errors: boolean; items: object[] }).items).toHaveLength(4_000);
    expect(storedIn(gateway).map(({ n }) => n)).toEqual(Array.from({ length: 4_000 }, (_, n) => n));
    expect(gateway.appender.appends).toBeGreaterThan(3);
  });

  it('tells what is stored when the rest cannot be', async () => {
    const lines = Array.from({ length: 1_500 }, (_, n) => `{"index":{}}\n{"n":${n},"pad":"${'x'.repeat(50)}"}\n`).join(
      '',
    );
    gateway.quota.waitsMs = [0, 6_000];
    const { status, body } = await sendTo(gateway, '/_bulk', lines, {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    const { errors: hasErrors, items } = body as { errors: boolean; items: { index: { status: number } }[] };
    expect([status, hasErrors, items.length]).toEqual([200, true, 1_500]);
    const stored = items.filter((item) => item.index.status === 201);
    expect(stored).toHaveLength(storedIn(gateway).length);
    expect(items.slice(stored.length).every((item) => item.index.status === 429)).toBe(true);
  });

  it.each<[string, string, number, string]>([
    ['a line that is no action', '{"move":{}}\n{}\n', 400, 'illegal_argument_exception'],
    ['a line that is no JSON', 'x\n', 400, 'illegal_argument_exception'],
    ['an action without its document', '{"index":{}}\n', 400, 'illegal_argument_exception'],
    ['nothing', '', 400, 'parse_exception'],
    ['blank lines', '\n\n', 400, 'parse_exception'],
  ])('refuses %s', async (_, body, status, type) => {
    const answer = await sendTo(gateway, '/_bulk', body, { headers: { 'content-type': 'application/json' } });
    expect(answer).toMatchObject({ status, body: { status, error: { type, root_cause: [{ type }] } } });
    expect(storedIn(gateway)).toEqual([]);
  });

  it.each<[string, () => void, number, string]>([
    ['the quota', () => (gateway.quota.waitsMs = [500]), 429, 'es_rejected_execution_exception'],
    [
      'the store',
      () => (gateway.appender.refusal = new AppendRefused('unavailable', 'away', 1_000)),
      503,
      'cluster_block_exception',
    ],
  ])('says in its own words that %s is short', async (_, shorten, status, type) => {
    shorten();
    const answer = await bulk([{ index: {} }, { a: 1 }]);
    expect(answer).toMatchObject({ status, body: { error: { type } } });
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it('asks for a key before it answers anything', async () => {
    for (const path of ['/', '/_license', '/_bulk']) {
      const answer = await sendTo(gateway, path, path === '/_bulk' ? '{}' : null, {
        method: path === '/_bulk' ? 'POST' : 'GET',
        headers: { authorization: undefined },
      });
      expect(answer).toMatchObject({ status: 401, body: { error: { type: 'security_exception' } } });
    }
  });
});
