import { KEY, startGateway, type TestGateway } from '../testing/start-gateway.ts';

const good = '{"eventType":"web_request","severity":"low"}';
const urgent = '{"eventType":"malware_found","severity":"critical"}';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const keyed = (body: string): Promise<Response> => gateway.post(body, { 'idempotency-key': 'k1' });

it.each([
  [3, 0],
  [3, 2],
  [3, 4],
  [0, 3],
])('stored at level %d a body gets the same answer at level %d', async (first, then) => {
  const answers: unknown[] = [];
  for (const level of [first, then, 0]) {
    gateway.memory.level = level;
    const response = await keyed(`${good}\n${urgent}`);
    expect(response.status).toBe(202);
    answers.push([await response.json(), gateway.appender.stored.length]);
    expect(response.headers.get('idempotent-replayed')).toBe(answers.length === 1 ? null : 'true');
  }
  expect(answers[0]).toMatchObject([{ accepted: first === 0 ? 2 : 1 }, first === 0 ? 2 : 1]);
  expect(answers.slice(1)).toEqual([answers[0], answers[0]]);
});

it('reading a body again is charged with no more than what it adds', async () => {
  gateway.memory.level = 3;
  await keyed(`${good}\n${urgent}`);
  gateway.memory.level = 0;
  gateway.quota.charged = { events: 0, bytes: 0 };
  await keyed(`${good}\n${urgent}`);
  expect(gateway.quota.charged).toEqual({ events: 2, bytes: good.length + urgent.length });
});

it('nothing is stored for a repetition of which all is shed now, nor said to be', async () => {
  gateway.memory.level = 3;
  expect((await keyed(`${good}\n${urgent}`)).status).toBe(202);
  gateway.memory.level = 5;
  const again = await keyed(`${good}\n${urgent}`);
  expect([again.status, again.headers.get('retry-after')]).toEqual([429, '5']);
});

it('an item of a bulk request is answered as its first time was', async () => {
  const bulk = [good, urgent].map((line) => `{"create":{}}\n${line}\n`).join('');
  const send = async (): Promise<number[]> => {
    const response = await fetch(`${gateway.url}/_bulk`, {
      method: 'POST',
      headers: {
        ...{ authorization: `ApiKey ${KEY}`, 'content-type': 'application/x-ndjson' },
        'idempotency-key': 'k1',
      },
      body: bulk,
    });
    const { items } = (await response.json()) as { items: { create: { status: number } }[] };
    return items.map(({ create }) => create.status);
  };
  gateway.memory.level = 3;
  expect(await send()).toEqual([429, 201]);
  gateway.memory.level = 0;
  expect(await send()).toEqual([429, 201]);
  expect(gateway.appender.stored).toHaveLength(1);
});

it('a body of several pieces is not taken partly', async () => {
  await gateway.close();
  gateway = await startGateway({ limits: { pieceBytes: 1_000 } });
  const [urgents, mixed] = [Array.from({ length: 50 }, () => urgent), [urgent, good]];
  gateway.memory.level = 3;
  const refused = await keyed([...urgents, ...mixed].join('\n'));
  expect(refused.status).toBe(429);
  const { accepted } = (await refused.json()) as { accepted: number };
  expect(accepted).toBeGreaterThan(0);
  expect(gateway.appender.stored).toHaveLength(accepted);
  gateway.memory.level = 0;
  expect(await (await keyed([...urgents, ...mixed].join('\n'))).json()).toMatchObject({ accepted: 52 });
  expect(gateway.appender.stored).toHaveLength(52);
});
