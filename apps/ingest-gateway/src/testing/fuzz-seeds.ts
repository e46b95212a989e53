import { encodeRequest } from './otlp-bytes.ts';
import { KEY, WEBHOOK_KEY_ID, WEBHOOK_SECRET } from './start-gateway.ts';

/** A request to begin with. */
export interface FuzzRequest {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

const json = { 'content-type': 'application/json' };
const key = { authorization: `Bearer ${KEY}` };
const plain = { 'content-type': 'text/plain' };
/** The channel of requests that are acknowledged. */
export const CHANNEL = '3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b';
const OTHER_CHANNEL = '3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5c';
const channel = { 'x-splunk-request-channel': CHANNEL };
const line = 'Nov 22 10:00:00 h sshd[1]: Failed password for root from 203.0.113.9 port 22 ssh2';
const request = (path: string, body: unknown, headers: Record<string, string> = json): FuzzRequest => ({
  path,
  headers: { ...key, ...headers },
  body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const event = { eventType: 'a', severity: 'low', sourceIp: '203.0.113.9', user: 'ü', payload: { n: [1, { b: null }] } };
const cloudEvent = {
  specversion: '1.0',
  id: '1',
  source: '/s',
  type: 'a.b',
  time: '2026-01-01T00:00:00Z',
  data: event,
};
const record = {
  timeUnixNano: '1763800000123456789',
  severityNumber: 9,
  body: {
    kvlistValue: {
      values: [{ key: 'a', value: { arrayValue: { values: [{ intValue: '1' }, { doubleValue: 0.5 }] } } }],
    },
  },
  attributes: [
    { key: 'user.name', value: { stringValue: 'u' } },
    { key: 'b', value: { bytesValue: 'AQID' } },
  ],
  traceId: '5b8efff798038103d269b633813fc60c',
};
const logsOf = (first: object) => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'host.name', value: { stringValue: 'h' } }] },
      scopeLogs: [{ scope: { name: 's' }, logRecords: [first, { body: { stringValue: line } }] }],
    },
  ],
});
const logs = logsOf(record);
/** The same in protobuf. */
const logsBytes = encodeRequest(logsOf({ ...record, traceId: Buffer.from(record.traceId, 'hex') }));
/** As agents send it: much text in few messages. */
const textBytes = encodeRequest({
  resourceLogs: [
    {
      scopeLogs: [
        { logRecords: [1, 2, 3].map((n) => ({ severityNumber: n, body: { stringValue: `${n} ${line} ${line}` } })) },
      ],
    },
  ],
});

/** Good requests of every protocol, which inputs are made from. */
export const FUZZ_SEEDS: Readonly<Record<string, readonly FuzzRequest[]>> = {
  hec_event: [
    request(
      '/services/collector/event',
      `${JSON.stringify({ time: 1763800000.5, host: 'h', source: 's', event })}\n${JSON.stringify({ event: line, fields: { a: ['b'] }, index: 'main' })}`,
    ),
    request('/services/collector', JSON.stringify({ event, sourcetype: 'x' }).repeat(3), { ...json, ...channel }),
    request(
      '/services/collector/event',
      '{ "event" : {\n "event": {"action": "x"} }, "time": "1763800000" }{"event":"{\\"a\\":1}"}',
    ),
    request(
      '/services/collector',
      [1, 2, 3].map((n) => JSON.stringify({ time: 1763800000 + n, host: 'h', source: 's', event })).join(''),
    ),
    request('/services/collector/ack', { acks: [0, 1] }, { ...json, 'x-splunk-request-channel': OTHER_CHANNEL }),
  ],
  hec_raw: [
    request('/services/collector/raw?host=h&sourcetype=st&time=1', `${line}\r\n{"a":1}\n\nx`, plain),
    request('/services/collector/raw', `${line}\n${line}`, { ...plain, ...channel }),
  ],
  bulk: [
    request(
      '/_bulk',
      `{"index":{"_index":"a","_id":"1"}}\n${JSON.stringify(event)}\n{"create":{}}\n{"message":"x"}\n`,
      { 'content-type': 'application/x-ndjson' },
    ),
    request(
      '/logs/_bulk?filter_path=errors,items.*.status',
      `{"create":{"_id":7}}\n{"a":1}\n{"delete":{"_id":"1"}}\n{"update":{}}\n{"doc":{}}\n`,
    ),
    request('/_bulk?filter_path=**.status,-x', '{"index":{"pipeline":"p"}}\n{"source":{"ip":"203.0.113.9"}}', {
      'content-type': 'application/vnd.elasticsearch+x-ndjson; compatible-with=9',
    }),
  ],
  otlp_json: [
    request('/v1/logs', logs),
    request('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{}, record] }] }] }),
  ],
  otlp_protobuf: [
    request('/v1/logs', logsBytes, { 'content-type': 'application/x-protobuf' }),
    // In text a byte may change without a length being wrong.
    request('/v1/logs', textBytes, { 'content-type': 'application/x-protobuf' }),
    request('/v1/logs', textBytes, { 'content-type': 'application/x-protobuf' }),
  ],
  cloudevents: [
    request('/v1/cloudevents', cloudEvent, { 'content-type': 'application/cloudevents+json' }),
    request('/v1/cloudevents', [cloudEvent, { ...cloudEvent, id: '2', data: line }], {
      'content-type': 'application/cloudevents-batch+json',
    }),
    request(
      '/v1/cloudevents',
      { ...cloudEvent, data: undefined, data_base64: 'eyJhIjoxfQ==' },
      { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    ),
    request('/v1/cloudevents', event, {
      ...json,
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/s',
      'ce-type': 'a.b',
      'ce-subject': 'a%20b',
    }),
  ],
  webhooks: [
    request('/v1/webhooks/generic', [event, { a: 1 }]),
    request(
      '/v1/webhooks/github',
      { action: 'x', sender: { login: 'u' }, alert: { severity: 'high' } },
      { ...json, 'x-github-event': 'push' },
    ),
    request('/v1/webhooks/falcosidekick', {
      rule: 'r',
      output: 'o',
      priority: 'Warning',
      time: '2026-01-01T00:00:00Z',
      output_fields: { 'user.name': 'u' },
    }),
    request('/v1/webhooks/alertmanager', {
      version: '4',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'a', severity: 'critical' },
          startsAt: '2026-01-01T00:00:00Z',
          fingerprint: 'f',
        },
      ],
    }),
    request(`/v1/webhooks/generic/${WEBHOOK_KEY_ID}`, { a: 1 }, { ...json, authorization: `Bearer ${WEBHOOK_SECRET}` }),
  ],
  events: [
    request('/v1/events', `${JSON.stringify(event)}\n${line}\n\n{"eventType":"b","tags":["x"]}\n`, {
      'content-type': 'application/x-ndjson',
    }),
    request('/v1/events', [event, { ...event, eventTimeMs: 1_763_800_000_000 }, { eventType: 'c', raw: line }]),
    request('/v1/events', event),
    request('/v1/events', `${line}\r\n${line}\n`, plain),
  ],
};
