import { newOrgId, type EventFields } from '@redoubt/contracts';
import type { StreamEvent } from '@redoubt/stream';
import { octetCounted, syslogText } from '../writers/syslog-text.ts';
import { mapEvent } from './map-event.ts';

const orgId = newOrgId();
const fields: EventFields = {
  ...{ eventType: 'failed_login', severity: 'high', user: 'a=b|c\\d', sourceIp: '203.0.113.7', asset: 'web 1' },
  ...{ message: 'line one\nline | two', eventTimeMs: 1_700_000_000_000, payload: { pid: 7 } },
};
const line = Buffer.from('{"event_type":"failed_login",\n "n":1.0}');
const event: StreamEvent = {
  ...{ eventId: 's-1700000000001-0-3', lane: 's', entryId: '1700000000001-0', index: 3, fields, value: {}, line },
  acceptedAtMs: 1_700_000_000_001,
};

test('CEF escapes what means something to it', () => {
  const { text, id } = mapEvent('cef', orgId, event);
  expect(id).toBe(`${orgId}-s-1700000000001-0-3`);
  expect(text).toBe(
    `CEF:0|Redoubt|Redoubt|1|failed_login|line one line \\| two|8|externalId=${id} rt=1700000000000 ` +
      `src=203.0.113.7 suser=a\\=b|c\\\\d dhost=web 1 msg=line one\\nline | two cs1Label=organization cs1=${orgId}`,
  );
});

test('what was put back after it died is said under the id that it had before', () => {
  const again = { ...event, eventId: 's-1700000000009-0-0', originalEventId: event.eventId };
  for (const mapping of ['raw', 'cef', 'ecs', 'ocsf'] as const) {
    expect(mapEvent(mapping, orgId, again)).toEqual(mapEvent(mapping, orgId, event));
  }
});

test('OCSF says class, activity, severity and status', () => {
  expect(JSON.parse(mapEvent('ocsf', orgId, event).text)).toMatchObject({
    ...{ class_uid: 3002, category_uid: 3, activity_id: 1, type_uid: 300_201, severity_id: 4, status_id: 2 },
    ...{ time: 1_700_000_000_000, user: { name: 'a=b|c\\d' }, src_endpoint: { ip: '203.0.113.7' } },
    metadata: { version: '1.4.0', uid: 's-1700000000001-0-3', tenant_uid: orgId },
    unmapped: { event_type: 'failed_login', payload: { pid: 7 } },
  });
  const other = { ...event, fields: { ...fields, eventType: 'something_else' } };
  expect(JSON.parse(mapEvent('ocsf', orgId, other).text)).toMatchObject({ class_uid: 0, type_uid: 99 });
});

test('raw is the sender’s JSON on one line, and ECS is ECS', () => {
  expect(mapEvent('raw', orgId, event).text).toBe(
    `{"eventId":"s-1700000000001-0-3","orgId":"${orgId}","receivedAtMs":1700000000001,"event":{"event_type":"failed_login","n":1}}`,
  );
  const bytes = { ...event, line: Buffer.from('{"n":1.0}') };
  expect(mapEvent('raw', orgId, bytes).text).toContain('"event":{"n":1.0}}');
  expect(JSON.parse(mapEvent('ecs', orgId, event).text)).toMatchObject({ event: { code: 'failed_login' } });
});

test('syslog has a header of plain words, and counts octets, not characters', () => {
  const text = syslogText({ ...mapEvent('raw', orgId, bytesOf('{"m":"ü"}')), asset: 'wéb 1' }, 13);
  expect(text).toMatch(
    /^<107>1 2023-11-14T22:13:20\.000Z w_b_1 redoubt - failed_login \[redoubt@32473 id="[^"]+" stream="events"\] \{/,
  );
  expect(octetCounted('ü')).toBe('2 ü');
});

function bytesOf(text: string): StreamEvent {
  return { ...event, line: Buffer.from(text) };
}
