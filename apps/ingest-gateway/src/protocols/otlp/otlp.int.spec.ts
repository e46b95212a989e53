import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppendRefused } from '@redoubt/stream';
import { sendTo, storedIn } from '../../testing/send-to.ts';
import { KEY, startGateway, type TestGateway } from '../../testing/start-gateway.ts';

const PATH = '/v1/logs';
const json = { 'content-type': 'application/json' };
const protobuf = { 'content-type': 'application/x-protobuf' };
const at = 1_763_800_000_123;

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const post = (request: unknown, headers: Record<string, string> = json) =>
  sendTo(gateway, PATH, typeof request === 'string' ? request : JSON.stringify(request), { headers });
const records = (...logRecords: unknown[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });

/** In a process of its own: the exporters import parts of theirs while they run, which Jest cannot. */
const sender = join(import.meta.dirname, '../../testing/otlp-sender.ts');

describe('the SDK', () => {
  it.each(['http', 'proto'])('sends records of all shapes with its %s exporter', async (exporter) => {
    await promisify(execFile)(process.execPath, [sender, exporter, `${gateway.url}${PATH}`, KEY, String(at)]);
    const around = {
      resource: { 'host.name': 'web-1', 'service.name': 'shop', pid: 7 },
      scope: { name: 'spec', version: '1.2' },
    };
    expect(storedIn(gateway)).toMatchObject([
      { message: 'disk full', severity: 'medium', asset: 'web-1', 'user.name': 'u', eventTimeMs: at, otlp: around },
      { eventType: 'failed_login', n: 12, ok: true, list: [1, 'a'], severity: 'informational', otlp: around },
      { eventType: 'user.login', 'source.ip': '203.0.113.9', deep: { a: [{ b: 1.5 }] } },
    ]);
  });
});

describe('JSON', () => {
  it('reads ids in hex, integers in text, and nanoseconds exactly', async () => {
    const answer = await post({
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
          scopeLogs: [
            {
              scope: { name: 'lib' },
              logRecords: [
                {
                  timeUnixNano: '1763800000123456789',
                  severityNumber: 13,
                  traceId: '5B8EFFF798038103D269B633813FC60C',
                  spanId: 'EEE19B7EC3C1B174',
                  body: { stringValue: 'hello' },
                  attributes: [
                    { key: 'small', value: { intValue: '42' } },
                    { key: 'large', value: { intValue: '9223372036854775807' } },
                    { key: 'double', value: { doubleValue: 0.5 } },
                    { key: 'nan', value: { doubleValue: 'NaN' } },
                    { key: 'bytes', value: { bytesValue: 'AQID' } },
                    { key: '__proto__', value: { stringValue: 'x' } },
                    { key: 'none', value: {} },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(answer).toMatchObject({ status: 200, body: {} });
    const [stored] = storedIn(gateway);
    expect(stored).toMatchObject({
      eventTimeMs: at,
      severity: 'medium',
      small: 42,
      large: '9223372036854775807',
      double: 0.5,
      nan: 'NaN',
      bytes: 'AQID',
      none: null,
      otlp: { traceId: '5B8EFFF798038103D269B633813FC60C', spanId: 'EEE19B7EC3C1B174', severityNumber: 13 },
    });
    expect(gateway.appender.textsOf(gateway.orgId)[0]).toContain('"__proto__":"x"');
  });

  it('finds out what a log line says', async () => {
    const line = 'Nov 22 10:00:00 bastion sshd[1]: Failed password for root from 203.0.113.9 port 22 ssh2';
    await post(records({ body: { stringValue: line }, timeUnixNano: `${at}000000` }));
    expect(storedIn(gateway)).toMatchObject([
      { eventType: 'failed_login', sourceIp: '203.0.113.9', eventTimeMs: at, raw: line },
    ]);
  });

  it('takes the good records of a request and counts the others', async () => {
    const answer = await post(
      records({ body: { stringValue: 'a' } }, { body: { intValue: 'x' } }, 'nonsense', { body: { stringValue: 'b' } }),
    );
    expect(answer).toMatchObject({
      status: 200,
      body: {
        partialSuccess: { rejectedLogRecords: '2', errorMessage: expect.stringContaining('log record 1') as string },
      },
    });
    expect(storedIn(gateway)).toMatchObject([{ message: 'a' }, { message: 'b' }]);
  });

  it.each([{}, { resourceLogs: [] }, records()])('answers %j with success', async (request) => {
    expect(await post(request)).toMatchObject({ status: 200, body: {} });
  });
});

describe('problems', () => {
  it.each<[string, string, Record<string, string>, number, number]>([
    ['no JSON', '{', json, 400, 3],
    ['another shape', '{"resourceLogs":{}}', json, 400, 3],
    ['another shape inside', '{"resourceLogs":[{"scopeLogs":[{"logRecords":7}]}]}', json, 400, 3],
    ['another media type', '{}', { 'content-type': 'text/plain' }, 415, 3],
    ['a wrong key', '{}', { ...json, authorization: 'Bearer x' }, 401, 16],
    ['broken gzip', 'x', { ...json, 'content-encoding': 'gzip' }, 400, 3],
  ])('%s is a google.rpc.Status', async (_, body, headers, status, code) => {
    const answer = await post(body, headers);
    expect(answer).toMatchObject({ status, body: { code, message: expect.any(String) as string } });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('are protobuf for who sent protobuf', async () => {
    const response = await fetch(`${gateway.url}${PATH}`, {
      method: 'POST',
      headers: { ...protobuf, authorization: `Bearer ${KEY}` },
      body: Buffer.from([0x0a, 0xff]),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/x-protobuf']);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([bytes[0], bytes[1], bytes[2]]).toEqual([0x08, 3, 0x12]);
  });

  it.each<[string, () => void, number, number]>([
    ['quota', () => (gateway.quota.waitsMs = [500]), 429, 8],
    ['store', () => (gateway.appender.refusal = new AppendRefused('out_of_memory', 'full', 1_000)), 503, 14],
    ['memory', () => (gateway.memory.level = 5), 429, 8],
  ])('a short %s is one to try again', async (_, shorten, status, code) => {
    shorten();
    const answer = await post(records({ body: { stringValue: 'a' } }));
    expect(answer).toMatchObject({ status, body: { code } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('no bytes are a request without records', async () => {
    expect(await sendTo(gateway, PATH, '', { headers: protobuf })).toMatchObject({ status: 200, body: '' });
  });
});
