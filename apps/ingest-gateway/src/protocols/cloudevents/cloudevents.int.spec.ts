import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { sendTo, storedIn } from '../../testing/send-to.ts';
import { KEY, startGateway, type TestGateway } from '../../testing/start-gateway.ts';

const PATH = '/v1/cloudevents';
const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const required = { specversion: '1.0', id: '1', source: '/spec', type: 'com.example.login' };
const binary = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/spec', 'ce-type': 'com.example.login' };
const mapped = { externalId: '/spec 1', eventType: 'com.example.login' };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => {
  gateway.appender.stored.length = 0;
});
afterAll(() => gateway.close());

const post = (body: unknown, headers: Record<string, string> = STRUCTURED) =>
  sendTo(gateway, PATH, typeof body === 'string' ? body : JSON.stringify(body), { headers });

describe('the SDK', () => {
  it.each([Mode.STRUCTURED, Mode.BINARY])('emits in %s mode', async (mode) => {
    const emit = emitterFor(
      (message) =>
        fetch(`${gateway.url}${PATH}`, {
          method: 'POST',
          body: message.body as string,
          headers: { ...(message.headers as Record<string, string>), authorization: `Bearer ${KEY}` },
        }),
      { mode },
    );
    const event = new CloudEvent({
      ...required,
      subject: 'ü',
      data: { user: 'u', n: 1 },
      time: '2026-01-01T00:00:00.000Z',
      ext: 'x',
    });
    expect(await emit(event)).toMatchObject({ status: 202 });
    expect(storedIn(gateway)).toMatchObject([
      { ...mapped, eventTimeMs: Date.UTC(2026, 0, 1), user: 'u', n: 1, cloudEvent: { subject: 'ü', ext: 'x' } },
    ]);
  });

  it('reads what its own HTTP binding writes', async () => {
    const { headers, body } = HTTP.binary(new CloudEvent({ ...required, data: 'text', datacontenttype: 'text/plain' }));
    expect((await post(body as string, headers as Record<string, string>)).status).toBe(202);
    expect(storedIn(gateway)).toMatchObject([{ ...mapped, message: 'text' }]);
    expect(typeof httpTransport).toBe('function');
  });
});

/** Statements of the specification (1.0.2, JSON format and HTTP binding), each with a message and what it comes to. */
const good: [string, unknown, Record<string, string>, object[]][] = [
  ['required attributes are enough', required, STRUCTURED, [mapped]],
  ['data may be any JSON: object', { ...required, data: { a: [1] } }, STRUCTURED, [{ ...mapped, a: [1] }]],
  ['data may be any JSON: text', { ...required, data: 'x' }, STRUCTURED, [{ ...mapped, raw: 'x' }]],
  ['data may be any JSON: number', { ...required, data: 7 }, STRUCTURED, [{ ...mapped, raw: '7' }]],
  ['data may be any JSON: list', { ...required, data: [1] }, STRUCTURED, [{ ...mapped, payload: [1] }]],
  ['data may be null', { ...required, data: null }, STRUCTURED, [mapped]],
  ['data_base64 holds bytes', { ...required, data_base64: '/w==' }, STRUCTURED, [{ ...mapped, rawBase64: '/w==' }]],
  ['data_base64 may hold JSON', { ...required, data_base64: 'eyJhIjoxfQ==' }, STRUCTURED, [{ ...mapped, a: 1 }]],
  ['data may stand first', `{"data":{"a":1},${JSON.stringify(required).slice(1)}`, STRUCTURED, [{ ...mapped, a: 1 }]],
  [
    'extensions are kept',
    { ...required, traceparent: 't', n: 3 },
    STRUCTURED,
    [{ cloudEvent: { traceparent: 't', n: 3 } }],
  ],
  [
    'a batch may be empty of problems',
    [required, { ...required, id: '2' }],
    BATCH,
    [mapped, { externalId: '/spec 2' }],
  ],
  ['binary: the body is the data', '{"a":1}', { ...binary, 'content-type': 'application/json' }, [{ ...mapped, a: 1 }]],
  ['binary: +json is JSON', '{"a":1}', { ...binary, 'content-type': 'application/x+json' }, [{ ...mapped, a: 1 }]],
  ['binary: text is text', 'hi', { ...binary, 'content-type': 'text/plain' }, [{ ...mapped, raw: 'hi' }]],
  [
    'binary: attributes are percent-decoded',
    '{}',
    { ...binary, 'ce-subject': 'a%20%E2%82%AC', 'content-type': 'application/json' },
    [{ cloudEvent: { subject: 'a €' } }],
  ],
];
const bad: [string, unknown, Record<string, string>, number, string][] = [
  ...['id', 'source', 'type', 'specversion'].map((name): [string, unknown, Record<string, string>, number, string] => [
    `${name} is required`,
    { ...required, [name]: undefined },
    STRUCTURED,
    400,
    'no_event_accepted',
  ]),
  ['id is not empty', { ...required, id: '' }, STRUCTURED, 400, 'no_event_accepted'],
  ['other versions are refused', { ...required, specversion: '0.3' }, STRUCTURED, 400, 'no_event_accepted'],
  ['time is RFC 3339', { ...required, time: 'yesterday' }, STRUCTURED, 400, 'no_event_accepted'],
  ['names are lower-case', { ...required, Ext: 1 }, STRUCTURED, 400, 'no_event_accepted'],
  ['values are plain', { ...required, ext: {} }, STRUCTURED, 400, 'no_event_accepted'],
  [
    'data and data_base64 exclude each other',
    { ...required, data: 1, data_base64: '' },
    STRUCTURED,
    400,
    'no_event_accepted',
  ],
  ['data_base64 is base64', { ...required, data_base64: '*' }, STRUCTURED, 400, 'no_event_accepted'],
  ['a list is no structured message', [required], STRUCTURED, 400, 'invalid_message'],
  ['an object is no batch', required, BATCH, 400, 'invalid_message'],
  [
    'other formats are not known',
    required,
    { 'content-type': 'application/cloudevents+avro' },
    415,
    'unsupported_media_type',
  ],
  [
    'binary: without ce-id',
    '{}',
    { ...binary, 'ce-id': '', 'content-type': 'application/json' },
    400,
    'no_event_accepted',
  ],
  ['binary: JSON has to be JSON', '{', { ...binary, 'content-type': 'application/json' }, 400, 'no_event_accepted'],
];

describe('the specification', () => {
  it.each(good)('%s', async (_, body, headers, expected) => {
    expect(await post(body, headers)).toMatchObject({ status: 202, body: { accepted: expected.length, refused: 0 } });
    expect(storedIn(gateway)).toMatchObject(expected);
  });

  it.each(bad)('%s', async (_, body, headers, status, code) => {
    expect(await post(body, headers)).toMatchObject({ status, body: { status, code } });
    expect(storedIn(gateway)).toEqual([]);
  });

  it('a batch is taken event by event', async () => {
    const answer = await post([required, { ...required, id: '' }, 7, { ...required, id: '3' }], BATCH);
    expect(answer).toMatchObject({
      status: 202,
      body: { accepted: 2, refused: 2, errors: [{ index: 1, code: 'invalid_cloudevent' }, { index: 2 }] },
    });
  });

  it('data is kept as it was written', async () => {
    await post(`${JSON.stringify(required).slice(0, -1)},"data": {"big":12345678901234567890, "x":1.0} }`);
    expect(gateway.appender.textsOf(gateway.orgId)[0]).toContain('"big":12345678901234567890, "x":1.0}');
  });

  it('a sender may ask whether it may send', async () => {
    const answer = await sendTo(gateway, PATH, null, {
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'events.example' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('webhook-allowed-origin')).toBe('events.example');
  });
});
