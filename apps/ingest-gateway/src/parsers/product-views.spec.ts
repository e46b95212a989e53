import { EVENT_VIEWS, viewOfAccepted } from '@redoubt/contracts';
import { Batch } from '../items/batch.ts';
import { ItemReader } from '../items/item-reader.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { recordsOf } from '../protocols/otlp/records.ts';
import { takeRecord } from '../protocols/otlp/take-record.ts';
import {
  auditOfKubernetes,
  cloudTrailRecord,
  entraSignIn,
  eveAlert,
  oktaEvent,
  otlpLogs,
} from '../testing/product-samples.ts';
import { parseLogLine } from './index.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const atMs = Date.UTC(2026, 10, 22, 10, 0, 0, 123);
const known = { eventId: 's-1-0-0', orgId: '00000000-0000-4000-8000-000000000001' as never, receivedAtMs: nowMs };
const source = { ip: '203.0.113.9' };

interface Vector {
  sample: object;
  fields: object;
  ecs: object;
  ocsf: object;
}

/** What each product's record means, and how it is shown to others. */
const vectors: Readonly<Record<string, Vector>> = {
  'Suricata EVE': {
    sample: eveAlert,
    fields: { eventType: 'intrusion_alert', severity: 'high', sourceIp: '203.0.113.9', action: 'blocked' },
    ecs: {
      '@timestamp': '2026-11-22T10:00:00.123Z',
      event: { code: 'intrusion_alert', category: ['intrusion_detection'], action: 'blocked', severity: 80 },
      ...{ source, destination: { ip: '198.51.100.4' }, message: 'ET SCAN Possible SSH scan' },
    },
    ocsf: {
      ...{ class_uid: 0, type_uid: 99, severity_id: 4, time: atMs, message: 'ET SCAN Possible SSH scan' },
      ...{ src_endpoint: source, dst_endpoint: { ip: '198.51.100.4' } },
    },
  },
  'AWS CloudTrail': {
    sample: cloudTrailRecord,
    fields: { eventType: 'privilege_change', user: 'alice', action: 'AttachUserPolicy', outcome: 'success' },
    ecs: {
      event: { code: 'privilege_change', category: ['iam'], type: ['user', 'change'], outcome: 'success' },
      ...{ source, user: { name: 'alice' }, host: { name: '123456789012' } },
    },
    ocsf: { class_uid: 0, metadata: { original_event_uid: 'e-1' }, unmapped: { action: 'AttachUserPolicy' } },
  },
  'Okta System Log': {
    sample: oktaEvent,
    fields: { eventType: 'failed_login', severity: 'medium', user: 'alice@example.test', outcome: 'failure' },
    ecs: {
      event: { category: ['authentication'], type: ['start'], action: 'user.session.start', outcome: 'failure' },
      ...{ source, user: { name: 'alice@example.test' }, message: 'User login to Okta' },
    },
    ocsf: { class_uid: 3002, activity_id: 1, type_uid: 300201, status_id: 2, src_endpoint: source },
  },
  'Microsoft Entra sign-in': {
    sample: entraSignIn,
    fields: { eventType: 'failed_login', severity: 'medium', asset: 'laptop-1', action: 'sign_in' },
    ecs: {
      event: { code: 'failed_login', outcome: 'failure', category: ['authentication'] },
      ...{ source, user: { name: 'alice@example.test' }, host: { name: 'laptop-1' } },
    },
    ocsf: { class_uid: 3002, status_id: 2, user: { name: 'alice@example.test' }, device: { hostname: 'laptop-1' } },
  },
  'Kubernetes audit': {
    sample: auditOfKubernetes,
    fields: { eventType: 'remote_command', severity: 'medium', user: 'alice', action: 'create pods/exec' },
    ecs: { event: { category: ['process'], action: 'create pods/exec', outcome: 'success' }, source },
    ocsf: { class_uid: 1007, activity_id: 1, status_id: 1, metadata: { original_event_uid: 'a-1' } },
  },
};

/** The line of an event as the gateway stores it. */
function stored(take: (reader: ItemReader, batch: Batch) => void): string {
  const batch = new Batch();
  const reader = new ItemReader(batch, { maxEventBytes: 100_000, maxDepth: 64, text: { nowMs, offsetMinutes: 0 } });
  take(reader, batch);
  expect(batch.errors).toEqual([]);
  return batch
    .drain()
    .lanes.flatMap(({ lines }) => lines.map(String))
    .join('\n');
}

describe.each(Object.entries(vectors))('a record of %s', (_name, { sample, fields, ecs, ocsf }) => {
  const bytes = Buffer.from(JSON.stringify(sample));
  const line = stored((reader) => {
    reader.startPiece(bytes);
    reader.json(bytes, 0, bytes.length);
  });

  it('is stored as it came', () => expect(line).toBe(bytes.toString()));

  it('means the same behind the header of a syslog message', () => {
    const read = parseLogLine(`<13>1 2026-11-22T11:00:00Z web-1 app - - - ${bytes.toString()}`, { nowMs });
    expect(read).toMatchObject({ ...fields, payload: { format: 'json' } });
  });

  it('has a view in ECS', () => {
    const view = viewOfAccepted('ecs', line, known);
    expect(view).toMatchObject(ecs);
    expect(view).toMatchObject({ event: { id: 's-1-0-0', original: line } });
  });

  it('has a view in OCSF', () => {
    const view = viewOfAccepted('ocsf', line, known);
    expect(view).toMatchObject(ocsf);
    expect(view).toMatchObject({ raw_data: line, metadata: { uid: 's-1-0-0', version: '1.4.0' } });
  });
});

describe('a log record of OTLP', () => {
  const [line = ''] = recordsOf(otlpLogs).map((record) =>
    stored((items, batch) => takeRecord({ items, batch, limits: DEFAULT_LIMITS }, record)),
  );

  it('has its attributes where they mean something', () => {
    expect(JSON.parse(line)).toMatchObject({
      ...{ eventType: 'user.login', severity: 'medium', asset: 'web-1', eventTimeMs: atMs },
      ...{ 'user.name': 'alice', 'source.ip': '203.0.113.9', otlp: { resource: { 'service.name': 'shop' } } },
    });
  });

  it('has a view in ECS and in OCSF', () => {
    const [ecs, ocsf] = EVENT_VIEWS.map((view) => viewOfAccepted(view, line, known));
    expect(ecs).toMatchObject({
      '@timestamp': '2026-11-22T10:00:00.123Z',
      ...{ event: { code: 'user.login', severity: 60, outcome: 'failure' }, source, user: { name: 'alice' } },
      ...{ host: { name: 'web-1' }, message: 'password mismatch' },
    });
    expect(ocsf).toMatchObject({ time: atMs, severity_id: 3, src_endpoint: source, device: { hostname: 'web-1' } });
  });
});
