import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { waitFor } from '@redoubt/test-kit';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { startApp, storeEvents, type Tenant, type TestApp } from '../../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let ids: string[];
const fromMs = Date.now() - 3_600_000;

beforeAll(async () => {
  app = await startApp({ MAX_EXPORT_ROWS: '2500', MAX_EXPORTS: '2', EXPORT_STALL_MS: '2000' });
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
  const events = Array.from({ length: 2_200 }, (_, i) => ({
    eventTimeMs: fromMs + i * 1_000,
    sourceIp: `203.0.113.${i % 5}`,
    user: i % 2 === 0 ? 'root' : '=HYPERLINK("http://x")',
    eventType: i % 10 === 0 ? 'successful_login' : 'failed_login',
    severity: i % 100 === 0 ? ('high' as const) : ('medium' as const),
    message: `attempt ${i}, "quoted"\nsecond line`,
  }));
  ids = await storeEvents(app.database, acme.orgId, events);
});
afterAll(() => app.close());

const idsOf = ({ json }: ApiAnswer): string[] => (json.events as { eventId: string }[]).map(({ eventId }) => eventId);
const search = (query: Record<string, string | number>): Promise<ApiAnswer> =>
  api.call('searchEvents', { key: acme.read, query });

describe('events search', () => {
  it('pages by cursor, newest first, without gap or repeat', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ limit: 700, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.status).toBe(200);
      seen.push(...idsOf(page));
      cursor = page.json.nextCursor as string | undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids.toReversed());
  });

  it.each([
    [{ type: 'successful_login' }, 220],
    [{ minSeverity: 'high' }, 22],
    [{ sourceIp: '203.0.113.3', user: 'root' }, 220],
    [{ fromMs, toMs: fromMs + 10_000 }, 10],
    [{ text: 'ATTEMPT 219', fromMs }, 11],
    [{ asset: 'none' }, 0],
  ])('filters by %j', async (query, count) => {
    expect(idsOf(await search({ ...query, limit: 1_000 }))).toHaveLength(count);
  });
});

describe('views', () => {
  const range = { fromMs: fromMs + 2_199_000 };

  it('show the same event as ECS and as OCSF beside itself', async () => {
    const [ecs, ocsf] = await Promise.all(['ecs', 'ocsf'].map((view) => search({ ...range, view })));
    const [first] = ecs?.json.events as { eventId: string; view: object }[];
    expect(first?.view).toMatchObject({
      event: { id: first?.eventId, code: 'failed_login', category: ['authentication'], type: ['start'] },
      source: { ip: '203.0.113.4' },
    });
    const [second] = ocsf?.json.events as { view: object }[];
    expect(second?.view).toMatchObject({ class_uid: 3002, status_id: 2, metadata: { uid: first?.eventId } });
  });

  it('are exported alone, a line each, and not as CSV', async () => {
    const answer = await api.call('exportEvents', { key: acme.read, query: { ...range, view: 'ecs' } });
    expect(JSON.parse(answer.text)).toMatchObject({ event: { code: 'failed_login' } });
    const csv = await api.call('exportEvents', { key: acme.read, query: { view: 'ecs', format: 'csv' } });
    expect(csv.json.code).toBe('refused');
  });
});

it('leaves connections to others while one organisation searches for texts', async () => {
  const other = await app.addTenant('searching-too');
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
  const lock = app.database.transaction(async (session) => {
    await session.query('LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
    isLocked();
    await held;
  });
  await locked;
  const searches = Array.from({ length: 8 }, () => search({ text: 'nowhere' }));
  const settled: ApiAnswer[] = [];
  for (const one of searches) void one.then((answer) => settled.push(answer));
  await waitFor(() => settled.length === 6);
  for (const answer of settled) {
    expect(answer).toMatchObject({ status: 429, json: { code: 'rate_limited' } });
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  const others = api.call('searchEvents', { key: other.read, query: { text: 'nowhere' } });
  letGo();
  await lock;
  expect((await others).status).toBe(200);
  const statuses = (await Promise.all(searches)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(2);
});

describe('events export', () => {
  /** With trailers, which fetch does not show. */
  async function download(query: string): Promise<{ status?: number; body: string; trailers: NodeJS.Dict<string> }> {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof download>>>();
    const headers = { authorization: `Bearer ${acme.read}` };
    request(`${app.url}/api/v1/events/export?${query}`, { headers, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, body, trailers: response.trailers }),
        reject,
      );
    })
      .on('error', reject)
      .end();
    return promise;
  }

  it('writes all events as NDJSON, across pages', async () => {
    const { body, trailers } = await download('limit=2500');
    const lines = body.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { eventId: string }).eventId)).toEqual(ids.toReversed());
    expect(trailers).toEqual({ 'redoubt-rows': '2200' });
  });

  it('ends at its limit and says where to go on', async () => {
    const first = await download('limit=1500');
    expect(first.trailers['redoubt-rows']).toBe('1500');
    const rest = await download(`limit=1500&cursor=${first.trailers['redoubt-next-cursor']}`);
    expect(rest.trailers).toEqual({ 'redoubt-rows': '700' });
    expect((first.body + rest.body).trimEnd().split('\n')).toHaveLength(2_200);
  });

  it('writes CSV that no spreadsheet takes for formulas', async () => {
    const answer = await api.call('exportEvents', {
      key: acme.read,
      query: { format: 'csv', fromMs: fromMs + 2_198_000 },
    });
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="events.csv"');
    const [head, ...rows] = answer.text.split('\r\n');
    expect(head).toMatch(/^eventId,eventTimeMs,/);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain(`,"'=HYPERLINK(""http://x"")",`);
    expect(rows[0]).toContain('"attempt 2199, ""quoted""\nsecond line"');
  });

  it('refuses more rows than may be, and what makes no sense, as a problem', async () => {
    const many = await api.call('exportEvents', { key: acme.read, query: { limit: 2_501 } });
    expect(many.json.code).toBe('invalid_parameter');
    expect((await api.call('exportEvents', { key: acme.read, query: { cursor: 'x' } })).json.code).toBe('refused');
  });

  it('leaves places to others, and ends when nothing is taken', async () => {
    const bulky = await app.addTenant('bulky');
    const large = Array.from({ length: 1_200 }, (_, i) => ({ eventTimeMs: fromMs + i, message: 'x'.repeat(8_000) }));
    await storeEvents(app.database, bulky.orgId, large);
    const ask = (key: string): Promise<ApiAnswer> => api.call('exportEvents', { key, query: { limit: 1 } });
    const { promise: begun, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = { authorization: `Bearer ${bulky.read}` };
    const held = request(`${app.url}/api/v1/events/export?limit=1200`, { headers, agent: false }, resolve);
    held.on('error', reject).end();
    // Nothing is read of it.
    const answer = (await begun).pause();
    const ended = new Promise((over) => answer.once('close', over).once('error', over));
    expect((await ask(bulky.read)).json.code).toBe('too_many_exports');
    expect((await ask(acme.read)).status).toBe(200);
    await waitFor(async () => (await ask(bulky.read)).status === 200, { timeoutMs: 20_000 });
    answer.resume();
    await ended;
    expect(answer.complete).toBe(false);
  }, 60_000);

  it('runs so many at once, and no place is lost', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => api.call('exportEvents', { key: acme.read, query: { limit: 2_500 } })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(429);
    expect(statuses).toContain(200);
    const one = async (): Promise<boolean> =>
      (await api.call('exportEvents', { key: acme.read, query: { limit: 1 } })).status === 200;
    for (let i = 0; i < 5; i += 1) await waitFor(one);
  });
});
