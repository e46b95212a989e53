import type { Alert, AlertRecord, Incident } from '@redoubt/contracts';
import { AlertBook } from './alert-book.ts';
import { bookFields, readBook } from './book-fields.ts';
import type { AlertMatch } from './model/alert-match.ts';
import type { StoredBook } from './model/stored.ts';
import { recoverBook } from './recover-book.ts';

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const orgId = '0190a000-0000-7000-8000-000000000001';

let next = 0;
function matchAt(timeMs: number, changes: Partial<AlertMatch> = {}): AlertMatch {
  const eventId = `s-${timeMs}-${next++}-0`;
  return {
    rule: { id: 'brute-force', name: 'Brute force', tags: [], subject: ['sourceIp'], inhibitedBy: ['worse'] },
    ...{ severity: 'high', subject: { sourceIp: '203.0.113.7' }, timeMs, receivedAtMs: timeMs, eventId },
    ...{ eventIds: [eventId], count: 10, addedCount: 1, threshold: 10, windowSeconds: 900 },
    reason: { noun: 'failed logins' },
    ...changes,
  };
}

/** A book's newest states, as PostgreSQL has them. */
class Record {
  readonly alerts = new Map<string, Alert>();
  readonly incidents = new Map<string, Incident>();

  take(records: readonly AlertRecord[]): void {
    for (const record of records) {
      if (record.type === 'alert') this.alerts.set(record.alert.alertId, record.alert);
      else this.incidents.set(record.incident.incidentId, record.incident);
    }
  }

  recovered(): StoredBook {
    return recoverBook({ alerts: [...this.alerts.values()], incidents: [...this.incidents.values()] });
  }
}

function recovered(matches: readonly AlertMatch[]): { book: AlertBook; record: Record } {
  const lost = new AlertBook({ orgId });
  const record = new Record();
  for (const match of matches) lost.applyMatch(match);
  record.take(lost.takeChanges().records);
  const book = new AlertBook({ orgId });
  book.restore(record.recovered());
  return { book, record };
}

describe('a book made of the record of its alerts', () => {
  it('lets an attack that goes on count on in its alert, with the words of its rule', () => {
    const { book, record } = recovered([matchAt(START)]);
    const [before] = record.alerts.values();
    book.applyMatch(matchAt(START + MINUTE, { value: 11 }));
    book.tick(START + 2 * MINUTE);
    const { records } = book.takeChanges();
    expect(records.map((one) => one.type === 'alert' && [one.change, one.alert])).toEqual([
      ['updated', expect.objectContaining({ alertId: before?.alertId, count: 11, version: 2 })],
    ]);
    expect(records).toEqual([expect.objectContaining({ isNotifiable: false })]);
    expect(JSON.stringify(records)).toContain('11 failed logins');
    expect(book.alert(before?.alertId ?? '')?.state.inhibitedBy).toEqual(['worse']);
  });

  it('resolves an alert whose time has passed meanwhile', () => {
    const { book, record } = recovered([matchAt(START)]);
    book.tick(START + 24 * 60 * MINUTE);
    record.take(book.takeChanges().records);
    expect([...record.alerts.values()].map(({ status }) => status)).toEqual(['resolved']);
  });

  it('adds a further alert of an address to the incident it had', () => {
    const other = { id: 'other', name: 'Other', tags: [], subject: ['sourceIp'] as const };
    const severe = { severity: 'critical' } as const;
    const many = Array.from({ length: 6 }, (_, at) =>
      matchAt(START + at, { ...severe, rule: { ...other, id: `rule-${at}` } }),
    );
    const { book, record } = recovered(many);
    const [incident] = record.incidents.values();
    expect(incident).toMatchObject({ status: 'open' });
    book.applyMatch(matchAt(START + MINUTE, { ...severe, rule: other }));
    book.tick(START + 5 * MINUTE);
    record.take(book.takeChanges().records);
    expect([...record.incidents.keys()]).toEqual([incident?.incidentId]);
    expect(record.incidents.get(incident?.incidentId ?? '')?.alertCount).toBe((incident?.alertCount ?? 0) + 1);
  });

  it('keeps what was ended apart from what is open', () => {
    const { record } = recovered([matchAt(START)]);
    const [alert] = record.alerts.values();
    const book = new AlertBook({ orgId });
    book.restore(recoverBook({ alerts: [{ ...(alert as Alert), status: 'closed' }], incidents: [] }));
    expect(book.counts()).toMatchObject({ openAlerts: 0, restingAlerts: 1 });
  });

  it('is read back from the fields of its hash as it was', () => {
    const stored = recovered([matchAt(START)]).record.recovered();
    const fields = bookFields(stored);
    const pairs = fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1] ?? ''] as const] : []));
    expect(readBook(pairs)).toEqual(stored);
    expect(() => readBook([['z:1', '{}']])).toThrow('unknown field');
  });
});
