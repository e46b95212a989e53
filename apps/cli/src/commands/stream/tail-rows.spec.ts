import { newOrgId } from '@redoubt/contracts';
import { createStyle } from '../../output/style.ts';
import type { TailedEntry } from './tail-entries.ts';
import { renderTailRow, rowsOfEntry } from './tail-rows.ts';

const org = { orgId: newOrgId(), name: 'acme', expectedGroups: [] };
const view = { style: createStyle(false), width: undefined, nowMs: 0 };
const acceptedAtMs = Date.UTC(2026, 10, 22, 3);
const entry = (...events: (object | string)[]): TailedEntry => ({
  org,
  lane: 's',
  entryId: '1700000000000-1',
  decoded: {
    acceptedAtMs,
    lines: events.map((event) => Buffer.from(typeof event === 'string' ? event : JSON.stringify(event))),
  },
});

describe('events of a stream', () => {
  it('have their ids and names', () => {
    const [, row] = rowsOfEntry(entry({ eventType: 'a' }, { event_type: 'b', severity: 'high', user: 'root' }), {});
    expect(row).toMatchObject({
      organization: 'acme',
      orgId: org.orgId,
      eventId: 's-1700000000000-1-1',
      eventType: 'b',
      severity: 'high',
      user: 'root',
      receivedAtMs: acceptedAtMs,
    });
  });

  it('pass filters by type and severity; what cannot be read always does', () => {
    const mixed = entry({ eventType: 'a', severity: 'low' }, { eventType: 'b', severity: 'critical' }, 'no json');
    const kinds = (filter: object): unknown[] =>
      rowsOfEntry(mixed, filter).map((row) => ('eventType' in row ? row.eventType : 'error'));
    expect(kinds({ type: 'a' })).toEqual(['a', 'error']);
    expect(kinds({ minSeverity: 'high' })).toEqual(['b', 'error']);
  });

  it('are shown on one line each, with what differs from the ordinary', () => {
    const event = {
      eventType: 'failed_login',
      severity: 'medium',
      user: 'root',
      sourceIp: '203.0.113.7',
      message: 'a\nb',
    };
    const old = { ...event, eventTimeMs: acceptedAtMs - 3_600_000 };
    const lines = rowsOfEntry(entry(event, old), {}).map((row) => renderTailRow(row, view));
    expect(lines[0]).toBe('2026-11-22 03:00:00.000Z  medium         failed_login  acme  root from 203.0.113.7  a\\nb');
    expect(lines[1]).toMatch(/\(happened 2026-11-22 02:00:00\.000Z\)$/);
  });

  it('are cut to the width of a terminal', () => {
    const [row] = rowsOfEntry(entry({ eventType: 'a', message: 'm'.repeat(200) }), {});
    if (row === undefined) throw new Error('no row');
    expect(renderTailRow(row, { ...view, width: 100 })).toHaveLength(100);
  });

  it('are shown as records where a stream holds records', () => {
    const change = {
      type: 'alert',
      change: 'acknowledged',
      actor: 'ana',
      note: 'mine',
      alert: { alertId: '3f2a9c01-0000', severity: 'high', status: 'acknowledged', title: 'Brute force', count: 12 },
    };
    const alerts = { ...entry(change, { type: 'settings.changed', actor: 'bob' }, 'no json'), lane: 'a' as const };
    const rows = rowsOfEntry(alerts, {});
    expect(rows[0]).toMatchObject({ lane: 'a', recordId: 'a-1700000000000-1-0', record: change });
    expect(rows.map((row) => renderTailRow(row, view))).toEqual([
      '2026-11-22 03:00:00.000Z  alerts      acme  alert acknowledged  3f2a9c01  high  acknowledged  Brute force (12)  by ana  “mine”',
      '2026-11-22 03:00:00.000Z  alerts      acme  settings.changed  by bob',
      expect.stringContaining('a-1700000000000-1-2 cannot be read') as string,
    ]);
    expect(rowsOfEntry(alerts, { minSeverity: 'medium', type: 'alert' })).toHaveLength(2);
    expect(rowsOfEntry(alerts, { minSeverity: 'critical' })).toHaveLength(1);
  });

  it('say why an entry cannot be read, and what a replay is of', () => {
    const broken = { ...entry(), decoded: { error: 'frame version "9"' } };
    expect(renderTailRow(rowsOfEntry(broken, {})[0] as never, view)).toContain('cannot be read: frame version "9"');
    const whole = entry({ eventType: 'a' });
    const replay = { group: 'db_writer', originalEventId: 's-1-0-0', replays: 1 } as const;
    const [row] = rowsOfEntry({ ...whole, decoded: { ...whole.decoded, replay } }, {});
    expect(row).toMatchObject({ replayOf: 's-1-0-0' });
  });
});
