import {
  eventAt,
  ordinaryMinute,
  ordinaryTraffic,
  seededRandom,
  START_MS,
  TEST_SEED,
} from '../../testing/small-company.ts';
import { FAMILY } from '../explain/reason.ts';
import { CHANGE_WINDOW_TICKS, OrgModel } from './org-model.ts';
import type { Score } from './score.ts';
import { TICK_MS } from './scoring-config.ts';
import type { ScoringEvent } from './scoring-event.ts';

/** A day and some: the cap of the first day is gone. */
const DAYS = 1_600;
const traffic = ordinaryTraffic(0, DAYS);

function trained(minutes = DAYS): OrgModel {
  const model = new OrgModel({ orgId: 'a', seed: TEST_SEED });
  for (const event of minutes === DAYS ? traffic : ordinaryTraffic(0, minutes)) model.score(event);
  return model;
}

const scan = (minute: number, host: number): ScoringEvent =>
  eventAt(minute, {
    eventType: 'web_request',
    user: 'user-1',
    sourceIp: '10.0.1.11',
    asset: `host-${host}`,
    outcome: 'success',
  });

describe('OrgModel', () => {
  let model: OrgModel;
  beforeEach(() => {
    model = trained();
  });

  it('finds ordinary traffic ordinary', () => {
    const random = seededRandom(9);
    const scores: Score[] = [];
    for (let minute = DAYS; minute < DAYS + 200; minute++) {
      for (const event of ordinaryMinute(minute, random)) scores.push(model.score(event));
    }
    const high = scores.filter(({ anomalyScore }) => anomalyScore >= 75);
    expect(high.length / scores.length).toBeLessThan(0.01);
    expect(scores.filter(({ anomalyScore }) => anomalyScore < 50).length / scores.length).toBeGreaterThan(0.95);
  });

  it('finds a login to a host never used from a new network unusual, and says why', () => {
    const score = model.score(
      eventAt(DAYS, { user: 'user-2', sourceIp: '203.0.113.9', asset: 'db-02', outcome: 'success' }),
    );
    expect(score.anomalyScore).toBeGreaterThan(70);
    expect(score.reasons).toHaveLength(3);
    expect(score.reasons[0]).toMatchObject({ code: 'rarity', observed: 0 });
    expect(score.reasons[0]?.text).toMatch(/never seen in the last 1,\d{3} minutes$/);
  });

  it('finds a burst, and says what is usual', () => {
    let last: Score | undefined;
    for (let count = 0; count < 400; count++) last = model.score(scan(DAYS, 1));
    const burst = last?.reasons.find(({ code }) => code === 'burst');
    expect(last?.anomalyScore).toBeGreaterThan(75);
    expect(burst?.observed).toBeGreaterThanOrEqual(400);
    expect(burst?.text).toMatch(/\d+ in this minute, usually /);
  });

  it('finds one source that tries many hosts', () => {
    let last: Score | undefined;
    for (let host = 100; host < 200; host++) last = model.score(scan(DAYS, host));
    const { findings } = model.sub;
    const all = Array.from({ length: findings.count }, (_, at) => findings.at(at));
    const fanOut = all.find(({ family, observed }) => family === FAMILY.fan_out && observed >= 100);
    expect(fanOut?.bits).toBeGreaterThan(0);
    expect(last?.anomalyScore).toBeGreaterThan(70);
  });

  it('finds a number far out', () => {
    const usual = ordinaryTraffic(0, 3_000, 5).find(({ values }) => values !== undefined) as ScoringEvent;
    const huge = { ...usual, ...time(DAYS), values: [{ field: 'bytes', value: 4e9 }] };
    const score = model.score(huge);
    expect(score.reasons.map(({ aspect }) => aspect)).toContain('value');
    expect(score.anomalyScore).toBeGreaterThan(model.score({ ...usual, ...time(DAYS) }).anomalyScore);
  });

  it('adds up: the parts of a score are all of it', () => {
    for (const event of [scan(DAYS, 1), eventAt(DAYS, { user: 'new', asset: 'new' })]) {
      const { bits, reasons } = model.score(event);
      const { findings } = model.sub;
      const parts = Array.from({ length: findings.count }, (_, at) => findings.at(at).bits);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(bits);
      for (const reason of reasons) expect(reason.share).toBeCloseTo(reason.bits / bits, 12);
    }
  });

  it('keeps a rare event visible behind a flood', () => {
    const rare = eventAt(DAYS + 3, {
      eventType: 'privilege_change',
      user: 'user-3',
      asset: 'db-01',
      outcome: 'success',
    });
    const calm = trained().score(rare);
    for (let minute = 0; minute < 3; minute++) {
      for (let count = 0; count < 3_000; count++) {
        model.score(eventAt(DAYS + minute, { eventType: 'web_request', sourceIp: '198.51.100.7', asset: 'host-1' }));
      }
    }
    const score = model.score(rare);
    expect(score.floodShare).toBeGreaterThan(0.2);
    expect(score.anomalyScore).toBeGreaterThan(70);
    expect(calm.anomalyScore).toBeGreaterThan(70);
  });

  it('gets used to what stays', () => {
    const daily = (minute: number): ScoringEvent =>
      eventAt(minute, { eventType: 'backup_finished', user: 'svc-backup', asset: 'nas-01', outcome: 'success' });
    const first = model.score(daily(DAYS));
    const random = seededRandom(3);
    for (let minute = DAYS + 1; minute < DAYS + 600; minute++) {
      for (const event of [daily(minute), ...ordinaryMinute(minute, random)]) model.score(event);
    }
    expect(first.anomalyScore).toBeGreaterThan(70);
    expect(model.score(daily(DAYS + 600)).anomalyScore).toBeLessThan(50);
  });

  it('takes what comes in a change window for a new normal, and nothing after it', () => {
    const moved = (minute: number): ScoringEvent =>
      eventAt(minute, { eventType: 'service_started', user: 'svc-new', asset: 'app-77', outcome: 'success' });
    const changing = trained();
    changing.openChangeWindow(START_MS + (DAYS + 10_000) * TICK_MS);
    expect(changing.changeUntilTick).toBe(changing.tick + CHANGE_WINDOW_TICKS);
    const random = seededRandom(6);
    for (let minute = DAYS; minute < DAYS + 59; minute++) {
      const events = [...ordinaryMinute(minute, random), ...(minute % 10 === 0 ? [moved(minute)] : [])];
      for (const event of events) for (const one of [model, changing]) one.score(event);
    }
    expect(changing.score(moved(DAYS + 70)).bits).toBeLessThan(0.7 * model.score(moved(DAYS + 70)).bits);
  });

  it('says how far its scores have drifted', () => {
    expect(model.drift.distance()).toBeLessThan(0.3);
    const random = seededRandom(7);
    for (let minute = DAYS; minute < DAYS + 300; minute++) {
      for (const event of ordinaryMinute(minute, random)) {
        model.score({
          ...event,
          user: `${event.user}-${minute}`,
          asset: `new-${minute}`,
          sourceIp: `10.9.${minute % 250}.1`,
        });
      }
    }
    expect(model.drift.distance()).toBeGreaterThan(0.5);
  });

  describe('time', () => {
    it('learns what comes a little late, and only scores what comes very late', () => {
      model.score(scan(DAYS, 1));
      expect(model.score(scan(DAYS - 10, 1)).isLate).toBe(false);
      expect(model.score(scan(DAYS - 11, 1)).isLate).toBe(true);
      expect(model.lateEvents).toBe(1);
    });

    it('is not moved by clocks that run ahead', () => {
      const { tick } = model;
      model.score({ ...scan(DAYS, 1), timeMs: scan(DAYS + 100_000, 1).timeMs });
      expect(model.tick).toBeLessThanOrEqual(tick + 2);
      expect(model.futureEvents).toBe(1);
    });
  });

  it('says that it is new', () => {
    const fresh = new OrgModel({ orgId: 'a', seed: TEST_SEED });
    const score = fresh.score(scan(0, 1));
    expect(score).toMatchObject({ confidence: 0, isWarmingUp: true });
    for (const event of ordinaryTraffic(1, 400)) expect(fresh.score(event).anomalyScore).toBeLessThanOrEqual(60);
    const known = fresh.score(eventAt(400, { eventType: 'dns_query' })).bits;
    expect(known).toBeLessThan(fresh.score(eventAt(400, { eventType: 'malware_detected' })).bits / 2);
    expect(trained(1_600).score(scan(1_600, 1))).toMatchObject({ isWarmingUp: false });
  });

  describe('after a silence that is longer than all before it', () => {
    const [monthAgo, yearAgo, in1970] = [-30 * 1_440, -365 * 1_440, -START_MS / TICK_MS];
    const live = ordinaryTraffic(0, 200);

    /** Mean bits of burst of each event, and the highest surge. */
    const burstsOf = (one: OrgModel, events: readonly ScoringEvent[]): number[][] =>
      events.map((event) => {
        one.score(event);
        return [one.sub.meanBurst, one.sub.topSurge];
      });

    it.each([
      ['a year ago', [yearAgo]],
      ['1970', [in1970]],
      ['1970, five years and a year ago', [in1970, 5 * yearAgo, yearAgo]],
    ])('is no older for events of %s, and takes no ordinary traffic for bursts', (_, minutes) => {
      const fresh = new OrgModel({ orgId: 'a', seed: TEST_SEED });
      for (const minute of minutes) fresh.score(eventAt(minute));
      const without = new OrgModel({ orgId: 'a', seed: TEST_SEED });
      expect(burstsOf(fresh, live)).toEqual(burstsOf(without, live));
      expect(fresh.isWarmingUp).toBe(true);
      const score = fresh.score(eventAt(200));
      expect(score.anomalyScore).toBeLessThanOrEqual(60);
      expect(score.confidence).toBeLessThan(0.8);
    });

    it.each([
      ['a minute', 1],
      ['an hour', 60],
      ['two days', 2_880],
    ])('that %s was imported before takes no ordinary traffic for bursts', (_, length) => {
      const fresh = new OrgModel({ orgId: 'a', seed: TEST_SEED });
      for (const event of ordinaryTraffic(monthAgo, monthAgo + length)) fresh.score(event);
      const without = new OrgModel({ orgId: 'a', seed: TEST_SEED });
      const mean = (bursts: number[][]): number => bursts.reduce((sum, [bits = 0]) => sum + bits, 0) / bursts.length;
      expect(mean(burstsOf(fresh, live))).toBeLessThan(1.2 * mean(burstsOf(without, live)));
    });

    it('still finds a burst', () => {
      const fresh = new OrgModel({ orgId: 'a', seed: TEST_SEED });
      for (const event of [eventAt(in1970), ...live]) fresh.score(event);
      for (let count = 0; count < 400; count++) fresh.score(scan(200, 1));
      expect(fresh.sub.meanBurst).toBeGreaterThan(10);
    });
  });
});

function time(minute: number): { timeMs: number; receivedAtMs: number } {
  const { timeMs, receivedAtMs } = eventAt(minute);
  return { timeMs, receivedAtMs };
}
