import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { AppendRefused } from '@redoubt/stream';
import { sendTo, storedIn, type SentAnswer } from '../../testing/send-to.ts';
import { KEY, REVOKED_KEY, startGateway, type TestGateway } from '../../testing/start-gateway.ts';
import { HEC_CODES, type HecCode } from './codes.ts';

const EVENT = '/services/collector/event';
const RAW = '/services/collector/raw';
const splunk = { authorization: `Splunk ${KEY}` };
const at = 1_763_800_000;

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({ limits: { maxEventBytes: 2_000 } });
});
afterEach(() => gateway.close());

const post = (body: string | Buffer, path = EVENT, headers: Record<string, string | undefined> = splunk) =>
  sendTo(gateway, path, typeof body === 'string' ? body : new Uint8Array(body), { headers });
const success = { status: 200, body: { text: 'Success', code: 0 } };

describe('events', () => {
  it.each<[string, string, object[]]>([
    ['an object', '{"event":{"eventType":"a","user":"u"}}', [{ eventType: 'a', user: 'u' }]],
    ['objects without anything between them', '{"event":{"a":1}}{"event":{"a":2}}', [{ a: 1 }, { a: 2 }]],
    ['objects on lines', '{"event":{"a":1}}\n\n{"event":{"a":2}}\r\n', [{ a: 1 }, { a: 2 }]],
    ['objects over many lines', '{\n "event": {\n  "a": 1\n }\n}\n{ "event"\n: {"a": 2} }', [{ a: 1 }, { a: 2 }]],
    ['a text with what looks like an end', '{"event":"x }{ y"}{"event":{"a":"}{"}}', [{ raw: 'x }{ y' }, { a: '}{' }]],
    ['text', '{"event":"hello"}', [{ eventType: 'unclassified', message: 'hello', raw: 'hello' }]],
    ['JSON in text', '{"event":"{\\"a\\":{\\"b\\":1}}"}', [{ a: { b: 1 } }]],
    ['a number', '{"event":7}', [{ message: '7', raw: '7' }]],
    ['a list', '{"event":[1,{"a":2}]}', [{ payload: [1, { a: 2 }] }]],
    [
      'an event before its metadata',
      '{"event":{"a":1},"host":"h","time":1}',
      [{ a: 1, asset: 'h', eventTimeMs: 1_000 }],
    ],
    [
      'an event with a member of its wrapper’s name',
      '{"event":{"event":{"action":"x"}},"host":"h"}',
      [{ asset: 'h', event: { action: 'x' } }],
    ],
    ['an event before a member that looks like a number', '{"event":{"a":1},"0":"x"}', [{ a: 1 }]],
    ['the last of two events of one wrapper', '{"event":{"a":1},"event":{"a":2}}', [{ a: 2 }]],
    ['the last, spelled with escapes', '{"event":{"a":1},"\\u0065vent":{"a":2}}', [{ a: 2 }]],
    [
      'an event whose values do not fit',
      '{"event":{"sourceIp":"nowhere"}}',
      [{ tags: ['invalid_source_ip'], payload: { sourceIp: 'nowhere' } }],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await post(body)).toMatchObject(success);
    expect(storedIn(gateway)).toMatchObject(expected);
    expect(storedIn(gateway)).toHaveLength(expected.length);
  });

  it('keeps the event as its sender wrote it', async () => {
    await post('{"time":1,"event":{"big":12345678901234567890, "n":1.0,"ü":"\\u00fc"}}');
    expect(gateway.appender.textsOf(gateway.orgId)).toEqual([
      '{"eventTimeMs":1000,"big":12345678901234567890, "n":1.0,"ü":"\\u00fc"}',
    ]);
  });

  it.each<[unknown, number]>([
    [at, at * 1_000],
    [at + 0.125, at * 1_000 + 125],
    [String(at), at * 1_000],
    [`${at}.250`, at * 1_000 + 250],
    [at * 1_000 + 7, at * 1_000 + 7],
    ['2025-11-22T08:26:40Z', Date.UTC(2025, 10, 22, 8, 26, 40)],
  ])('reads the time %j', async (time, expected) => {
    expect(await post(JSON.stringify({ time, event: { a: 1 } }))).toMatchObject(success);
    expect(storedIn(gateway)).toEqual([{ eventTimeMs: expected, a: 1 }]);
  });

  it('keeps what is said beside the event, and what the query says of all', async () => {
    const event = {
      host: 'web-1',
      source: 's',
      sourcetype: 'st',
      index: 'main',
      fields: { k: ['v', 'w'] },
      event: { a: 1 },
    };
    await post(JSON.stringify(event) + '{"event":{"asset":"own"}}', `${EVENT}?host=q&index=other`);
    expect(storedIn(gateway)).toEqual([
      { asset: 'web-1', hec: { source: 's', sourcetype: 'st', index: 'main', fields: { k: ['v', 'w'] } }, a: 1 },
      { hec: { index: 'other' }, asset: 'own' },
    ]);
  });

  it('finds out what a log line says', async () => {
    const line = 'Nov 22 10:00:00 bastion sshd[1]: Failed password for root from 203.0.113.9 port 22 ssh2';
    await post(JSON.stringify({ time: at, host: 'relay', event: line }));
    expect(storedIn(gateway)).toMatchObject([
      { eventType: 'failed_login', sourceIp: '203.0.113.9', user: 'root', eventTimeMs: at * 1_000, raw: line },
    ]);
  });

  it('stores the events before one that is not right, and says which it is', async () => {
    const answer = await post('{"event":{"a":1}}{"event":{"a":2}}{"event":" "}{"event":{"a":4}}');
    expect(answer).toMatchObject({ status: 400, body: { code: 13, 'invalid-event-number': 2 } });
    expect(storedIn(gateway)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('takes bodies of many events, compressed or not', async () => {
    const body = Array.from({ length: 5_000 }, (_, i) => `{"time":${at},"event":{"n":${i}}}`).join('');
    expect(await post(gzipSync(body), EVENT, { ...splunk, 'content-encoding': 'gzip' })).toMatchObject(success);
    expect(await post(body.repeat(4))).toMatchObject(success);
    expect(storedIn(gateway)).toHaveLength(25_000);
    expect(gateway.appender.appends).toBeGreaterThan(1);
  });
});

describe('raw', () => {
  it('breaks lines', async () => {
    const path = `${RAW}?host=h&sourcetype=st&time=${at}`;
    expect(await post('one\r\n\ntwo\n{"a":1}\n{broken', path)).toMatchObject(success);
    const hec = { sourcetype: 'st' };
    const beside = { asset: 'h', eventTimeMs: at * 1_000, hec };
    expect(storedIn(gateway)).toMatchObject([
      { raw: 'one', ...beside },
      { raw: 'two', ...beside },
      { a: 1, ...beside },
      { raw: '{broken', ...beside },
    ]);
  });

  it('keeps lines that are no text', async () => {
    expect(await post(Buffer.from([0x61, 0xff, 0x0a, 0x62]), RAW)).toMatchObject(success);
    expect(storedIn(gateway)).toMatchObject([{ rawBase64: 'Yf8=' }, { raw: 'b' }]);
  });
});

it('tells of a raw line that is too long, and of none but those before it that they are stored', async () => {
  const { status, body } = await post(`a\n${'x'.repeat(300 * 1024)}\nb`, RAW);
  expect([status, body]).toMatchObject([413, { code: 27, 'invalid-event-number': 1 }]);
});

describe('acknowledgement', () => {
  const channel = randomUUID();
  const withChannel = { ...splunk, 'x-splunk-request-channel': channel };
  const ask = (acks: number[], headers: Record<string, string> = withChannel) =>
    post(JSON.stringify({ acks }), '/services/collector/ack', headers);

  it('gives ids by channel, which become false once they were told', async () => {
    const ids = [];
    for (let i = 0; i < 3; i++)
      ids.push(((await post('{"event":"x"}', EVENT, withChannel)).body as { ackId: number }).ackId);
    expect(ids).toEqual([0, 1, 2]);
    expect(await post('{"event":"x"}', `${EVENT}?channel=${randomUUID()}`)).toMatchObject({ body: { ackId: 0 } });
    expect((await ask([0, 2, 9])).body).toEqual({ acks: { 0: true, 2: true, 9: false } });
    expect((await ask([0, 1])).body).toEqual({ acks: { 0: false, 1: true } });
    expect((await ask([0], { ...splunk, 'x-splunk-request-channel': randomUUID() })).body).toEqual({
      acks: { 0: false },
    });
  });

  it('gives no id before the append has settled, and none when it failed', async () => {
    const settled = Promise.withResolvers<void>();
    gateway.appender.gate = settled.promise;
    const answers: SentAnswer[] = [];
    const pending = post('{"event":"x"}', EVENT, withChannel).then((answer) => answers.push(answer));
    expect((await ask([0])).body).toEqual({ acks: { 0: false } });
    expect(answers).toEqual([]);
    settled.resolve();
    await pending;
    expect(answers).toMatchObject([{ body: { ackId: 0 } }]);
    gateway.appender.refusal = new AppendRefused('not_replicated', 'no replica', 1_000);
    expect(await post('{"event":"x"}', EVENT, withChannel)).toMatchObject({
      status: 503,
      body: { text: 'Server is busy', code: 9 },
    });
    expect((await ask([0, 1])).body).toEqual({ acks: { 0: true, 1: false } });
  });

  it('is bounded: a channel whose ids nobody asks for is busy, and warned of before', async () => {
    await gateway.close();
    const acks = { maxChannels: 10, maxPerOrg: 1, maxPerChannel: 10, idleMs: 60_000 };
    gateway = await startGateway({ protocols: { hec: { isAckEnabled: true, isQueryTokenAllowed: false, acks } } });
    const codes = [];
    for (let i = 0; i < 11; i++)
      codes.push(((await post('{"event":"x"}', EVENT, withChannel)).body as { code: number }).code);
    expect(codes).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 9]);
    expect(
      (await post('{"event":"x"}', EVENT, { ...splunk, 'x-splunk-request-channel': randomUUID() })).body,
    ).toMatchObject({ code: 9 });
    await ask([0]);
    expect((await post('{"event":"x"}', EVENT, withChannel)).body).toMatchObject({ ackId: 10 });
  });
});

describe('every code', () => {
  const cases: Partial<Record<HecCode, () => Promise<SentAnswer>>> = {
    0: () => post('{"event":"x"}'),
    1: () => post('{"event":"x"}', EVENT, { authorization: `Splunk ${REVOKED_KEY}` }),
    2: () => post('{"event":"x"}', EVENT, { authorization: undefined }),
    3: () => post('{"event":"x"}', EVENT, { authorization: `Token ${KEY}` }),
    4: () => post('{"event":"x"}', EVENT, { authorization: 'Splunk 11111111-2222-3333-4444-555555555555' }),
    5: () => post(''),
    6: () => post('{"event"'),
    7: () => post('{"event":"x","index":"Main Index"}'),
    8: () => {
      gateway.appender.append = () => Promise.reject(new Error('x'));
      return post('{"event":"x"}');
    },
    9: () => {
      gateway.quota.waitsMs = [500];
      return post('{"event":"x"}');
    },
    10: () => post('{"acks":[0]}', '/services/collector/ack'),
    11: () => post('{"event":"x"}', `${EVENT}?channel=abc`),
    12: () => post('{"time":1}'),
    13: () => post('{"event":""}'),
    14: async () => {
      await gateway.close();
      gateway = await startGateway({ protocols: { hec: { isAckEnabled: false, isQueryTokenAllowed: false } } });
      return post('{"acks":[0]}', `/services/collector/ack?channel=${randomUUID()}`);
    },
    15: () => post('{"event":"x","fields":{"a":{"b":1}}}'),
    16: () => post('{"event":"x"}', `${EVENT}?token=${KEY}`, { authorization: undefined }),
    17: () => sendTo(gateway, '/services/collector/health', null, { method: 'GET' }),
    18: () => {
      gateway.memory.isSheddingAll = true;
      return sendTo(gateway, '/services/collector/health/1.0', null, { method: 'GET' });
    },
    23: () => {
      gateway.gateway.server.setDraining();
      return sendTo(gateway, '/services/collector/health', null, { method: 'GET' });
    },
    24: () => {
      gateway.memory.highestLevel = 1;
      return post('{"event":"x"}');
    },
    27: () => post(`{"event":"${'x'.repeat(3_000)}"}`),
  };
  const codes = Object.keys(cases).map(Number) as HecCode[];

  it.each(codes)('%i', async (code) => {
    const { status, text } = HEC_CODES[code];
    const answer = await cases[code]?.();
    expect(answer).toMatchObject({ status, body: { text, code } });
    expect(answer?.headers.get('content-type')).toBe('application/json');
  });

  it('takes keys as the password of Basic and, where it is allowed, in the query', async () => {
    const basic = Buffer.from(`x:${KEY}`).toString('base64');
    expect(await post('{"event":"x"}', EVENT, { authorization: `Basic ${basic}` })).toMatchObject(success);
    await gateway.close();
    gateway = await startGateway({ protocols: { hec: { isAckEnabled: true, isQueryTokenAllowed: true } } });
    expect(await post('{"event":"x"}', `${EVENT}?token=${KEY}`, { authorization: undefined })).toMatchObject(success);
  });

  it('refuses a request as a whole when one of its events is shed', async () => {
    gateway.memory.level = 2;
    const answer = await post('{"event":{"severity":"critical"}}{"event":{"severity":"low"}}');
    expect(answer).toMatchObject({ status: 503, body: { code: 9 } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(storedIn(gateway)).toEqual([]);
  });
});
