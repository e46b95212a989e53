import { buildEvent, FUTURE_TOLERANCE_MS } from './event.ts';
import { toEcs } from './views/ecs.ts';
import { parseOrgId } from './ids.ts';

const orgId = parseOrgId('3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b');
const receivedAtMs = Date.UTC(2026, 0, 1, 12);
const known = { eventId: 's-1-0-0', orgId, receivedAtMs };
const fields = { eventType: 'failed_login', severity: 'medium' } as const;

describe('buildEvent', () => {
  it('takes the accept time for the event time that is missing', () => {
    expect(buildEvent(fields, known)).toEqual({ ...fields, ...known, eventTimeMs: receivedAtMs, isFuture: false });
  });

  it('flags as future what lies beyond the tolerance, and nothing else', () => {
    const at = (eventTimeMs: number): boolean => buildEvent({ ...fields, eventTimeMs }, known).isFuture;
    expect(at(receivedAtMs + FUTURE_TOLERANCE_MS)).toBe(false);
    expect(at(receivedAtMs + FUTURE_TOLERANCE_MS + 1)).toBe(true);
    expect(at(0)).toBe(false);
  });
});

describe('toEcs', () => {
  it('puts every field where the schema has a place for it', () => {
    const event = buildEvent(
      {
        ...fields,
        ...{ sourceIp: '203.0.113.7', destinationIp: '2001:db8::1', user: 'root', asset: 'bastion-1' },
        ...{ action: 'ssh_login', outcome: 'failure', eventTimeMs: receivedAtMs - 5, message: 'Failed password' },
        ...{ tags: ['ssh'], payload: { port: 22 }, raw: 'Failed password for root', externalId: 'x-1' },
      },
      known,
    );
    expect(toEcs(event)).toEqual({
      '@timestamp': '2026-01-01T11:59:59.995Z',
      message: 'Failed password',
      tags: ['ssh'],
      event: {
        id: 's-1-0-0',
        category: ['authentication'],
        type: ['start'],
        action: 'ssh_login',
        code: 'failed_login',
        outcome: 'failure',
        severity: 60,
        ingested: '2026-01-01T12:00:00.000Z',
        original: 'Failed password for root',
      },
      log: { level: 'medium' },
      source: { ip: '203.0.113.7' },
      destination: { ip: '2001:db8::1' },
      user: { name: 'root' },
      host: { name: 'bastion-1' },
      organization: { id: orgId },
      redoubt: { externalId: 'x-1', payload: { port: 22 } },
    });
  });

  it('leaves out what the event does not have', () => {
    const text = JSON.stringify(toEcs(buildEvent({ ...fields, eventTimeMs: 8.64e15 }, known)));
    expect(text).not.toContain('null');
    expect(JSON.parse(text)).toMatchObject({ event: { action: 'failed_login' }, redoubt: { isFuture: true } });
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['@timestamp', 'event', 'log', 'organization', 'redoubt']);
  });
});
