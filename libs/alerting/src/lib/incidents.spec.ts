import { BookBench, DAY, HOUR, T0, commandOf, matchOf, uuidNumber } from '../testing/book-kit.ts';
import type { AlertMatch } from './model/alert-match.ts';

const of = (atMs: number, id: string, part: Partial<AlertMatch> = {}) =>
  matchOf(atMs, { ...part, rule: { id, name: id } });
const at = (ip: number) => ({ sourceIp: `192.0.2.${ip}` });

describe('an incident opens', () => {
  it('for a critical alert', () => {
    const bench = new BookBench().match(of(0, 'r1', { severity: 'critical' }));
    const [incident, alert, ...others] = bench.take();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      type: 'incident',
      change: 'opened',
      isNotifiable: true,
      incident: { kind: 'alert', title: 'r1: 203.0.113.7', severity: 'critical', alertCount: 1, riskScore: 90 },
    });
    expect(alert).toMatchObject({ change: 'opened', alert: { incidentId: expect.any(String), version: 1 } });
    if (incident?.type !== 'incident' || alert?.type !== 'alert') throw new TypeError('other records');
    expect(incident.incident.alertIds).toEqual([alert.alert.alertId]);
    expect(incident.incident.incidentId).toBe(alert.alert.incidentId);
  });

  it('for two rules of medium or more on one entity, and takes the earlier alert in', () => {
    const bench = new BookBench().match(of(0, 'r1', { severity: 'low' }), of(10, 'r2'));
    expect(bench.takeIncidents()).toEqual([]);
    bench.match(of(20, 'r3', { severity: 'high' }));
    const records = bench.take();
    expect(records.map(({ type, change }) => `${type} ${change}`)).toEqual([
      'incident opened',
      'alert opened',
      'alert grouped',
      'alert grouped',
    ]);
    const [incident] = records;
    expect(incident).toMatchObject({
      incident: {
        title: '2 rules fired for 203.0.113.7',
        severity: 'high',
        alertCount: 3,
        subject: { sourceIp: '203.0.113.7' },
        riskScore: 100,
      },
    });
  });

  it('not for two rules that lie further apart than the window of event time', () => {
    const bench = new BookBench().match(of(0, 'r1'), of(10, 'r2', { timeMs: T0 - 4 * HOUR - 1 }));
    expect(bench.takeIncidents()).toEqual([]);
    const near = new BookBench().match(of(0, 'r1'), of(10, 'r2', { timeMs: T0 - 4 * HOUR }));
    expect(near.takeIncidents()).toHaveLength(1);
  });

  it('when the risk of one entity adds up: ten medium episodes of one rule in ten hours, never one in five days', () => {
    const episodes = (gapMs: number) => {
      const bench = new BookBench({ incidentWindowMs: 365 * DAY });
      let opened = 0;
      while (opened < 40 && bench.takeIncidents().length === 0) bench.match(of(opened++ * gapMs, 'r1'));
      return opened;
    };
    expect(episodes(HOUR)).toBe(10);
    expect(episodes(5 * DAY)).toBe(40);
  });

  it('not with an alert that was closed', () => {
    const bench = new BookBench().match(of(0, 'r1'));
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId }), T0 + 1);
    bench.match(of(2, 'r2'));
    expect(bench.takeIncidents()).toEqual([]);
  });

  it('for none of an organisation that opens them by hand', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.match(of(0, 'r1', { severity: 'critical' }), of(1, 'r2'));
    expect(bench.takeIncidents()).toEqual([]);
  });

  it('no longer when there are as many as are kept', () => {
    const bench = new BookBench({ maxOpenIncidents: 1 });
    bench.match(
      of(0, 'r', { severity: 'critical', subject: at(1) }),
      of(1, 'r', { severity: 'critical', subject: at(2) }),
    );
    expect(bench.takeIncidents()).toHaveLength(1);
    expect(bench.book.counts()).toMatchObject({ openIncidents: 1, incidentsRefused: 1 });
  });
});

describe('an open incident', () => {
  const open = () =>
    new BookBench().match(of(0, 'r1', { severity: 'high' }), of(1, 'r2', { subject: { ...ip, user: 'ana' } }));
  const ip = { sourceIp: '203.0.113.7' };

  it('is joined by alerts that share any entity, and says so once in ten seconds unless it gets worse', () => {
    const bench = open();
    bench.take();
    bench.match(
      of(100, 'r3', { subject: { user: 'ana', asset: 'web-1' } }),
      of(200, 'r4', { subject: { asset: 'web-1' } }),
    );
    expect(bench.takeAlerts().every(({ alert }) => alert.incidentId !== undefined)).toBe(true);
    expect(bench.takeIncidents()).toEqual([]);
    bench.tick(11_000);
    expect(bench.takeIncidents()).toMatchObject([
      { change: 'grew', isNotifiable: false, incident: { alertCount: 4, subject: ip, version: 2 } },
    ]);
    bench.match(of(12_000, 'r5', { severity: 'critical' }));
    expect(bench.takeIncidents()).toMatchObject([
      { change: 'grew', isNotifiable: true, incident: { severity: 'critical', alertCount: 5 } },
    ]);
  });

  it('says that it grew even when one of its alerts went on afterwards', () => {
    const bench = open();
    bench.take();
    bench.match(of(100, 'r3'), of(200, 'r3'), of(300, 'r1')).tick(11_000);
    expect(bench.takeIncidents().map(({ change }) => change)).toEqual(['grew']);
  });

  it('that was closed is let go before those closed later, also after a restore', () => {
    const bench = new BookBench({ maxRestingIncidents: 2 });
    const ids = [1, 2, 3].map((host) => {
      bench.match(of(host, 'r', { severity: 'critical', subject: at(host) }));
      return bench.takeIncidents()[0]?.incident.incidentId as string;
    });
    for (const [second, incidentId] of ids.entries()) {
      bench.book.restore(bench.store.read());
      bench.book.applyCommand(commandOf({ type: 'incident.close', incidentId, note: 'Done' }), T0 + second * 1_000);
      bench.take();
    }
    const kept = bench.store.read().incidents.map(({ incident }) => incident.incidentId);
    expect(new Set(kept)).toEqual(new Set(ids.slice(1)));
  });

  it('gets worse with an alert of it', () => {
    const bench = open();
    bench.take();
    bench.match(of(500, 'r1', { severity: 'critical' }));
    expect(bench.take().map(({ type, change, isNotifiable }) => [type, change, isNotifiable])).toEqual([
      ['incident', 'grew', true],
      ['alert', 'severity_raised', true],
    ]);
  });

  it('lasts as long as its alerts go on', () => {
    const bench = open();
    for (let hour = 1; hour <= 20; hour++) bench.match(of(hour * 30 * 60_000, 'r1', { severity: 'high' }));
    bench.match(of(10 * HOUR + 1, 'r6', { subject: { user: 'ana' } }));
    expect(bench.takeAlerts().at(-1)?.alert.incidentId).toBeDefined();
    expect(bench.book.counts().openIncidents).toBe(1);
  });

  it('closes by itself after a week without a change', () => {
    const bench = open().tick(7 * DAY);
    bench.take();
    expect(bench.tick(7 * DAY + 1).takeIncidents()).toMatchObject([
      { change: 'closed', isNotifiable: false, incident: { status: 'closed', closeReason: 'No change for 7 d' } },
    ]);
    expect(bench.tick(15 * DAY).take()).toEqual([]);
    expect(bench.store.sizeOf('incidents')).toBe(0);
  });

  it('lists two hundred alerts and counts all', () => {
    const bench = new BookBench({ incidentUpdateIntervalMs: 0 }).match(of(0, 'r', { severity: 'critical' }));
    for (let n = 0; n < 250; n++) bench.match(of(n, `r${n}`));
    const last = bench.takeIncidents().at(-1)?.incident;
    expect([last?.alertIds.length, last?.alertCount]).toEqual([200, 251]);
  });
});

describe('risk', () => {
  it('of an alert falls with its novelty and comes back with time', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.match(of(0, 'r1'), of(HOUR, 'r1'), of(2 * HOUR, 'r2'), of(20 * DAY, 'r1'));
    const scores = bench.takeAlerts().filter(({ change }) => change === 'opened');
    expect(scores.map(({ alert }) => alert.riskScore)).toEqual([40, 30.1, 40, 40]);
  });

  it('is taken back when the alert was none', () => {
    const bench = new BookBench({ autoIncidentCreation: false }).match(
      of(0, 'r1', { subject: { ...at(1), user: 'ana' } }),
    );
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    expect(bench.store.read().entities.map(({ risk }) => risk)).toEqual([40, 40]);
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId, disposition: 'false_positive' }), T0 + DAY);
    bench.take();
    expect(bench.store.read().entities.map(({ risk, hits }) => [risk, hits])).toEqual([
      [0, []],
      [0, []],
    ]);
  });

  it('is remembered of the entities touched last', () => {
    const bench = new BookBench({ maxEntities: 2, autoIncidentCreation: false });
    bench.match(of(0, 'r', { subject: at(1) }), of(1, 'r', { subject: at(2) }), of(2, 'q', { subject: at(1) }));
    bench.match(of(3, 'r', { subject: at(3) }));
    bench.take();
    expect(new Set(bench.store.read().entities.map(({ value }) => value))).toEqual(new Set(['192.0.2.1', '192.0.2.3']));
    expect(bench.store.read().entities[0]?.entityId).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('an incident by hand', () => {
  const incidentId = uuidNumber(0xff01);
  const opening = (alertIds: string[]) =>
    commandOf({
      type: 'incident.open',
      incidentId,
      kind: 'security',
      title: 'Odd logins',
      severity: 'low',
      subject: { user: 'ana' },
      alertIds,
      note: 'Please look',
    });

  it('takes alerts, out of another incident too, and leaves unknown ones out', () => {
    const bench = new BookBench().match(of(0, 'r1', { severity: 'critical' }));
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    const before = bench.lines[0]?.type === 'incident' ? bench.lines[0].incident.incidentId : '';
    expect(bench.book.applyCommand(opening([alertId, uuidNumber(404)]), T0 + 10)).toEqual({ kind: 'accepted' });
    bench.tick(20_000);
    const records = bench.take();
    expect(records.map(({ type, change, actor }) => [type, change, actor])).toEqual([
      ['incident', 'opened', 'ana'],
      ['alert', 'grouped', 'ana'],
      ['incident', 'updated', undefined],
    ]);
    expect(records[0]).toMatchObject({
      note: 'Please look',
      incident: { kind: 'security', severity: 'critical', alertIds: [alertId], alertCount: 1 },
    });
    expect(records[1]).toMatchObject({ alert: { incidentId } });
    expect(records[2]).toMatchObject({ incident: { incidentId: before, alertIds: [], alertCount: 0 } });
  });

  it('is joined, noted, assigned and closed', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.book.applyCommand(opening([]), T0);
    bench.match(of(0, 'r1', { subject: { user: 'ana' } }));
    expect(bench.takeAlerts()[0]?.alert.incidentId).toBe(incidentId);
    const results = [
      commandOf({ type: 'incident.note', incidentId, note: 'Called her' }),
      commandOf({ type: 'incident.assign', incidentId, assignee: 'ben' }),
      commandOf({ type: 'incident.close', incidentId, note: 'It was she' }),
      commandOf({ type: 'incident.note', incidentId, note: 'Afterthought' }),
      commandOf({ type: 'incident.close', incidentId, note: 'Again' }),
      commandOf({ type: 'incident.assign', incidentId, assignee: null }),
      commandOf({ type: 'incident.note', incidentId: uuidNumber(404), note: 'Where' }),
      opening([]),
    ].map((command, second) => bench.book.applyCommand(command, T0 + 1_000 * second));
    expect(results.map((result) => (result.kind === 'refused' ? result.code : result.kind))).toEqual([
      ...['accepted', 'accepted', 'accepted', 'accepted'],
      ...['wrong_status', 'wrong_status', 'unknown_incident', 'exists'],
    ]);
    expect(bench.takeIncidents().map(({ change, note, incident }) => [change, note, incident.status])).toEqual([
      ['commented', 'Called her', 'investigating'],
      ['assigned', undefined, 'investigating'],
      ['closed', 'It was she', 'closed'],
      ['commented', 'Afterthought', 'closed'],
    ]);
    bench.match(of(9_000, 'r2', { subject: { user: 'ana' } }));
    expect(bench.takeAlerts()[0]?.alert.incidentId).toBeUndefined();
  });
});
